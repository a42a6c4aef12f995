package dws

import "dws-snapshots.example/generated/go/api"

// Models of the contract, under shorter names. Package api has them all.
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
	// PublicIP is the address of a cluster that is to be restored.
	PublicIP = api.PublicIP
	// Cluster is a cluster that is being restored.
	Cluster = api.Cluster
	// Copy is the manual snapshot to make of an automated one; Copied is that snapshot.
	Copy   = api.CopySnapshotRequest
	Copied = api.CopySnapshotResponse
	// Page says which page of a cluster's snapshots to list: Limit of them at most, all where there is none; Offset is the
	// number of the page, from 0, or, in editions of the service until 2024, of the snapshot to begin with; SortKey and
	// SortDir say in what order.
	Page = api.ListClusterSnapshotsParams
	// Pages says how to iterate over a cluster's snapshots: Limit is how many each request asks for, 100 where there is
	// none; SortKey and SortDir say in what order.
	Pages = api.IterClusterSnapshotsParams
	// ClusterSnapshots is a page of a cluster's snapshots; its count, if there is one, is of all pages.
	ClusterSnapshots = api.ListClusterSnapshotsResponse
)

// The statuses of a snapshot that this package acts on. The set is open.
const (
	StatusAvailable   = "AVAILABLE"
	StatusUnavailable = "UNAVAILABLE"
)
