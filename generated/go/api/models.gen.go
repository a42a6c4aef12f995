// Code generated from openapi.yaml by overlays/go/generate. DO NOT EDIT.

package api

import (
	"encoding/json"
	"time"
)

// ListSnapshotsResponse: the body of the answer with a project's snapshots.
type ListSnapshotsResponse struct {
	// The snapshots.
	Snapshots []SnapshotDetail `json:"snapshots"`

	// How many there are. Older editions don't send it.
	Count *int `json:"count,omitempty"`

	// AdditionalProperties has the other members of an answer, unchanged: those that the contract does not name, and those
	// that could not be read.
	AdditionalProperties map[string]json.RawMessage `json:"-"`
}

func readListSnapshotsResponse(value json.RawMessage) (v ListSnapshotsResponse, err error) {
	o := open(value)
	v.Snapshots = needed(o, "snapshots", listOf(readSnapshotDetail))
	v.Count = optional(o, "count", readInteger[int])
	v.AdditionalProperties, err = o.close()
	return v, err
}

// SnapshotDetail: a snapshot, in a list or by itself. Editions of the service differ in what they tell beyond the mandatory
// members; details tell the most.
//
// Decision: `id`, `name`, `status`, `type` and `cluster_id` are mandatory.
type SnapshotDetail struct {
	// Snapshot ID, a UUID.
	ID string `json:"id"`

	// Snapshot name.
	Name string `json:"name"`

	// Snapshot description; empty if none was given.
	Description *string `json:"description,omitempty"`

	// When the service began to make the snapshot, in UTC, `YYYY-MM-DDThh:mm:ssZ`.
	Started *time.Time `json:"started,omitempty"`

	// When the service was done, in UTC, `YYYY-MM-DDThh:mm:ssZ`.
	Finished *time.Time `json:"finished,omitempty"`

	// Size of the snapshot in GB.
	Size *float64 `json:"size,omitempty"`

	// `CREATING`, `AVAILABLE` or `UNAVAILABLE`; newer editions add `RESTORING`, `FROZEN` and `POLICE_FROZEN`.
	// Expect others.
	Status string `json:"status"`

	// `MANUAL`, or an automated one: `AUTO`, in older editions `AUTOMATED`. Expect others.
	Type string `json:"type"`

	// ID of the cluster that the snapshot was made of, a UUID.
	ClusterID string `json:"cluster_id"`

	// What runs on the cluster.
	Datastore *Datastore `json:"datastore,omitempty"`

	// Name of the cluster that the snapshot was made of.
	ClusterName *string `json:"cluster_name,omitempty"`

	// When the snapshot last changed, in UTC, `YYYY-MM-DDThh:mm:ssZ`.
	Updated *time.Time `json:"updated,omitempty"`

	// When an automated snapshot was due, in milliseconds since 1970, as text.
	BakExpectedStartTime *string `json:"bak_expected_start_time,omitempty"`

	// How many days an automated snapshot is kept.
	BakKeepDay *int `json:"bak_keep_day,omitempty"`

	// Schedule of an automated snapshot, a Quartz cron expression.
	BakPeriod *string `json:"bak_period,omitempty"`

	// Administrator of the database.
	DBUser *string `json:"db_user,omitempty"`

	// How far the snapshot is made; the unit is not documented.
	Progress *string `json:"progress,omitempty"`

	// Key of the backup.
	BackupKey *string `json:"backup_key,omitempty"`

	// Key of the backup before.
	PriorBackupKey *string `json:"prior_backup_key,omitempty"`

	// Key of the full backup that an incremental one builds on.
	BaseBackupKey *string `json:"base_backup_key,omitempty"`

	// Where the backup is kept, `OBS` (also `obs`) or `NBU`.
	BackupDevice *string `json:"backup_device,omitempty"`

	// Size of the backup; the unit is not documented.
	TotalBackupSize *int64 `json:"total_backup_size,omitempty"`

	// Name of the full backup that an incremental one builds on.
	BaseBackupName *string `json:"base_backup_name,omitempty"`

	// Whether it can be restored to its own cluster.
	SupportInplaceRestore *bool `json:"support_inplace_restore,omitempty"`

	// Whether it is a backup of some schemas or tables only.
	FineGrainedBackup *bool `json:"fine_grained_backup,omitempty"`

	// What the backup holds, `cluster`, `schema` or `table`.
	BackupLevel *string `json:"backup_level,omitempty"`

	// What a backup of some schemas or tables only holds.
	FineGrainedBackupDetail *FineGrainedBackupDetail `json:"fine_grained_backup_detail,omitempty"`

	// Version of the agent on the cluster.
	GuestAgentVersion *string `json:"guest_agent_version,omitempty"`

	// Status of the cluster.
	ClusterStatus *string `json:"cluster_status,omitempty"`

	// What is being done with the cluster.
	ClusterTaskStatus *string `json:"cluster_task_status,omitempty"`

	// Whether parts of it can be restored to a cluster of another version.
	SupportFineGrainedCrossVersionRestore *bool `json:"support_fine_grained_cross_version_restore,omitempty"`

	// Whether parts of it can be restored to a cluster of another size.
	SupportFineGrainedAsymmetricRestore *bool `json:"support_fine_grained_asymmetric_restore,omitempty"`

	// AdditionalProperties has the other members of an answer, unchanged: those that the contract does not name, and those
	// that could not be read.
	AdditionalProperties map[string]json.RawMessage `json:"-"`
}

