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

// WithBusyTimeout says how long to wait for a cluster that is making another snapshot; without it not at all. That is
// 403 with DWS.7023; the request is sent again after pauses that double from one second to 30, each cut at random by up
// to a half, or as long as the service asks.
func WithBusyTimeout(timeout time.Duration) CreateOption {
	return func(c *creation) error {
		c.busyTimeout = timeout
		return checkDuration("busy_timeout", timeout)
	}
}

// creation is one snapshot that is being created.
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

// CreateSnapshot creates a snapshot of a cluster. The service goes on making it when the call returns.
//
// The request is sent once; again only where it certainly had no effect: it was refused with 401 and the token renewed,
// or the cluster is busy and WithBusyTimeout says to wait.
func (c *Client) CreateSnapshot(ctx context.Context, snapshot Snapshot, options ...CreateOption) (SnapshotResp, error) {
	made, err := c.creation(snapshot, options)
	if err != nil {
		return SnapshotResp{}, err
	}
	for {
		created, err := c.operations().CreateSnapshot(ctx, snapshot)
		if err == nil || !made.waitWhileBusy(ctx, err) {
			return created, err
		}
	}
}

// waitWhileBusy pauses after a refusal of a busy cluster. It returns false for any other failure, and at the end of the
// time.
func (c *creation) waitWhileBusy(ctx context.Context, err error) bool {
	refused, ok := as[*APIError](err)
	return ok && refused.StatusCode == http.StatusForbidden && refused.ErrorCode == "DWS.7023" &&
		c.busyPauses.After(ctx, err, c.busyUntil)
}

// CreateSnapshotOnce creates exactly one snapshot in spite of lost answers. timeout is for the whole of it; 0 means
// five minutes, and the time of WithBusyTimeout.
//
// It first reads the project's snapshots: one that has the name already is never returned. A create that certainly had
// no effect is sent again: it was not sent, or was refused with 429. After a failure that leaves open whether the
// snapshot exists, it pauses and looks for one of that name and cluster, without regard to case, that was not there
// before. It returns that one, or sends the create again where it is not there. Names are unique in a project, so at
// most one comes to be. Pauses double from a tenth of a second to ten, each cut at random by up to a half, or are as long
// as the service asks.
//
// While nothing is open it returns the service's own refusal. Later refusals may come of its own earlier request, so it
// goes on looking after them, but for 401 and 404, and for 400 where the name was taken before. At the end of the time
// it returns the last refusal, or else the failure that left it open; a *CausedError where there are two to tell.
//
// Its limit: a snapshot of the same name and cluster that somebody else creates in the meantime can't be told from one's
// own once an answer was lost.
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
	if err != nil && ctx.Err() != nil {
		err = errors.Join(err, ctx.Err())
	}
	return created, err
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

// before returns the IDs of the snapshots that have the name before anything is sent.
func (c *creation) before(ctx context.Context) (map[string]bool, error) {
	pauses := untilCreated
	for {
		listed, err := c.ListSnapshots(ctx)
		if _, passing := effectOf(err); passing && pauses.After(ctx, err, time.Time{}) {
			continue
		}
		// It was a reading that may have been sent.
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

// untilOpen sends the create until it is obeyed or refused, or it is open whether it was obeyed.
func (c *creation) untilOpen(ctx context.Context, pauses *api.Pauses) (SnapshotResp, error) {
	for {
		created, err := c.operations().CreateSnapshot(ctx, c.wanted)
		perhaps, passing := effectOf(err)
		switch {
		case err == nil || perhaps:
			return created, err
		case passing && pauses.After(ctx, err, time.Time{}):
		case !passing && c.waitWhileBusy(ctx, err):
		default:
			return created, err
		}
	}
}

// whileOpen looks, and creates where there is none, until it is known whether the snapshot exists. open is the last
// failure that leaves that open.
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
			// It may come of an earlier request of our own.
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

// find returns the ID of the wanted snapshot if it was not there before, and whether one of that name still is.
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

// effectOf tells whether a request that failed may nevertheless have done what it was for, and whether it may succeed
// when it is repeated: where it may, it perhaps did so already, or certainly did nothing.
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

// isAnotherThing tells whether an answer came whole and is not what was asked for: the next would be like it.
func isAnotherThing(err error) bool {
	_, cut := as[*ConnectionFailedError](err)
	_, unexpected := as[*UnexpectedResponseError](err)
	return unexpected && !cut
}

var untilCreated = api.Pauses{Next: time.Second / 10, Longest: 10 * time.Second}
