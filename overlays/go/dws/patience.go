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

// backoff pauses between attempts. Pauses double up to the longest; each is cut at random by up to a half. They are the
// same in every language: tests/vectors/pauses.json.
type backoff struct{ next, longest time.Duration }

var untilCreated = backoff{time.Second / 10, 10 * time.Second}

// pause returns false when the context ends.
func (b *backoff) pause(ctx context.Context) bool {
	pause := b.next - rand.N(b.next/2)
	b.next = min(2*b.next, b.longest)
	select {
	case <-time.After(pause):
		return true
	case <-ctx.Done():
		return false
	}
}

// WaitUntilAvailable reads a snapshot's details until it is available, and returns them. It reads on through statuses
// that it does not know, broken connections, 429, and 500 and above, after pauses that double from one second to 30, each cut at random by up to a half. timeout is for the whole of it; 0 means an hour. onProgress, if
// there is one, gets what each reading finds.
//
// It returns a *SnapshotFailedError when the snapshot is UNAVAILABLE, a *WaitTimeoutError at the end of the time, the
// context's error when that ends first, the *APIError of any other answer, and the *UnexpectedResponseError of one
// that it can't read.
func (c *Client) WaitUntilAvailable(
	ctx context.Context, snapshotID string, timeout time.Duration, onProgress func(SnapshotDetail),
) (SnapshotDetail, error) {
	if err := checkTimeout(timeout); err != nil {
		return SnapshotDetail{}, err
	}
	ended := &WaitTimeoutError{SnapshotID: snapshotID, Timeout: cmp.Or(timeout, time.Hour)}
	limited, cancel := context.WithTimeout(ctx, ended.Timeout)
	defer cancel()
	pauses := backoff{time.Second, 30 * time.Second}
	for reading := true; reading; reading = pauses.pause(limited) {
		snapshot, err := c.ListSnapshotDetails(limited, snapshotID)
		if ended.last = err; err != nil {
			_, cut := errors.AsType[*ConnectionFailedError](err)
			_, unexpected := errors.AsType[*UnexpectedResponseError](err)
			if _, passing := effectOf(err); !passing || unexpected && !cut {
				return SnapshotDetail{}, err
			}
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
// is repeated. Pauses double from a tenth of a second to ten, each cut at random by up to a half. At the end of the
// time it returns the last error that leaves open whether the snapshot exists, if there was one, or else the last one.
//
// Its limit: a snapshot of the same name and cluster that was there before, or that somebody else creates in between,
// can't be told from one's own once an answer was lost. A name that was taken before is refused with ErrBadRequest.
func (c *Client) CreateSnapshotOnce(
	ctx context.Context, snapshot Snapshot, timeout time.Duration,
) (SnapshotResp, error) {
	if err := checkTimeout(timeout); err != nil {
		return SnapshotResp{}, err
	}
	limited, cancel := context.WithTimeout(ctx, cmp.Or(timeout, 5*time.Minute))
	defer cancel()
	var open error // The last that leaves open whether the snapshot exists.
	pauses := untilCreated
	for {
		created, err := c.CreateSnapshot(limited, snapshot)
		perhaps, passing := effectOf(err)
		refused := open != nil && (errors.Is(err, ErrBadRequest) || errors.Is(err, ErrForbidden))
		if err == nil || !passing && !refused {
			return created, err
		}
		if perhaps {
			open = err
		}
		if !refused && !pauses.pause(limited) {
			return SnapshotResp{}, errors.Join(cmp.Or(open, err), ctx.Err())
		}
		if open == nil {
			continue
		}
		found, lookErr := c.lookUp(limited, snapshot)
		switch {
		case found != nil:
			return SnapshotResp{ID: found.ID}, nil
		case limited.Err() != nil:
			return SnapshotResp{}, errors.Join(open, ctx.Err())
		case lookErr != nil:
			return SnapshotResp{}, errors.Join(lookErr, open)
		case refused:
			return SnapshotResp{}, err
		}
	}
}

// lookUp looks for the snapshot among the cluster's, again after each failure that may pass.
func (c *Client) lookUp(ctx context.Context, wanted Snapshot) (*SnapshotDetail, error) {
	pauses := untilCreated
	for {
		var failure error
		for known, err := range c.IterClusterSnapshots(ctx, wanted.ClusterID, Pages{}) {
			if err == nil && strings.EqualFold(known.Name, wanted.Name) {
				return &known, nil
			}
			failure = err
		}
		if _, passing := effectOf(failure); !passing || !pauses.pause(ctx) {
			return nil, failure
		}
	}
}

// effectOf tells whether a request that failed may nevertheless have done what it was for, and whether it may succeed
// when it is repeated: where it may, it perhaps did so already, or certainly did nothing.
func effectOf(err error) (perhaps, passing bool) {
	if failed, ok := errors.AsType[*ConnectionFailedError](err); ok {
		return failed.MayHaveBeenSent, true
	}
	if answered, ok := errors.AsType[*APIError](err); ok {
		perhaps = answered.StatusCode >= http.StatusInternalServerError
		return perhaps, perhaps || answered.StatusCode == http.StatusTooManyRequests
	}
	_, unexpected := errors.AsType[*UnexpectedResponseError](err)
	return unexpected, unexpected
}