func readSnapshotDetail(value json.RawMessage) (v SnapshotDetail, err error) {
	o := open(value)
	v.ID = needed(o, "id", readString)
	v.Name = always(o, "name", readString)
	v.Description = optional(o, "description", readString)
	v.Started = optional(o, "started", readTime)
	v.Finished = optional(o, "finished", readTime)
	v.Size = optional(o, "size", readNumber)
	v.Status = always(o, "status", readString)
	v.Type = always(o, "type", readString)
	v.ClusterID = always(o, "cluster_id", readString)
	v.Datastore = optional(o, "datastore", readDatastore)
	v.ClusterName = optional(o, "cluster_name", readString)
	v.Updated = optional(o, "updated", readTime)
	v.BakExpectedStartTime = optional(o, "bak_expected_start_time", readString)
	v.BakKeepDay = optional(o, "bak_keep_day", readInteger[int])
	v.BakPeriod = optional(o, "bak_period", readString)
	v.DBUser = optional(o, "db_user", readString)
	v.Progress = optional(o, "progress", readString)
	v.BackupKey = optional(o, "backup_key", readString)
	v.PriorBackupKey = optional(o, "prior_backup_key", readString)
	v.BaseBackupKey = optional(o, "base_backup_key", readString)
	v.BackupDevice = optional(o, "backup_device", readString)
	v.TotalBackupSize = optional(o, "total_backup_size", readInteger[int64])
	v.BaseBackupName = optional(o, "base_backup_name", readString)
	v.SupportInplaceRestore = optional(o, "support_inplace_restore", readBoolean)
	v.FineGrainedBackup = optional(o, "fine_grained_backup", readBoolean)
	v.BackupLevel = optional(o, "backup_level", readString)
	v.FineGrainedBackupDetail = optional(o, "fine_grained_backup_detail", readFineGrainedBackupDetail)
	v.GuestAgentVersion = optional(o, "guest_agent_version", readString)
	v.ClusterStatus = optional(o, "cluster_status", readString)
	v.ClusterTaskStatus = optional(o, "cluster_task_status", readString)
	v.SupportFineGrainedCrossVersionRestore = optional(o, "support_fine_grained_cross_version_restore", readBoolean)
	v.SupportFineGrainedAsymmetricRestore = optional(o, "support_fine_grained_asymmetric_restore", readBoolean)
	v.AdditionalProperties, err = o.close()
	return v, err
}

// Datastore: what runs on the cluster.
type Datastore struct {
	// Kind of data store.
	Type *string `json:"type,omitempty"`

	// Version of the data store.
	Version *string `json:"version,omitempty"`

	// AdditionalProperties has the other members of an answer, unchanged: those that the contract does not name, and those
	// that could not be read.
	AdditionalProperties map[string]json.RawMessage `json:"-"`
}

func readDatastore(value json.RawMessage) (v Datastore, err error) {
	o := open(value)
	v.Type = optional(o, "type", readString)
	v.Version = optional(o, "version", readString)
	v.AdditionalProperties, err = o.close()
	return v, err
}

// FineGrainedBackupDetail: what a backup of some schemas or tables only holds.
type FineGrainedBackupDetail struct {
	// Name of the database.
	Database *string `json:"database,omitempty"`

	// Names of the schemas.
	SchemaList []string `json:"schema_list,omitzero"`

	// Names of the tables.
	TableList []string `json:"table_list,omitzero"`

	// AdditionalProperties has the other members of an answer, unchanged: those that the contract does not name, and those
	// that could not be read.
	AdditionalProperties map[string]json.RawMessage `json:"-"`
}

