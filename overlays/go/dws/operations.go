package dws

import (
	"context"
	"iter"
	"slices"
	"strings"

	"dws-snapshots.example/generated/go/api"
)

// The models of the contract.
type (
	// Snapshot is what a snapshot is created from. Source: Table 3.
	//
	// Name: 4 to 64 of A-Z a-z 0-9 - _, a letter first, unique in the project without regard to case. ClusterID: a UUID.
	// Description: at most 256 characters, none of ! < > ' = & "; nil sends none.
	Snapshot = api.Snapshot
	// SnapshotResp is a snapshot that was created.
	SnapshotResp = api.SnapshotResp
	// SnapshotDetail is a snapshot as the service describes it. Its status may be one that this package does not name.
	SnapshotDetail = api.SnapshotDetail
	// Restore is the cluster to restore to.
	Restore = api.Restore
	// Cluster is a cluster that is being restored.
	Cluster = api.Cluster
	// Copy is the manual snapshot to make of an automated one.
	Copy = api.CopySnapshotRequest
	// Page says which snapshots of a cluster to list: Limit of them, at most 1000; Offset is the number of the page,
	// from 0; SortKey and SortDir say in what order.
	Page = api.ListClusterSnapshotsParams
	// SortKey is what a page is sorted by.
	SortKey = api.SortKey
	// SortDir is "asc" or "desc".
	SortDir = api.SortDir
	// ClusterSnapshots is a page of a cluster's snapshots; its count is of all pages.
	ClusterSnapshots = api.ListClusterSnapshotsResponse
)

// The statuses of a snapshot that this package acts on. The set is open.
const (
	StatusAvailable   = "AVAILABLE"
	StatusUnavailable = "UNAVAILABLE"
)

// CreateSnapshot creates a snapshot of a cluster. Source: Table 3.
//
// It returns an *InvalidRequestError before anything is sent; an *APIError for an answer that is no success, which is
// ErrBadRequest also for a name that is taken; and an *UnexpectedResponseError, a *ConnectionFailedError or a
// *ResponseTimeoutError otherwise. The other operations return the same errors. The request is sent once; only one that
// was refused with 401 is sent again, with a new token.
func (c *Client) CreateSnapshot(ctx context.Context, snapshot Snapshot) (SnapshotResp, error) {
	body := api.CreateSnapshotRequest{Snapshot: snapshot}
	request, err := api.NewCreateSnapshotRequest(ctx, c.endpoint, c.projectID, body)
	created, err := call(c, request, err, api.CreateSnapshotSuccess, api.ReadCreateSnapshotResponse)
	return created.Snapshot, err
}

// ListSnapshots returns every snapshot of the project, the newest first.
func (c *Client) ListSnapshots(ctx context.Context) ([]SnapshotDetail, error) {
	request, err := api.NewListSnapshotsRequest(ctx, c.endpoint, c.projectID)
	listed, err := call(c, request, err, api.ListSnapshotsSuccess, api.ReadListSnapshotsResponse)
	return listed.Snapshots, err
}

// ListSnapshotDetails returns one snapshot.
func (c *Client) ListSnapshotDetails(ctx context.Context, snapshotID string) (SnapshotDetail, error) {
	request, err := api.NewListSnapshotDetailsRequest(ctx, c.endpoint, c.projectID, snapshotID)
	found, err := call(c, request, err, api.ListSnapshotDetailsSuccess, api.ReadListSnapshotDetailsResponse)
	return found.Snapshot, err
}

// DeleteSnapshot deletes a manual snapshot; its name is free again.
func (c *Client) DeleteSnapshot(ctx context.Context, snapshotID string) error {
	request, err := api.NewDeleteSnapshotRequest(ctx, c.endpoint, c.projectID, snapshotID)
	_, err = call(c, request, err, api.DeleteSnapshotSuccess, func([]byte) (any, error) { return nil, nil })
	return err
}

// RestoreCluster restores an available snapshot to a new cluster.
func (c *Client) RestoreCluster(ctx context.Context, snapshotID string, restore Restore) (Cluster, error) {
	body := api.RestoreClusterRequest{Restore: restore}
	request, err := api.NewRestoreClusterRequest(ctx, c.endpoint, c.projectID, snapshotID, body)
	restored, err := call(c, request, err, api.RestoreClusterSuccess, api.ReadRestoreClusterResponse)
	return restored.Cluster, err
}

// CopySnapshot makes a manual snapshot of an automated one and returns its ID.
func (c *Client) CopySnapshot(ctx context.Context, snapshotID string, copy Copy) (string, error) {
	request, err := api.NewCopySnapshotRequest(ctx, c.endpoint, c.projectID, snapshotID, copy)
	copied, err := call(c, request, err, api.CopySnapshotSuccess, api.ReadCopySnapshotResponse)
	return copied.SnapshotID, err
}

// ListClusterSnapshots returns one page of a cluster's snapshots.
func (c *Client) ListClusterSnapshots(ctx context.Context, clusterID string, page Page) (ClusterSnapshots, error) {
	request, err := api.NewListClusterSnapshotsRequest(ctx, c.endpoint, c.projectID, clusterID, page)
	return call(c, request, err, api.ListClusterSnapshotsSuccess, api.ReadListClusterSnapshotsResponse)
}

// ClusterSnapshotPages returns an iterator over the pages of a cluster's snapshots, from the one that start names. It
// ends after the last page, or after the first error.
//
// What others create between two pages moves snapshots to a later page: those that were seen are left out. What they
// delete moves some to an earlier page: where the count shrinks, the page before is read again, once for each page.
func (c *Client) ClusterSnapshotPages(
	ctx context.Context, clusterID string, start Page,
) iter.Seq2[ClusterSnapshots, error] {
	const usual = 100
	return func(yield func(ClusterSnapshots, error) bool) {
		limit, first := usual, 0
		if start.Limit != nil {
			limit = *start.Limit
		}
		if start.Offset != nil {
			first = *start.Offset
		}
		seen, leftAgain := map[string]bool{}, map[int]bool{}
		for offset, count := first, 0; ; {
			page := start
			page.Limit, page.Offset = &limit, &offset
			listed, err := c.ListClusterSnapshots(ctx, clusterID, page)
			empty := len(listed.Snapshots) == 0
			listed.Snapshots = slices.DeleteFunc(listed.Snapshots, func(snapshot SnapshotDetail) bool {
				id := strings.ToLower(snapshot.ID)
				again := seen[id]
				seen[id] = true
				return again
			})
			if !yield(listed, err) || err != nil {
				return
			}
			fewer := listed.Count < count
			count = listed.Count
			if fewer && offset > first && !leftAgain[offset] {
				leftAgain[offset] = true
				offset--
			} else if offset++; empty || offset*limit >= count {
				return
			}
		}
	}
}
