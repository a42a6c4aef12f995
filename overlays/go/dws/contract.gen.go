// Code generated from openapi.yaml by overlays/go/generate. DO NOT EDIT.

package dws

import (
	"context"
	"iter"

	"dws-snapshots.example/generated/go/api"
)

// The operations of the contract and its models. They are those of package api, declared here so that `go doc` shows them.

// ListSnapshots lists all snapshots of the project, manual and automated, of all its clusters.
//
// Decision: a list shows the state at one moment and holds every snapshot once. If there is a `count`, it is the
// number of snapshots. The order is not defined.
func (c *Client) ListSnapshots(ctx context.Context) ([]SnapshotDetail, error) {
	return c.operations().ListSnapshots(ctx)
}

// ListSnapshotDetails reads one snapshot. Public clients wait for a snapshot by reading it until its status is `AVAILABLE`.
func (c *Client) ListSnapshotDetails(ctx context.Context, snapshotID string) (SnapshotDetail, error) {
	return c.operations().ListSnapshotDetails(ctx, snapshotID)
}

// DeleteSnapshot deletes a manual snapshot. Automated snapshots expire by themselves.
//
// Decision: deleting an automated snapshot is refused with 403. As soon as the request is answered, the snapshot
// is in no list and its name is free.
func (c *Client) DeleteSnapshot(ctx context.Context, snapshotID string) error {
	return c.operations().DeleteSnapshot(ctx, snapshotID)
}

// RestoreCluster restores a snapshot to a new cluster. The answer names the cluster; the service goes on making it.
//
// Only a snapshot that is ready can be restored: see Life of a snapshot.
func (c *Client) RestoreCluster(ctx context.Context, snapshotID string, restore Restore) (Cluster, error) {
	return c.operations().RestoreCluster(ctx, snapshotID, restore)
}

// CopySnapshot copies an automated snapshot to a manual one, which stays when the automated one expires.
//
// Decision: copying a manual snapshot is refused with 403.
func (c *Client) CopySnapshot(ctx context.Context, snapshotID string, body CopySnapshotRequest) (CopySnapshotResponse, error) {
	return c.operations().CopySnapshot(ctx, snapshotID, body)
}

// ListClusterSnapshots lists the snapshots of one cluster, manual and automated: all of them, or one page.
//
// Decision: a page shows the state at one moment. In the requested order, `offset` pages of `limit` snapshots come
// before it. If there is a `count`, it is the number of snapshots on all pages. A page after the last is empty.
//
// Until 2024 `offset` was the number of the snapshot to begin with, `sort_key` one of `name`, `clusterName` and
// `startTime`, and `sort_dir` `ASC` or `DESC`. You can't know in advance which edition a region runs. This document
// describes the one since 2025; clients should work with both.
func (c *Client) ListClusterSnapshots(ctx context.Context, clusterID string, params ListClusterSnapshotsParams) (ListClusterSnapshotsResponse, error) {
	return c.operations().ListClusterSnapshots(ctx, clusterID, params)
}

// IterClusterSnapshots returns an iterator over all items of ListClusterSnapshots, each once. It reads page after page, of 100 items
// unless params say otherwise, and all of them twice if there is more than one, because items may move meanwhile. It
// works whether the service's offset counts pages or items. After 429 or 503 a page is read again, up to 5 times. The
// pauses double from one second, or are as long as the service asks, up to 5 minutes. The iterator ends after any other
// error.
func (c *Client) IterClusterSnapshots(ctx context.Context, clusterID string, params IterClusterSnapshotsParams) iter.Seq2[SnapshotDetail, error] {
	return c.operations().IterClusterSnapshots(ctx, clusterID, params)
}

// ListClusters lists the clusters of the project, including those that are being restored. Creating a snapshot needs the ID of
// a cluster.
//
// Decision: a list shows the state at one moment and holds every cluster once. A restored cluster has the ID in
// the answer to the restore, and the name in its request. If there is a `count`, it is the number of clusters. The
// order is not defined.
func (c *Client) ListClusters(ctx context.Context, params ListClustersParams) ([]ClusterInfo, error) {
	return c.operations().ListClusters(ctx, params)
}