func readFineGrainedBackupDetail(value json.RawMessage) (v FineGrainedBackupDetail, err error) {
	o := open(value)
	v.Database = optional(o, "database", readString)
	v.SchemaList = always(o, "schema_list", listOf(readString))
	v.TableList = always(o, "table_list", listOf(readString))
	v.AdditionalProperties, err = o.close()
	return v, err
}

// CreateSnapshotRequest: the body of a request to create a snapshot.
type CreateSnapshotRequest struct {
	// The snapshot object.
	Snapshot Snapshot `json:"snapshot"`
}

func (v CreateSnapshotRequest) check() error {
	return firstOf(
		check("snapshot", &v.Snapshot, Snapshot.check),
	)
}

// Snapshot: the snapshot object.
type Snapshot struct {
	// Snapshot name. It consists of 4 to 64 characters, starts with a letter, and contains letters,
	// digits, hyphens (`-`) and underscores (`_`) only. It is case-insensitive and must be unique.
	//
	// Decision: it is unique within a project and compared without case, whoever made the other snapshot and how:
	// created, copied, manual or automated, of any cluster. Where `snapshot-3` exists, `Snapshot-3` is refused with
	// 400.
	Name string `json:"name"`

	// ID of the cluster to create a snapshot of, a UUID of 8-4-4-4-12 hexadecimal digits.
	//
	// Decision: the UUID of no cluster of the project is answered with 404.
	ClusterID string `json:"cluster_id"`

	// Snapshot description. Optional; if no value is specified, the description is empty. It has at most 256
	// characters and contains none of `!` `<` `>` `'` `=` `&` `"`.
	//
	// Decision: `null` is no string: it is refused with 400.
	Description *string `json:"description,omitempty"`
}

func (v Snapshot) check() error {
	return firstOf(
		check("name", &v.Name, snapshotNameRule.check),
		check("cluster_id", &v.ClusterID, uuidRule.check),
		check("description", v.Description, snapshotDescriptionRule.check),
	)
}

// CreateSnapshotResponse: the body of the answer to a request to create a snapshot.
type CreateSnapshotResponse struct {
	// The snapshot object of an answer.
	Snapshot SnapshotResp `json:"snapshot"`

	// AdditionalProperties has the other members of an answer, unchanged: those that the contract does not name, and those
	// that could not be read.
	AdditionalProperties map[string]json.RawMessage `json:"-"`
}

func readCreateSnapshotResponse(value json.RawMessage) (v CreateSnapshotResponse, err error) {
	o := open(value)
	v.Snapshot = needed(o, "snapshot", readSnapshotResp)
	v.AdditionalProperties, err = o.close()
	return v, err
}

// SnapshotResp: the snapshot object of an answer.
type SnapshotResp struct {
	// ID of the new snapshot, a UUID.
	ID string `json:"id"`

	// AdditionalProperties has the other members of an answer, unchanged: those that the contract does not name, and those
	// that could not be read.
	AdditionalProperties map[string]json.RawMessage `json:"-"`
}

func readSnapshotResp(value json.RawMessage) (v SnapshotResp, err error) {
	o := open(value)
	v.ID = needed(o, "id", readString)
	v.AdditionalProperties, err = o.close()
	return v, err
}

// ListSnapshotDetailsResponse: the body of the answer with one snapshot.
type ListSnapshotDetailsResponse struct {
	// A snapshot, in a list or by itself. Editions of the service differ in what they tell beyond the mandatory
	// members; details tell the most.
	//
	// Decision: `id`, `name`, `status`, `type` and `cluster_id` are mandatory.
	Snapshot SnapshotDetail `json:"snapshot"`

	// AdditionalProperties has the other members of an answer, unchanged: those that the contract does not name, and those
	// that could not be read.
	AdditionalProperties map[string]json.RawMessage `json:"-"`
}

func readListSnapshotDetailsResponse(value json.RawMessage) (v ListSnapshotDetailsResponse, err error) {
	o := open(value)
	v.Snapshot = needed(o, "snapshot", readSnapshotDetail)
	v.AdditionalProperties, err = o.close()
	return v, err
}

// RestoreClusterRequest: the body of a request to restore a cluster.
type RestoreClusterRequest struct {
	// The cluster to restore to.
	Restore Restore `json:"restore"`
}

func (v RestoreClusterRequest) check() error {
	return firstOf(
		check("restore", &v.Restore, Restore.check),
	)
}

