package dws

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"net/http"
	"strings"
	"time"
)

// backoff pauses between attempts: at random, up to a second at first, and up to twice as long each time.
type backoff struct{ longest time.Duration }

// pause returns false when the context ends.
func (b *backoff) pause(ctx context.Context) bool {
	b.longest = min(max(2*b.longest, time.Second), 30*time.Second)
	timer := time.NewTimer(rand.N(b.longest))
	defer timer.Stop()
	select {
	case <-timer.C:
		return true
	case <-ctx.Done():
		return false
	}
}

// WaitUntilAvailable reads a snapshot's details until it is available, and returns them. It reads on through statuses
// that it does not know, broken connections, unusable answers, 429, and 500 and above. timeout is for the whole of it; 0 means an
// hour. onProgress, if there is one, gets what each reading finds.
//
// It returns a *SnapshotFailedError when the snapshot is UNAVAILABLE, a *WaitTimeoutError at the end of the time, the
// context's error when that ends first, and the *APIError of any other answer.
func (c *Client) WaitUntilAvailable(
	ctx context.Context, snapshotID string, timeout time.Duration, onProgress func(SnapshotDetail),
) (SnapshotDetail, error) {
	if timeout < 0 {
		return SnapshotDetail{}, negative(timeout)
	}
	ended := &WaitTimeoutError{SnapshotID: snapshotID, Timeout: cmp.Or(timeout, time.Hour)}
	limited, cancel := context.WithTimeout(ctx, ended.Timeout)
	defer cancel()
	var pauses backoff
	for reading := true; reading; reading = pauses.pause(limited) {
		snapshot, err := c.ListSnapshotDetails(limited, snapshotID)
		ended.last = err
		if err != nil && !mayPass(err) {
			return SnapshotDetail{}, err
		}
		if err != nil {
			continue
		}
		ended.Status = snapshot.Status
		if onProgress != nil {
			onProgress(snapshot)
		}
		switch snapshot.Status {
		case StatusAvailable:
			return snapshot, nil
		case StatusUnavailable:
			return snapshot, &SnapshotFailedError{snapshot}
		}
	}
	if err := ctx.Err(); err != nil {
		return SnapshotDetail{}, fmt.Errorf("waiting for snapshot %s: %w", snapshotID, err)
	}
	return SnapshotDetail{}, ended
}

// CreateSnapshotOnce creates exactly one snapshot in spite of lost answers. timeout is for the whole of it; 0 means
// five minutes.
//
// After a failure that leaves open whether the snapshot exists, it pauses and looks for a snapshot of that name,
// without regard to case, among the cluster's. It returns that one, or creates it again where it is not there. Names
// are unique in a project, so at most one comes to be: where the first request arrives late, the repeat is refused, and
// a further look finds what the first made. A request that certainly was not sent, and one that was refused with 429,
// is repeated. At the end of the time it returns the last error that leaves open whether the snapshot exists, if there
// was one, or else the last error.
//
// Its limit: a snapshot of the same name and cluster that was there before, or that somebody else creates in between,
// can't be told from one's own once an answer was lost. A name that was taken before is refused with ErrBadRequest.
func (c *Client) CreateSnapshotOnce(
	ctx context.Context, snapshot Snapshot, timeout time.Duration,
) (SnapshotResp, error) {
	if timeout < 0 {
		return SnapshotResp{}, negative(timeout)
	}
	limited, cancel := context.WithTimeout(ctx, cmp.Or(timeout, 5*time.Minute))
	defer cancel()
	var open error // The last that leaves open whether the snapshot exists.
	var pauses backoff
	for {
		created, err := c.CreateSnapshot(limited, snapshot)
		refused := open != nil && (errors.Is(err, ErrBadRequest) || errors.Is(err, ErrForbidden))
		if err == nil || !mayHaveHadEffect(err) && !hadNoEffect(err) && !refused {
			return created, err
		}
		if mayHaveHadEffect(err) {
			open = err
		}
		if !refused && !pauses.pause(limited) {
			return SnapshotResp{}, endedBy(ctx, cmp.Or(open, err))
		}
		if open == nil {
			continue
		}
		found, lookErr := c.lookUp(limited, snapshot)
		switch {
		case found != nil:
			return SnapshotResp{ID: found.ID}, nil
		case lookErr != nil && limited.Err() != nil:
			return SnapshotResp{}, endedBy(ctx, open)
		case lookErr != nil:
			return SnapshotResp{}, errors.Join(lookErr, open)
		case refused:
			return SnapshotResp{}, err
		}
	}
}

func negative(timeout time.Duration) error {
	return &InvalidRequestError{"timeout", "must not be negative", timeout.String()}
}

// lookUp looks for the snapshot among the cluster's, again after each failure that may pass.
func (c *Client) lookUp(ctx context.Context, wanted Snapshot) (*SnapshotDetail, error) {
	var pauses backoff
	for {
		found, err := c.find(ctx, wanted)
		if err == nil || !mayPass(err) || !pauses.pause(ctx) {
			return found, err
		}
	}
}

func (c *Client) find(ctx context.Context, wanted Snapshot) (*SnapshotDetail, error) {
	const longest = 1000
	for page, err := range c.ClusterSnapshotPages(ctx, wanted.ClusterID, Page{Limit: new(longest)}) {
		if err != nil {
			return nil, err
		}
		for _, known := range page.Snapshots {
			if strings.EqualFold(known.Name, wanted.Name) {
				return &known, nil
			}
		}
	}
	return nil, nil
}

// mayPass tells whether a request that only reads may succeed when it is repeated.
func mayPass(err error) bool { return mayHaveHadEffect(err) || hadNoEffect(err) }

// mayHaveHadEffect tells whether a request that failed may nevertheless have done what it was for.
func mayHaveHadEffect(err error) bool {
	var failed *ConnectionFailedError
	var answered *APIError
	var unexpected *UnexpectedResponseError
	return errors.As(err, &failed) && failed.MayHaveBeenSent ||
		errors.As(err, &answered) && answered.StatusCode >= http.StatusInternalServerError || errors.As(err, &unexpected)
}

// hadNoEffect tells whether a request that failed certainly did nothing, and may do something when it is repeated.
func hadNoEffect(err error) bool {
	var failed *ConnectionFailedError
	var answered *APIError
	return errors.As(err, &failed) && !failed.MayHaveBeenSent ||
		errors.As(err, &answered) && answered.StatusCode == http.StatusTooManyRequests
}

// endedBy adds the caller's own reason, if there is one, to the last error.
func endedBy(ctx context.Context, err error) error {
	if ctx.Err() != nil {
		return errors.Join(err, ctx.Err())
	}
	return err
}