// ListClusterDetails reads one cluster. Public clients use it to wait. A snapshot is done when it is `AVAILABLE`, and its cluster is
// `AVAILABLE` with a `task_status` other than `SNAPSHOTTING`. A restore is done when the new cluster is
// `AVAILABLE` with a `task_status` other than `RESTORING`.
//
// Decision: a restored cluster has details as soon as the restore is answered. A list of clusters shows the same
// name and creation time, and the status never goes back to `CREATING`.
func (c *Client) ListClusterDetails(ctx context.Context, clusterID string) (ClusterInfo, error) {
	return c.operations().ListClusterDetails(ctx, clusterID)
}

// ListClusterSnapshotsParams is the query of ListClusterSnapshots.
//
//	Limit *int // How many snapshots a page holds at most, above 0.
//	Offset *int // Number of the page, from 0.
//	SortKey *string // What the snapshots are sorted by.
//	SortDir *string // `asc` or `desc`.
type ListClusterSnapshotsParams = api.ListClusterSnapshotsParams

// IterClusterSnapshotsParams is the query of IterClusterSnapshots: Limit is how many items each request asks for.
//
//	Limit *int // How many snapshots a page holds at most, above 0.
//	SortKey *string // What the snapshots are sorted by.
//	SortDir *string // `asc` or `desc`.
type IterClusterSnapshotsParams = api.IterClusterSnapshotsParams

// ListClustersParams is the query of ListClusters.
//
//	EnterpriseProjectID *string // ID of the enterprise project whose clusters are listed, `0` for the default one, or `all_granted_eps` for all.
type ListClustersParams = api.ListClustersParams

// SnapshotDetail: a snapshot, in a list or by itself. Editions of the service differ in what they tell beyond the mandatory
// members; details tell the most.
//
// Decision: `id`, `name`, `status`, `type` and `cluster_id` are mandatory.
//
//	ID string // Snapshot ID, a UUID.
//	Name string // Snapshot name.
//	Description *string // Snapshot description; empty if none was given.
//	Started *time.Time // When the service began to make the snapshot, in UTC, `YYYY-MM-DDThh:mm:ssZ`.
//	Finished *time.Time // When the service was done, in UTC, `YYYY-MM-DDThh:mm:ssZ`.
//	Size *float64 // Size of the snapshot in GB.
//	Status string // `CREATING`, `AVAILABLE` or `UNAVAILABLE`; newer editions add `RESTORING`, `FROZEN` and `POLICE_FROZEN`.
//	Type string // `MANUAL`, or an automated one: `AUTO`, in older editions `AUTOMATED`.
//	ClusterID string // ID of the cluster that the snapshot was made of, a UUID.
//	Datastore *Datastore // What runs on the cluster.
//	ClusterName *string // Name of the cluster that the snapshot was made of.
//	Updated *time.Time // When the snapshot last changed, in UTC, `YYYY-MM-DDThh:mm:ssZ`.
//	BakExpectedStartTime *string // When an automated snapshot was due, in milliseconds since 1970, as text.
//	BakKeepDay *int // How many days an automated snapshot is kept.
//	BakPeriod *string // Schedule of an automated snapshot, a Quartz cron expression.
//	DBUser *string // Administrator of the database.
//	Progress *string // How far the snapshot is made; the unit is not documented.
//	BackupKey *string // Key of the backup.
//	PriorBackupKey *string // Key of the backup before.
//	BaseBackupKey *string // Key of the full backup that an incremental one builds on.
//	BackupDevice *string // Where the backup is kept, `OBS` (also `obs`) or `NBU`.
//	TotalBackupSize *int64 // Size of the backup; the unit is not documented.
//	BaseBackupName *string // Name of the full backup that an incremental one builds on.
//	SupportInplaceRestore *bool // Whether it can be restored to its own cluster.
//	FineGrainedBackup *bool // Whether it is a backup of some schemas or tables only.
//	BackupLevel *string // What the backup holds, `cluster`, `schema` or `table`.
//	FineGrainedBackupDetail *FineGrainedBackupDetail // What a backup of some schemas or tables only holds.
//	GuestAgentVersion *string // Version of the agent on the cluster.
//	ClusterStatus *string // Status of the cluster.
//	ClusterTaskStatus *string // What is being done with the cluster.
//	SupportFineGrainedCrossVersionRestore *bool // Whether parts of it can be restored to a cluster of another version.
//	SupportFineGrainedAsymmetricRestore *bool // Whether parts of it can be restored to a cluster of another size.
type SnapshotDetail = api.SnapshotDetail