// Restore: the cluster to restore to.
type Restore struct {
	// Name of the new cluster. It follows the rule of a snapshot's name: 4 to 64 characters, a letter
	// first, letters, digits, hyphens (`-`) and underscores (`_`) only. It must be unique.
	//
	// Decision: a name that another cluster has is refused with 400 or, as the public reference says, with 409.
	Name string `json:"name"`

	// ID of its subnet. Optional.
	SubnetID *string `json:"subnet_id,omitempty"`

	// ID of its security group. Optional.
	SecurityGroupID *string `json:"security_group_id,omitempty"`

	// ID of its VPC. Optional.
	VpcID *string `json:"vpc_id,omitempty"`

	// Its availability zone. Optional.
	AvailabilityZone *string `json:"availability_zone,omitempty"`

	// Port of its database, 8000 to 30000. Optional; 8000 if no value is specified. Editions since 2025 don't give
	// the range.
	Port *int `json:"port,omitempty"`

	// Public address of a cluster. Optional. The newest editions know the last five members.
	//
	// Decision: whether a service takes `null` for another optional member of a restore or a copy is left open. Clients
	// send none.
	PublicIP *PublicIP `json:"public_ip,omitempty"`

	// ID of its enterprise project. Optional; `0`, the default one, if no value is specified.
	EnterpriseProjectID *string `json:"enterprise_project_id,omitempty"`

	// Whether it has IPv6. Optional.
	Ipv6Enable *bool `json:"ipv6_enable,omitempty"`

	// Number of its coordinator nodes, from 3 to the number of its nodes, at most 20. Optional; only the newest
	// editions know it.
	NumberOfCn *int `json:"number_of_cn,omitempty"`
}

func (v Restore) check() error {
	return firstOf(
		check("name", &v.Name, snapshotNameRule.check),
		check("subnet_id", v.SubnetID, anyTextRule.check),
		check("security_group_id", v.SecurityGroupID, anyTextRule.check),
		check("vpc_id", v.VpcID, anyTextRule.check),
		check("availability_zone", v.AvailabilityZone, anyTextRule.check),
		check("port", v.Port, restorePortRule.check),
		check("public_ip", v.PublicIP, PublicIP.check),
		check("enterprise_project_id", v.EnterpriseProjectID, anyTextRule.check),
		check("number_of_cn", v.NumberOfCn, restoreNumberOfCnRule.check),
	)
}

// PublicIP: public address of a cluster. Optional. The newest editions know the last five members.
//
// Decision: whether a service takes `null` for another optional member of a restore or a copy is left open. Clients
// send none.
type PublicIP struct {
	// How it gets the address. Optional; one of `auto_assign`, `not_use` and `bind_existing`. `null`, the default,
	// and `""` are the same as none.
	PublicBindType *string `json:"public_bind_type,omitempty"`

	// ID of an existing address. Optional. `null`, the default, and `""` are the same as none.
	EipID *string `json:"eip_id,omitempty"`

	// Kind of the address. Optional.
	IPType *string `json:"ip_type,omitempty"`

	// The address. Optional.
	EipAddress *string `json:"eip_address,omitempty"`

	// Its bandwidth; the unit is not documented. Optional.
	BandWidth *int `json:"band_width,omitempty"`

	// Status of the address. Optional.
	Status *string `json:"status,omitempty"`

	// What went wrong with the address. Optional.
	ErrorMessage *string `json:"error_message,omitempty"`

	// AdditionalProperties has the other members of an answer, unchanged: those that the contract does not name, and those
	// that could not be read.
	AdditionalProperties map[string]json.RawMessage `json:"-"`
}

func (v PublicIP) check() error {
	return firstOf(
		check("public_bind_type", v.PublicBindType, publicIPPublicBindTypeRule.check),
		check("eip_id", v.EipID, anyTextRule.check),
		check("ip_type", v.IPType, anyTextRule.check),
		check("eip_address", v.EipAddress, anyTextRule.check),
		check("status", v.Status, anyTextRule.check),
		check("error_message", v.ErrorMessage, anyTextRule.check),
	)
}

func readPublicIP(value json.RawMessage) (v PublicIP, err error) {
	o := open(value)
	v.PublicBindType = optional(o, "public_bind_type", readString)
	v.EipID = optional(o, "eip_id", readString)
	v.IPType = optional(o, "ip_type", readString)
	v.EipAddress = optional(o, "eip_address", readString)
	v.BandWidth = optional(o, "band_width", readInteger[int])
	v.Status = optional(o, "status", readString)
	v.ErrorMessage = optional(o, "error_message", readString)
	v.AdditionalProperties, err = o.close()
	return v, err
}

