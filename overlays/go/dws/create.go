package dws

import (
	"cmp"
	"context"
	"errors"
	"net/http"
	"strings"
	"time"

	"dws-snapshots.example/generated/go/api"
)

// CreateOption changes how a snapshot is created. WithBusyTimeout makes one.
type CreateOption func(*creation) error

// WithBusyTimeout sets how long to wait for a cluster that is making another snapshot (403 with DWS.7023). Without it
// there is no waiting. The request is sent again after pauses that double from one second to 30. Each pause is shortened
// at random by up to a half, but is at least as long as the service asks.
func WithBusyTimeout(timeout time.Duration) CreateOption {
	return func(c *creation) error {
		c.busyTimeout = timeout
		return checkDuration("busy_timeout", timeout)
	}
}

// creation is the create of one snapshot.
type creation struct {
	*Client
	wanted      Snapshot
	busyTimeout time.Duration
	busyUntil   time.Time
	busyPauses  api.Pauses
}

func (c *Client) creation(wanted Snapshot, options []CreateOption) (*creation, error) {
	made := &creation{Client: c, wanted: wanted, busyPauses: api.Pauses{Next: time.Second, Longest: 30 * time.Second}}
	for _, option := range options {
		if option == nil {
			return nil, check(false, "option", "must not be nil", nil)
		}
		if err := option(made); err != nil {
			return nil, err
		}
	}
	made.busyUntil = time.Now().Add(made.busyTimeout)
	return made, nil
}

// CreateSnapshot creates a snapshot of a cluster. The service is still making it when the call returns.
//
// The request is sent once, and again only if it certainly had no effect: after a 401, with a new token, or if the
// cluster is busy and WithBusyTimeout says to wait.
func (c *Client) CreateSnapshot(ctx context.Context, snapshot Snapshot, options ...CreateOption) (SnapshotResp, error) {
	made, err := c.creation(snapshot, options)
	if err != nil {
		return SnapshotResp{}, err
	}
	for {
		created, err := c.operations().CreateSnapshot(ctx, snapshot)
		if !isBusy(err) {
			return created, err
		}
		if !made.busyPauses.After(ctx, err, made.busyUntil) {
			return created, api.EndedBy(ctx, err)
		}
	}
}

// isBusy reports whether a cluster refused a create because it is making another snapshot.
func isBusy(err error) bool {
	refused, ok := as[*APIError](err)
	return ok && refused.StatusCode == http.StatusForbidden && refused.ErrorCode == "DWS.7023"
}

// CreateSnapshotOnce creates exactly one snapshot, even if answers are lost. timeout limits the whole call; 0 means five
// minutes plus the time of WithBusyTimeout.
//
// It first reads the project's snapshots, so that one that already had the name is never returned. If a create certainly
// had no effect, because it was not sent or got a 429, it is sent again. After a failure that may have had an effect, the
// call pauses and reads the list again. If there is a new snapshot of that name and cluster, in any case, it is returned;
// if not, the create is sent again. Names are unique in a project, so there is never a second snapshot. Pauses double
// from a tenth of a second to ten. Each is shortened at random by up to a half, but is at least as long as the service
// asks.
//
// A refusal is returned at once, unless an earlier request may have had an effect: that request may be the cause of the
// refusal. Then the call goes on, except after 401 and 404, and after 400 if the name was taken before. At the end of the
// time it returns the last refusal, or the earlier failure, or a *CausedError that contains both.
//
// One case cannot be detected: if an answer was lost and somebody else creates a snapshot of the same name and cluster at
// that time, that one is returned.
func (c *Client) CreateSnapshotOnce(
	ctx context.Context, snapshot Snapshot, timeout time.Duration, options ...CreateOption,
) (SnapshotResp, error) {
	made, err := c.creation(snapshot, options)
	if err = cmp.Or(err, c.checkCall(ctx, timeout)); err == nil {
		body := api.CreateSnapshotRequest{Snapshot: snapshot}
		_, err = api.NewCreateSnapshotRequest(ctx, c.endpoint, c.projectID, body)
	}
	if err != nil {
		return SnapshotResp{}, err
	}
	limited, cancel := context.WithTimeout(ctx, cmp.Or(timeout, 5*time.Minute+made.busyTimeout))
	defer cancel()
	created, err := made.once(limited)
	return created, api.EndedBy(ctx, err)
}

