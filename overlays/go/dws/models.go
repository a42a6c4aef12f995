package dws

import "dws-snapshots.example/generated/go/api"

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