// RestoreClusterResponse: the body of the answer to a request to restore a cluster.
type RestoreClusterResponse struct {
	// The new cluster.
	Cluster Cluster `json:"cluster"`

	// ID of the job that restores it. Only the newest editions send it.
	JobID *string `json:"job_id,omitempty"`

	// AdditionalProperties has the other members of an answer, unchanged: those that the contract does not name, and those
	// that could not be read.
	AdditionalProperties map[string]json.RawMessage `json:"-"`
}

func readRestoreClusterResponse(value json.RawMessage) (v RestoreClusterResponse, err error) {
	o := open(value)
	v.Cluster = needed(o, "cluster", readCluster)
	v.JobID = optional(o, "job_id", readString)
	v.AdditionalProperties, err = o.close()
	return v, err
}

// Cluster: the new cluster.
type Cluster struct {
	// Cluster ID, a UUID.
	ID string `json:"id"`

	// AdditionalProperties has the other members of an answer, unchanged: those that the contract does not name, and those
	// that could not be read.
	AdditionalProperties map[string]json.RawMessage `json:"-"`
}

func readCluster(value json.RawMessage) (v Cluster, err error) {
	o := open(value)
	v.ID = needed(o, "id", readString)
	v.AdditionalProperties, err = o.close()
	return v, err
}

// CopySnapshotRequest: the body of a request to copy a snapshot.
type CopySnapshotRequest struct {
	// Name of the copy.
	//
	// Decision: it keeps the rules of a snapshot's name: 4 to 64 characters, a letter first, letters, digits,
	// hyphens (`-`) and underscores (`_`) only, unique within the project without regard to case.
	BackupName string `json:"backup_name"`

	// Description of the copy. Optional; empty if no value is specified.
	//
	// Decision: it keeps the rules of a snapshot's description: at most 256 characters, none of `!` `<` `>` `'`
	// `=` `&` `"`.
	Description *string `json:"description,omitempty"`
}

func (v CopySnapshotRequest) check() error {
	return firstOf(
		check("backup_name", &v.BackupName, snapshotNameRule.check),
		check("description", v.Description, snapshotDescriptionRule.check),
	)
}

// CopySnapshotResponse: the body of the answer to a request to copy a snapshot.
type CopySnapshotResponse struct {
	// ID of the copy, a UUID.
	SnapshotID string `json:"snapshot_id"`

	// AdditionalProperties has the other members of an answer, unchanged: those that the contract does not name, and those
	// that could not be read.
	AdditionalProperties map[string]json.RawMessage `json:"-"`
}

func readCopySnapshotResponse(value json.RawMessage) (v CopySnapshotResponse, err error) {
	o := open(value)
	v.SnapshotID = needed(o, "snapshot_id", readString)
	v.AdditionalProperties, err = o.close()
	return v, err
}

// ListClusterSnapshotsResponse: the body of the answer with a page of a cluster's snapshots.
type ListClusterSnapshotsResponse struct {
	// Project ID.
	ProjectID *string `json:"project_id,omitempty"`

	// Cluster ID, a UUID.
	ClusterID *string `json:"cluster_id,omitempty"`

	// The snapshots of this page.
	Snapshots []SnapshotDetail `json:"snapshots"`

	// How many there are on all pages. Older editions don't send it.
	Count *int `json:"count,omitempty"`

	// AdditionalProperties has the other members of an answer, unchanged: those that the contract does not name, and those
	// that could not be read.
	AdditionalProperties map[string]json.RawMessage `json:"-"`
}

func readListClusterSnapshotsResponse(value json.RawMessage) (v ListClusterSnapshotsResponse, err error) {
	o := open(value)
	v.ProjectID = optional(o, "project_id", readString)
	v.ClusterID = optional(o, "cluster_id", readString)
	v.Snapshots = needed(o, "snapshots", listOf(readSnapshotDetail))
	v.Count = optional(o, "count", readInteger[int])
	v.AdditionalProperties, err = o.close()
	return v, err
}

// ListClustersResponse: the body of the answer with a project's clusters.
type ListClustersResponse struct {
	// The clusters.
	Clusters []ClusterInfo `json:"clusters"`

	// How many there are. Some services send it as text.
	Count *int `json:"count,omitempty"`

	// AdditionalProperties has the other members of an answer, unchanged: those that the contract does not name, and those
	// that could not be read.
	AdditionalProperties map[string]json.RawMessage `json:"-"`
}