func (c *creation) once(ctx context.Context) (SnapshotResp, error) {
	before, err := c.before(ctx)
	if err != nil {
		return SnapshotResp{}, err
	}
	c.busyUntil = time.Now().Add(c.busyTimeout)
	pauses := untilCreated
	created, err := c.untilOpen(ctx, &pauses)
	if perhaps, _ := effectOf(err); perhaps {
		return c.whileOpen(ctx, err, before, &pauses)
	}
	return created, err
}

// before returns the IDs of the snapshots that have the name before the create is sent.
func (c *creation) before(ctx context.Context) (map[string]bool, error) {
	pauses := untilCreated
	for {
		listed, err := c.ListSnapshots(ctx)
		if _, passing := effectOf(err); passing && pauses.After(ctx, err, time.Time{}) {
			continue
		}
		// Only the reading may have been sent, not the create.
		if failed, ok := as[*ConnectionFailedError](err); ok {
			failed.MayHaveBeenSent = false
		}
		ids := map[string]bool{}
		for _, known := range listed {
			if strings.EqualFold(known.Name, c.wanted.Name) {
				ids[strings.ToLower(known.ID)] = true
			}
		}
		return ids, err
	}
}

// untilOpen sends the create until it succeeds, is refused, or fails so that it may have had an effect.
func (c *creation) untilOpen(ctx context.Context, pauses *api.Pauses) (SnapshotResp, error) {
	for {
		created, err := c.operations().CreateSnapshot(ctx, c.wanted)
		perhaps, passing := effectOf(err)
		switch {
		case err == nil || perhaps:
			return created, err
		case passing && pauses.After(ctx, err, time.Time{}):
		case isBusy(err) && c.busyPauses.After(ctx, err, c.busyUntil):
		default:
			return created, err
		}
	}
}

// whileOpen looks for the snapshot, and creates it if it is not there, until it is known whether it exists. open is the
// last failure that may have had an effect.
func (c *creation) whileOpen(
	ctx context.Context, open error, before map[string]bool, pauses *api.Pauses,
) (none SnapshotResp, err error) {
	var refusal, unread error
	for failure := open; pauses.After(ctx, failure, time.Time{}); {
		listed, err := c.ListSnapshots(ctx)
		if errors.Is(err, ErrUnauthorized) {
			return none, causedBy(err, open)
		}
		if failure, unread = err, err; err != nil {
			continue
		}
		found, taken := c.find(listed, before)
		if found != "" {
			return SnapshotResp{ID: found}, nil
		}
		if ctx.Err() != nil {
			break
		}
		created, err := c.operations().CreateSnapshot(ctx, c.wanted)
		perhaps, passing := effectOf(err)
		failure, refusal = err, nil
		switch {
		case err == nil:
			return created, nil
		case perhaps:
			open = err
		case passing:
		case errors.Is(err, ErrBadRequest) && !taken, errors.Is(err, ErrForbidden):
			// An earlier request of this call may be the cause.
			refusal = err
		default:
			return none, causedBy(err, open)
		}
	}
	if refusal != nil {
		return none, causedBy(refusal, open)
	}
	return none, causedBy(open, unread)
}

// find returns the ID of a new snapshot with the wanted name and cluster, and whether an old one has the name.
func (c *creation) find(listed []SnapshotDetail, before map[string]bool) (id string, taken bool) {
	for _, known := range listed {
		ofCluster := known.ClusterID == "" || strings.EqualFold(known.ClusterID, c.wanted.ClusterID)
		switch {
		case !strings.EqualFold(known.Name, c.wanted.Name):
		case before[strings.ToLower(known.ID)]:
			taken = true
		case ofCluster:
			return known.ID, taken
		}
	}
	return "", taken
}

// effectOf reports whether a failed request may have had an effect, and whether it may succeed when it is repeated.
func effectOf(err error) (perhaps, passing bool) {
	if failed, ok := as[*ConnectionFailedError](err); ok {
		return failed.MayHaveBeenSent, true
	}
	if answered, ok := as[*APIError](err); ok {
		perhaps = answered.StatusCode >= http.StatusInternalServerError || answered.MayHaveBeenSentTwice
		return perhaps, perhaps || answered.StatusCode == http.StatusTooManyRequests
	}
	_, unexpected := as[*UnexpectedResponseError](err)
	return unexpected, unexpected
}

// isAnotherThing reports whether a complete answer had an unusable body. The next answer would be the same.
func isAnotherThing(err error) bool {
	_, cut := as[*ConnectionFailedError](err)
	_, unexpected := as[*UnexpectedResponseError](err)
	return unexpected && !cut
}

var untilCreated = api.Pauses{Next: time.Second / 10, Longest: 10 * time.Second}
