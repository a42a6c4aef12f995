package dws

import (
	"cmp"
	"context"
	"time"

	"dws-snapshots.example/generated/go/api"
)

// The statuses of a snapshot that this package knows. The service may have others.
const (
	StatusAvailable   = "AVAILABLE"
	StatusUnavailable = "UNAVAILABLE"
)

// WaitUntilAvailable reads a snapshot's details until it is available, and returns them. It goes on after unknown
// statuses, broken connections, 429, and 500 and above. The pauses double from one second to 30. Each is shortened at
// random by up to a half, but is at least as long as the service asks. timeout limits the whole call; 0 means an hour.
// onProgress, if it is not nil, is called with the details after each reading.
//
// It returns a *SnapshotFailedError if the snapshot becomes UNAVAILABLE, a *WaitTimeoutError at the end of the time, an
// Error that wraps the context's if that ends first, the *APIError of any other answer, and an *UnexpectedResponseError
// for one that it can't read.
func (c *Client) WaitUntilAvailable(
	ctx context.Context, snapshotID string, timeout time.Duration, onProgress func(SnapshotDetail),
) (SnapshotDetail, error) {
	if err := c.checkCall(ctx, timeout); err != nil {
		return SnapshotDetail{}, err
	}
	late := &WaitTimeoutError{SnapshotID: snapshotID, Timeout: cmp.Or(timeout, time.Hour)}
	limited, cancel := context.WithTimeout(ctx, late.Timeout)
	defer cancel()
	pauses := api.Pauses{Next: time.Second, Longest: 30 * time.Second}
	for reading := true; reading; reading = pauses.After(limited, late.last, time.Time{}) {
		snapshot, err := c.ListSnapshotDetails(limited, snapshotID)
		if late.last = err; err != nil {
			if _, passing := effectOf(err); !passing || isAnotherThing(err) {
				return SnapshotDetail{}, err
			}
			continue
		}
		late.Status = snapshot.Status
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
		return SnapshotDetail{}, &interrupted{"waiting for snapshot " + snapshotID, err}
	}
	return SnapshotDetail{}, late
}