func readListClustersResponse(value json.RawMessage) (v ListClustersResponse, err error) {
	o := open(value)
	v.Clusters = needed(o, "clusters", listOf(readClusterInfo))
	v.Count = optional(o, "count", readInteger[int])
	v.AdditionalProperties, err = o.close()
	return v, err
}

// ClusterInfo: a cluster, in a list or by itself. Details tell the most.
//
// Decision: `id`, `name` and `status` are mandatory.
type ClusterInfo struct {
	// Cluster ID, a UUID.
	ID string `json:"id"`

	// Cluster name.
	Name string `json:"name"`

	// `CREATING`, also while it is being restored, `AVAILABLE`, `UNAVAILABLE` or `CREATION FAILED`. Expect others.
	Status string `json:"status"`

	// How an available cluster is: `NORMAL`, `READONLY`, `REDISTRIBUTING`, `REDISTRIBUTION-FAILURE`, `UNBALANCED`,
	// `DEGRADED`, several joined by ` | `. Expect others.
	SubStatus *string `json:"sub_status,omitempty"`

	// What is being done with it: `RESTORING`, `SNAPSHOTTING`, `GROWING`, `REBOOTING`, `SETTING_CONFIGURATION`.
	// Absent or `null` where it is nothing. Expect others.
	TaskStatus *string `json:"task_status,omitempty"`

	// Progress of each task on the cluster, by the task's name: `GROWING`, `RESTORING`, `SNAPSHOTTING`, `REPAIRING`,
	// `CREATING`. Expect others. Empty or absent if there is no task.
	ActionProgress map[string]string `json:"action_progress,omitzero"`

	// Version of the data warehouse.
	Version *string `json:"version,omitempty"`

	// When the cluster was made, in UTC, `YYYY-MM-DDThh:mm:ssZ`.
	Created *time.Time `json:"created,omitempty"`

	// When the cluster last changed, in UTC, `YYYY-MM-DDThh:mm:ssZ`.
	Updated *time.Time `json:"updated,omitempty"`

	// Port of its database.
	Port *int `json:"port,omitempty"`

	// Kind of its nodes.
	NodeType *string `json:"node_type,omitempty"`

	// How many nodes it has.
	NumberOfNode *int `json:"number_of_node,omitempty"`

	// Administrator of the database.
	UserName *string `json:"user_name,omitempty"`

	// How many events there were lately.
	RecentEvent *int `json:"recent_event,omitempty"`

	// Its availability zone.
	AvailabilityZone *string `json:"availability_zone,omitempty"`

	// ID of its enterprise project, `0` for the default one.
	EnterpriseProjectID *string `json:"enterprise_project_id,omitempty"`

	// ID of its VPC.
	VpcID *string `json:"vpc_id,omitempty"`

	// ID of its subnet.
	SubnetID *string `json:"subnet_id,omitempty"`

	// ID of its security group.
	SecurityGroupID *string `json:"security_group_id,omitempty"`

	// Its private addresses.
	Endpoints []ClusterEndpoint `json:"endpoints,omitzero"`

	// Its public addresses.
	PublicEndpoints []PublicEndpoint `json:"public_endpoints,omitzero"`

	// Public address of a cluster. Optional. The newest editions know the last five members.
	//
	// Decision: whether a service takes `null` for another optional member of a restore or a copy is left open. Clients
	// send none.
	PublicIP *PublicIP `json:"public_ip,omitempty"`

	// Its nodes.
	Nodes []ClusterNode `json:"nodes,omitzero"`

	// Its tags.
	Tags []ClusterTag `json:"tags,omitzero"`

	// Why making a cluster failed.
	FailedReasons *FailedReasons `json:"failed_reasons,omitempty"`

	// ID of the kind of its nodes.
	NodeTypeID *string `json:"node_type_id,omitempty"`

	// Its private addresses without the port.
	PrivateIP []string `json:"private_ip,omitzero"`

	// The parameters that a cluster runs with.
	ParameterGroup *ParameterGroup `json:"parameter_group,omitempty"`

	// When a cluster may be maintained, in UTC.
	MaintainWindow *MaintainWindow `json:"maintain_window,omitempty"`

	// How a cluster is resized, or was.
	ResizeInfo *ResizeInfo `json:"resize_info,omitempty"`

	// AdditionalProperties has the other members of an answer, unchanged: those that the contract does not name, and those
	// that could not be read.
	AdditionalProperties map[string]json.RawMessage `json:"-"`
}