// Datastore: what runs on the cluster.
//
//	Type *string // Kind of data store.
//	Version *string // Version of the data store.
type Datastore = api.Datastore

// FineGrainedBackupDetail: what a backup of some schemas or tables only holds.
//
//	Database *string // Name of the database.
//	SchemaList []string // Names of the schemas.
//	TableList []string // Names of the tables.
type FineGrainedBackupDetail = api.FineGrainedBackupDetail

// Snapshot: the snapshot object.
//
//	Name string // Snapshot name.
//	ClusterID string // ID of the cluster to create a snapshot of, a UUID of 8-4-4-4-12 hexadecimal digits.
//	Description *string // Snapshot description.
type Snapshot = api.Snapshot

// SnapshotResp: the snapshot object of an answer.
//
//	ID string // ID of the new snapshot, a UUID.
type SnapshotResp = api.SnapshotResp

// Restore: the cluster to restore to.
//
//	Name string // Name of the new cluster.
//	SubnetID *string // ID of its subnet.
//	SecurityGroupID *string // ID of its security group.
//	VpcID *string // ID of its VPC.
//	AvailabilityZone *string // Its availability zone.
//	Port *int // Port of its database, 8000 to 30000.
//	PublicIP *PublicIP // Public address of a cluster.
//	EnterpriseProjectID *string // ID of its enterprise project.
//	Ipv6Enable *bool // Whether it has IPv6.
//	NumberOfCn *int // Number of its coordinator nodes, from 3 to the number of its nodes, at most 20.
type Restore = api.Restore

// PublicIP: public address of a cluster. Optional. The newest editions know the last five members.
//
// Decision: whether a service takes `null` for another optional member of a restore or a copy is left open. Clients
// send none.
//
//	PublicBindType *string // How it gets the address.
//	EipID *string // ID of an existing address.
//	IPType *string // Kind of the address.
//	EipAddress *string // The address.
//	BandWidth *int // Its bandwidth; the unit is not documented.
//	Status *string // Status of the address.
//	ErrorMessage *string // What went wrong with the address.
type PublicIP = api.PublicIP

// Cluster: the new cluster.
//
//	ID string // Cluster ID, a UUID.
type Cluster = api.Cluster

// CopySnapshotRequest: the body of a request to copy a snapshot.
//
//	BackupName string // Name of the copy.
//	Description *string // Description of the copy.
type CopySnapshotRequest = api.CopySnapshotRequest

// CopySnapshotResponse: the body of the answer to a request to copy a snapshot.
//
//	SnapshotID string // ID of the copy, a UUID.
type CopySnapshotResponse = api.CopySnapshotResponse

// ListClusterSnapshotsResponse: the body of the answer with a page of a cluster's snapshots.
//
//	ProjectID *string // Project ID.
//	ClusterID *string // Cluster ID, a UUID.
//	Snapshots []SnapshotDetail // The snapshots of this page.
//	Count *int // How many there are on all pages.
type ListClusterSnapshotsResponse = api.ListClusterSnapshotsResponse