func readClusterInfo(value json.RawMessage) (v ClusterInfo, err error) {
	o := open(value)
	v.ID = needed(o, "id", readString)
	v.Name = always(o, "name", readString)
	v.Status = always(o, "status", readString)
	v.SubStatus = optional(o, "sub_status", readString)
	v.TaskStatus = optional(o, "task_status", readString)
	v.ActionProgress = always(o, "action_progress", mapOf(readString))
	v.Version = optional(o, "version", readString)
	v.Created = optional(o, "created", readTime)
	v.Updated = optional(o, "updated", readTime)
	v.Port = optional(o, "port", readInteger[int])
	v.NodeType = optional(o, "node_type", readString)
	v.NumberOfNode = optional(o, "number_of_node", readInteger[int])
	v.UserName = optional(o, "user_name", readString)
	v.RecentEvent = optional(o, "recent_event", readInteger[int])
	v.AvailabilityZone = optional(o, "availability_zone", readString)
	v.EnterpriseProjectID = optional(o, "enterprise_project_id", readString)
	v.VpcID = optional(o, "vpc_id", readString)
	v.SubnetID = optional(o, "subnet_id", readString)
	v.SecurityGroupID = optional(o, "security_group_id", readString)
	v.Endpoints = always(o, "endpoints", listOf(readClusterEndpoint))
	v.PublicEndpoints = always(o, "public_endpoints", listOf(readPublicEndpoint))
	v.PublicIP = optional(o, "public_ip", readPublicIP)
	v.Nodes = always(o, "nodes", listOf(readClusterNode))
	v.Tags = always(o, "tags", listOf(readClusterTag))
	v.FailedReasons = optional(o, "failed_reasons", readFailedReasons)
	v.NodeTypeID = optional(o, "node_type_id", readString)
	v.PrivateIP = always(o, "private_ip", listOf(readString))
	v.ParameterGroup = optional(o, "parameter_group", readParameterGroup)
	v.MaintainWindow = optional(o, "maintain_window", readMaintainWindow)
	v.ResizeInfo = optional(o, "resize_info", readResizeInfo)
	v.AdditionalProperties, err = o.close()
	return v, err
}

// ClusterEndpoint: a private address of a cluster.
type ClusterEndpoint struct {
	// Address and port.
	ConnectInfo *string `json:"connect_info,omitempty"`

	// The same as a URL of JDBC.
	JdbcURL *string `json:"jdbc_url,omitempty"`

	// AdditionalProperties has the other members of an answer, unchanged: those that the contract does not name, and those
	// that could not be read.
	AdditionalProperties map[string]json.RawMessage `json:"-"`
}

func readClusterEndpoint(value json.RawMessage) (v ClusterEndpoint, err error) {
	o := open(value)
	v.ConnectInfo = optional(o, "connect_info", readString)
	v.JdbcURL = optional(o, "jdbc_url", readString)
	v.AdditionalProperties, err = o.close()
	return v, err
}

// PublicEndpoint: a public address of a cluster.
type PublicEndpoint struct {
	// Address and port.
	PublicConnectInfo *string `json:"public_connect_info,omitempty"`

	// The same as a URL of JDBC.
	JdbcURL *string `json:"jdbc_url,omitempty"`

	// AdditionalProperties has the other members of an answer, unchanged: those that the contract does not name, and those
	// that could not be read.
	AdditionalProperties map[string]json.RawMessage `json:"-"`
}

func readPublicEndpoint(value json.RawMessage) (v PublicEndpoint, err error) {
	o := open(value)
	v.PublicConnectInfo = optional(o, "public_connect_info", readString)
	v.JdbcURL = optional(o, "jdbc_url", readString)
	v.AdditionalProperties, err = o.close()
	return v, err
}

// ClusterNode: a node of a cluster.
type ClusterNode struct {
	// Node ID.
	ID *string `json:"id,omitempty"`

	// Status of the node, a number as text.
	Status *string `json:"status,omitempty"`

	// AdditionalProperties has the other members of an answer, unchanged: those that the contract does not name, and those
	// that could not be read.
	AdditionalProperties map[string]json.RawMessage `json:"-"`
}

func readClusterNode(value json.RawMessage) (v ClusterNode, err error) {
	o := open(value)
	v.ID = optional(o, "id", readString)
	v.Status = optional(o, "status", readString)
	v.AdditionalProperties, err = o.close()
	return v, err
}

// ClusterTag: a tag of a cluster.
type ClusterTag struct {
	// Name of the tag.
	Key *string `json:"key,omitempty"`

	// Value of the tag.
	Value *string `json:"value,omitempty"`

	// AdditionalProperties has the other members of an answer, unchanged: those that the contract does not name, and those
	// that could not be read.
	AdditionalProperties map[string]json.RawMessage `json:"-"`
}

func readClusterTag(value json.RawMessage) (v ClusterTag, err error) {
	o := open(value)
	v.Key = optional(o, "key", readString)
	v.Value = optional(o, "value", readString)
	v.AdditionalProperties, err = o.close()
	return v, err
}

// FailedReasons: why making a cluster failed.
type FailedReasons struct {
	// Error code.
	ErrorCode *string `json:"error_code,omitempty"`

	// A sentence for people.
	ErrorMsg *string `json:"error_msg,omitempty"`

	// AdditionalProperties has the other members of an answer, unchanged: those that the contract does not name, and those
	// that could not be read.
	AdditionalProperties map[string]json.RawMessage `json:"-"`
}

func readFailedReasons(value json.RawMessage) (v FailedReasons, err error) {
	o := open(value)
	v.ErrorCode = optional(o, "error_code", readString)
	v.ErrorMsg = optional(o, "error_msg", readString)
	v.AdditionalProperties, err = o.close()
	return v, err
}

// ParameterGroup: the parameters that a cluster runs with.
type ParameterGroup struct {
	// ID of the group.
	ID *string `json:"id,omitempty"`

	// Its name.
	Name *string `json:"name,omitempty"`

	// Its status.
	Status *string `json:"status,omitempty"`

	// AdditionalProperties has the other members of an answer, unchanged: those that the contract does not name, and those
	// that could not be read.
	AdditionalProperties map[string]json.RawMessage `json:"-"`
}

func readParameterGroup(value json.RawMessage) (v ParameterGroup, err error) {
	o := open(value)
	v.ID = optional(o, "id", readString)
	v.Name = optional(o, "name", readString)
	v.Status = optional(o, "status", readString)
	v.AdditionalProperties, err = o.close()
	return v, err
}

// MaintainWindow: when a cluster may be maintained, in UTC.
type MaintainWindow struct {
	// Day of the week.
	Day *string `json:"day,omitempty"`

	// When it begins, `hh:mm`.
	StartTime *string `json:"start_time,omitempty"`

	// When it ends, `hh:mm`.
	EndTime *string `json:"end_time,omitempty"`

	// AdditionalProperties has the other members of an answer, unchanged: those that the contract does not name, and those
	// that could not be read.
	AdditionalProperties map[string]json.RawMessage `json:"-"`
}

func readMaintainWindow(value json.RawMessage) (v MaintainWindow, err error) {
	o := open(value)
	v.Day = optional(o, "day", readString)
	v.StartTime = optional(o, "start_time", readString)
	v.EndTime = optional(o, "end_time", readString)
	v.AdditionalProperties, err = o.close()
	return v, err
}

// ResizeInfo: how a cluster is resized, or was.
type ResizeInfo struct {
	// How many nodes it is to have.
	TargetNodeNum *int `json:"target_node_num,omitempty"`

	// How many it had.
	OriginNodeNum *int `json:"origin_node_num,omitempty"`

	// Status of the resizing.
	ResizeStatus *string `json:"resize_status,omitempty"`

	// When it began.
	StartTime *string `json:"start_time,omitempty"`

	// AdditionalProperties has the other members of an answer, unchanged: those that the contract does not name, and those
	// that could not be read.
	AdditionalProperties map[string]json.RawMessage `json:"-"`
}

func readResizeInfo(value json.RawMessage) (v ResizeInfo, err error) {
	o := open(value)
	v.TargetNodeNum = optional(o, "target_node_num", readInteger[int])
	v.OriginNodeNum = optional(o, "origin_node_num", readInteger[int])
	v.ResizeStatus = optional(o, "resize_status", readString)
	v.StartTime = optional(o, "start_time", readString)
	v.AdditionalProperties, err = o.close()
	return v, err
}

// ListClusterDetailsResponse: the body of the answer with one cluster.
type ListClusterDetailsResponse struct {
	// A cluster, in a list or by itself. Details tell the most.
	//
	// Decision: `id`, `name` and `status` are mandatory.
	Cluster ClusterInfo `json:"cluster"`

	// AdditionalProperties has the other members of an answer, unchanged: those that the contract does not name, and those
	// that could not be read.
	AdditionalProperties map[string]json.RawMessage `json:"-"`
}

func readListClusterDetailsResponse(value json.RawMessage) (v ListClusterDetailsResponse, err error) {
	o := open(value)
	v.Cluster = needed(o, "cluster", readClusterInfo)
	v.AdditionalProperties, err = o.close()
	return v, err
}