// ClusterInfo: a cluster, in a list or by itself. Details tell the most.
//
// Decision: `id`, `name` and `status` are mandatory.
//
//	ID string // Cluster ID, a UUID.
//	Name string // Cluster name.
//	Status string // `CREATING`, also while it is being restored, `AVAILABLE`, `UNAVAILABLE` or `CREATION FAILED`.
//	SubStatus *string // How an available cluster is: `NORMAL`, `READONLY`, `REDISTRIBUTING`, `REDISTRIBUTION-FAILURE`, `UNBALANCED`, `DEGRADED`, several joined by ` | `.
//	TaskStatus *string // What is being done with it: `RESTORING`, `SNAPSHOTTING`, `GROWING`, `REBOOTING`, `SETTING_CONFIGURATION`.
//	ActionProgress map[string]string // Progress of each task on the cluster, by the task's name: `GROWING`, `RESTORING`, `SNAPSHOTTING`, `REPAIRING`, `CREATING`.
//	Version *string // Version of the data warehouse.
//	Created *time.Time // When the cluster was made, in UTC, `YYYY-MM-DDThh:mm:ssZ`.
//	Updated *time.Time // When the cluster last changed, in UTC, `YYYY-MM-DDThh:mm:ssZ`.
//	Port *int // Port of its database.
//	NodeType *string // Kind of its nodes.
//	NumberOfNode *int // How many nodes it has.
//	UserName *string // Administrator of the database.
//	RecentEvent *int // How many events there were lately.
//	AvailabilityZone *string // Its availability zone.
//	EnterpriseProjectID *string // ID of its enterprise project, `0` for the default one.
//	VpcID *string // ID of its VPC.
//	SubnetID *string // ID of its subnet.
//	SecurityGroupID *string // ID of its security group.
//	Endpoints []ClusterEndpoint // Its private addresses.
//	PublicEndpoints []PublicEndpoint // Its public addresses.
//	PublicIP *PublicIP // Public address of a cluster.
//	Nodes []ClusterNode // Its nodes.
//	Tags []ClusterTag // Its tags.
//	FailedReasons *FailedReasons // Why making a cluster failed.
//	NodeTypeID *string // ID of the kind of its nodes.
//	PrivateIP []string // Its private addresses without the port.
//	ParameterGroup *ParameterGroup // The parameters that a cluster runs with.
//	MaintainWindow *MaintainWindow // When a cluster may be maintained, in UTC.
//	ResizeInfo *ResizeInfo // How a cluster is resized, or was.
type ClusterInfo = api.ClusterInfo

// ClusterEndpoint: a private address of a cluster.
//
//	ConnectInfo *string // Address and port.
//	JdbcURL *string // The same as a URL of JDBC.
type ClusterEndpoint = api.ClusterEndpoint

// PublicEndpoint: a public address of a cluster.
//
//	PublicConnectInfo *string // Address and port.
//	JdbcURL *string // The same as a URL of JDBC.
type PublicEndpoint = api.PublicEndpoint

// ClusterNode: a node of a cluster.
//
//	ID *string // Node ID.
//	Status *string // Status of the node, a number as text.
type ClusterNode = api.ClusterNode

// ClusterTag: a tag of a cluster.
//
//	Key *string // Name of the tag.
//	Value *string // Value of the tag.
type ClusterTag = api.ClusterTag

// FailedReasons: why making a cluster failed.
//
//	ErrorCode *string // Error code.
//	ErrorMsg *string // A sentence for people.
type FailedReasons = api.FailedReasons

// ParameterGroup: the parameters that a cluster runs with.
//
//	ID *string // ID of the group.
//	Name *string // Its name.
//	Status *string // Its status.
type ParameterGroup = api.ParameterGroup

// MaintainWindow: when a cluster may be maintained, in UTC.
//
//	Day *string // Day of the week.
//	StartTime *string // When it begins, `hh:mm`.
//	EndTime *string // When it ends, `hh:mm`.
type MaintainWindow = api.MaintainWindow

// ResizeInfo: how a cluster is resized, or was.
//
//	TargetNodeNum *int // How many nodes it is to have.
//	OriginNodeNum *int // How many it had.
//	ResizeStatus *string // Status of the resizing.
//	StartTime *string // When it began.
type ResizeInfo = api.ResizeInfo
