// Code generated from openapi.yaml by overlays/go/generate. DO NOT EDIT.

package api

import (
	"context"
	"iter"
	"math"
	"net/http"
	"net/url"
	"regexp"
	"strconv"
)

// Calls has a method for each operation of the contract. NewCalls makes one.
//
// Callers give and get what a body is there for: of {"snapshot": …} the snapshot.
//
// A method returns a *ConstraintError before anything is sent, an *APIError for any answer but success,
// an *UnexpectedResponseError for a success with another body, or what send returns.
type Calls struct {
	server, projectID string
	send              Send
}

// NewCalls returns the calls of a server, an address without a slash at its end, each made by send.
func NewCalls(server, projectID string, send Send) (*Calls, error) {
	if err := CheckProjectID(projectID); err != nil {
		return nil, err
	}
	return &Calls{server, projectID, send}, nil
}

// ListClusterSnapshots lists the snapshots of one cluster, manual and automated: one page of them, sorted.
//
// Decision: a page is of one moment: `offset` pages of `limit` snapshots come before it in the order that was
// asked for, and `count` is the number on all pages. A page after the last is empty.
func (c *Calls) ListClusterSnapshots(ctx context.Context, clusterID string, params ListClusterSnapshotsParams) (ListClusterSnapshotsResponse, error) {
	build := func() (*http.Request, error) {
		return NewListClusterSnapshotsRequest(ctx, c.server, c.projectID, clusterID, params)
	}
	return call(c.send, build, ListClusterSnapshotsSuccess, ReadListClusterSnapshotsResponse)
}

// ClusterSnapshotPages returns an iterator over the pages that ListClusterSnapshots reads, from the one that start names. It
// ends after the last page, or after the first error. A page holds 100 items unless start says otherwise.
//
// What others create between two pages moves items to a later page: those that were seen are left out. What they delete
// moves some to an earlier page: where the count shrinks, the page before is read again, once for each page.
func (c *Calls) ClusterSnapshotPages(ctx context.Context, clusterID string, start ListClusterSnapshotsParams) iter.Seq2[ListClusterSnapshotsResponse, error] {
	read := func(limit, offset int) (ListClusterSnapshotsResponse, error) {
		page := start
		page.Limit, page.Offset = &limit, &offset
		return c.ListClusterSnapshots(ctx, clusterID, page)
	}
	inside := func(page *ListClusterSnapshotsResponse) (*[]SnapshotDetail, int) { return &page.Snapshots, page.Count }
	id := func(item SnapshotDetail) string { return item.ID }
	return pages(start.Limit, start.Offset, read, inside, id)
}

// ListSnapshots lists all snapshots of the project, manual and automated, of all its clusters.
//
// Decision: a list is of one moment: it holds every snapshot of that moment once, and `count` is their number. The
// newest comes first.
func (c *Calls) ListSnapshots(ctx context.Context) ([]SnapshotDetail, error) {
	build := func() (*http.Request, error) { return NewListSnapshotsRequest(ctx, c.server, c.projectID) }
	answer, err := call(c.send, build, ListSnapshotsSuccess, ReadListSnapshotsResponse)
	return answer.Snapshots, err
}

// CreateSnapshot creates a snapshot of a cluster. The answer names the snapshot; the service goes on making it.
//
// Sending the request twice does not make two snapshots of one name: names are unique within a project, so the
// second is refused with 400.
//
// One snapshot of a cluster is made at a time: while one is `CREATING`, another is refused with 403, `DWS.7023`.
func (c *Calls) CreateSnapshot(ctx context.Context, snapshot Snapshot) (SnapshotResp, error) {
	build := func() (*http.Request, error) {
		return NewCreateSnapshotRequest(ctx, c.server, c.projectID, CreateSnapshotRequest{Snapshot: snapshot})
	}
	answer, err := call(c.send, build, CreateSnapshotSuccess, ReadCreateSnapshotResponse)
	return answer.Snapshot, err
}

// ListSnapshotDetails reads one snapshot. Public clients wait for a snapshot by reading it until its status is `AVAILABLE`.
func (c *Calls) ListSnapshotDetails(ctx context.Context, snapshotID string) (SnapshotDetail, error) {
	build := func() (*http.Request, error) {
		return NewListSnapshotDetailsRequest(ctx, c.server, c.projectID, snapshotID)
	}
	answer, err := call(c.send, build, ListSnapshotDetailsSuccess, ReadListSnapshotDetailsResponse)
	return answer.Snapshot, err
}

// DeleteSnapshot deletes a manual snapshot. Automated snapshots are deleted by the service itself, when their time is over: asked
// for, that is refused with 403.
//
// Decision: from the answer on, the snapshot is in no list and its name is free.
func (c *Calls) DeleteSnapshot(ctx context.Context, snapshotID string) error {
	build := func() (*http.Request, error) { return NewDeleteSnapshotRequest(ctx, c.server, c.projectID, snapshotID) }
	_, err := call(c.send, build, DeleteSnapshotSuccess, readNothing)
	return err
}

// RestoreCluster restores a snapshot to a new cluster. The answer names the cluster; the service goes on making it.
func (c *Calls) RestoreCluster(ctx context.Context, snapshotID string, restore Restore) (Cluster, error) {
	build := func() (*http.Request, error) {
		return NewRestoreClusterRequest(ctx, c.server, c.projectID, snapshotID, RestoreClusterRequest{Restore: restore})
	}
	answer, err := call(c.send, build, RestoreClusterSuccess, ReadRestoreClusterResponse)
	return answer.Cluster, err
}

// CopySnapshot copies an automated snapshot to a manual one, which stays when the automated one is deleted. Asked for a manual
// snapshot, that is refused with 403.
func (c *Calls) CopySnapshot(ctx context.Context, snapshotID string, body CopySnapshotRequest) (string, error) {
	build := func() (*http.Request, error) {
		return NewCopySnapshotRequest(ctx, c.server, c.projectID, snapshotID, body)
	}
	answer, err := call(c.send, build, CopySnapshotSuccess, ReadCopySnapshotResponse)
	return answer.SnapshotID, err
}

// The statuses of the contract's errors, for errors.Is. Any other is an *APIError that is none of them.
const (
	// ErrBadRequest is 400. Request error. The request does not keep a rule of this document.
	//
	// Decision: this is also the answer to a wrong media type, to a body that is not JSON or not UTF-8, and to a name
	// that is taken.
	ErrBadRequest = status(400)
	// ErrUnauthorized is 401. Authorization failed. The credentials are missing, wrong or expired.
	ErrUnauthorized = status(401)
	// ErrForbidden is 403. No operation permission. The project is not the caller's or is malformed, or the status or the type of the
	// cluster or the snapshot does not allow the operation.
	ErrForbidden = status(403)
	// ErrNotFound is 404. No resources found. The project has no such cluster or snapshot.
	ErrNotFound = status(404)
	// ErrInternalServerError is 500. Internal service error. Whether the request had an effect is not known.
	ErrInternalServerError = status(500)
	// ErrServiceUnavailable is 503. The service is unavailable. Whether the request had an effect is not known. A gateway in front of the service may
	// answer with this status and a body of its own, for example HTML.
	ErrServiceUnavailable = status(503)
)

// ListClusterSnapshotsSuccess is the status of a success of listClusterSnapshots.
const ListClusterSnapshotsSuccess = 200

// NewListClusterSnapshotsRequest builds a request of listClusterSnapshots.
//
// The server is an address without a slash at its end. A value that does not keep a rule of the contract gives a
// *ConstraintError.
func NewListClusterSnapshotsRequest(ctx context.Context, server string, projectID string, clusterID string, params ListClusterSnapshotsParams) (*http.Request, error) {
	if err := CheckProjectID(projectID); err != nil {
		return nil, err
	}
	if err := CheckClusterID(clusterID); err != nil {
		return nil, err
	}
	query := url.Values{}
	if params.Limit != nil {
		if err := under("limit", parameterLimitRule.check(float64(*params.Limit))); err != nil {
			return nil, err
		}
		query.Set("limit", strconv.Itoa(*params.Limit))
	}
	if params.Offset != nil {
		if err := under("offset", parameterOffsetRule.check(float64(*params.Offset))); err != nil {
			return nil, err
		}
		query.Set("offset", strconv.Itoa(*params.Offset))
	}
	if params.SortKey != nil {
		if err := under("sort_key", parameterSortKeyRule.check(string(*params.SortKey))); err != nil {
			return nil, err
		}
		query.Set("sort_key", string(*params.SortKey))
	}
	if params.SortDir != nil {
		if err := under("sort_dir", parameterSortDirRule.check(string(*params.SortDir))); err != nil {
			return nil, err
		}
		query.Set("sort_dir", string(*params.SortDir))
	}
	target := server + "/v1.0/" + url.PathEscape(projectID) + "/clusters/" + url.PathEscape(clusterID) + "/snapshots"
	if len(query) > 0 {
		target += "?" + query.Encode()
	}
	return NewRequest(ctx, "GET", target, nil)
}

// CheckProjectID returns a *ConstraintError if a project_id does not keep the contract.
func CheckProjectID(value string) error {
	return under("project_id", parameterProjectIDRule.check(value))
}

// CheckClusterID returns a *ConstraintError if a cluster_id does not keep the contract.
func CheckClusterID(value string) error {
	return under("cluster_id", parameterClusterIDRule.check(value))
}

// ReadListClusterSnapshotsResponse reads the body of a success of listClusterSnapshots.
//
// A value that does not keep a rule of the contract gives a *ConstraintError; what is no JSON gives another error.
func ReadListClusterSnapshotsResponse(body []byte) (ListClusterSnapshotsResponse, error) {
	value, err := parse(body)
	if err != nil {
		return ListClusterSnapshotsResponse{}, err
	}
	result, err := readListClusterSnapshotsResponse(value)
	if err == nil {
		err = result.check()
	}
	return result, whole(err)
}

func (v *ListClusterSnapshotsResponse) check() error {
	if err := under("cluster_id", listClusterSnapshotsResponseClusterIDRule.check(v.ClusterID)); err != nil {
		return err
	}
	if err := under("count", listClusterSnapshotsResponseCountRule.check(float64(v.Count))); err != nil {
		return err
	}
	if err := under("project_id", anyTextRule.check(v.ProjectID)); err != nil {
		return err
	}
	if err := under("snapshots", checkItems(v.Snapshots, (*SnapshotDetail).check)); err != nil {
		return err
	}
	return nil
}

func (v *SnapshotDetail) check() error {
	if v.BackupDevice != nil {
		if err := under("backup_device", anyTextRule.check(*v.BackupDevice)); err != nil {
			return err
		}
	}
	if v.BackupKey != nil {
		if err := under("backup_key", anyTextRule.check(*v.BackupKey)); err != nil {
			return err
		}
	}
	if v.BackupLevel != nil {
		if err := under("backup_level", anyTextRule.check(*v.BackupLevel)); err != nil {
			return err
		}
	}
	if v.BakExpectedStartTime != nil {
		if err := under("bak_expected_start_time", anyTextRule.check(*v.BakExpectedStartTime)); err != nil {
			return err
		}
	}
	if v.BakPeriod != nil {
		if err := under("bak_period", anyTextRule.check(*v.BakPeriod)); err != nil {
			return err
		}
	}
	if v.BaseBackupKey != nil {
		if err := under("base_backup_key", anyTextRule.check(*v.BaseBackupKey)); err != nil {
			return err
		}
	}
	if v.BaseBackupName != nil {
		if err := under("base_backup_name", anyTextRule.check(*v.BaseBackupName)); err != nil {
			return err
		}
	}
	if err := under("cluster_id", snapshotDetailClusterIDRule.check(v.ClusterID)); err != nil {
		return err
	}
	if v.ClusterName != nil {
		if err := under("cluster_name", anyTextRule.check(*v.ClusterName)); err != nil {
			return err
		}
	}
	if v.ClusterStatus != nil {
		if err := under("cluster_status", anyTextRule.check(*v.ClusterStatus)); err != nil {
			return err
		}
	}
	if v.Datastore != nil {
		if err := under("datastore", v.Datastore.check()); err != nil {
			return err
		}
	}
	if v.DBUser != nil {
		if err := under("db_user", anyTextRule.check(*v.DBUser)); err != nil {
			return err
		}
	}
	if v.Description != nil {
		if err := under("description", anyTextRule.check(*v.Description)); err != nil {
			return err
		}
	}
	if v.FineGrainedBackupDetail != nil {
		if err := under("fine_grained_backup_detail", v.FineGrainedBackupDetail.check()); err != nil {
			return err
		}
	}
	if v.GuestAgentVersion != nil {
		if err := under("guest_agent_version", anyTextRule.check(*v.GuestAgentVersion)); err != nil {
			return err
		}
	}
	if err := under("id", snapshotDetailIDRule.check(v.ID)); err != nil {
		return err
	}
	if err := under("name", anyTextRule.check(v.Name)); err != nil {
		return err
	}
	if v.PriorBackupKey != nil {
		if err := under("prior_backup_key", anyTextRule.check(*v.PriorBackupKey)); err != nil {
			return err
		}
	}
	if v.Progress != nil {
		if err := under("progress", anyTextRule.check(*v.Progress)); err != nil {
			return err
		}
	}
	if v.Size != nil {
		if err := under("size", snapshotDetailSizeRule.check(float64(*v.Size))); err != nil {
			return err
		}
	}
	if err := under("status", anyTextRule.check(v.Status)); err != nil {
		return err
	}
	if err := under("type", anyTextRule.check(v.Type)); err != nil {
		return err
	}
	return nil
}

func (v *SnapshotDetail_Datastore) check() error {
	if v.Type != nil {
		if err := under("type", anyTextRule.check(*v.Type)); err != nil {
			return err
		}
	}
	if v.Version != nil {
		if err := under("version", anyTextRule.check(*v.Version)); err != nil {
			return err
		}
	}
	return nil
}

func (v *SnapshotDetail_FineGrainedBackupDetail) check() error {
	if v.Database != nil {
		if err := under("database", anyTextRule.check(*v.Database)); err != nil {
			return err
		}
	}
	if v.SchemaList != nil {
		if err := under("schema_list", checkItems(*v.SchemaList, func(item *string) error { return anyTextRule.check(*item) })); err != nil {
			return err
		}
	}
	if v.TableList != nil {
		if err := under("table_list", checkItems(*v.TableList, func(item *string) error { return anyTextRule.check(*item) })); err != nil {
			return err
		}
	}
	return nil
}

func readListClusterSnapshotsResponse(value any) (ListClusterSnapshotsResponse, error) {
	o := open(value)
	result := ListClusterSnapshotsResponse{
		ClusterID: required(o, "cluster_id", readString),
		Count:     required(o, "count", readInteger),
		ProjectID: required(o, "project_id", readString),
		Snapshots: required(o, "snapshots", listOf(readSnapshotDetail)),
	}
	return result, o.err
}

func readSnapshotDetail(value any) (SnapshotDetail, error) {
	o := open(value)
	result := SnapshotDetail{
		BackupDevice:            optional(o, "backup_device", readString),
		BackupKey:               optional(o, "backup_key", readString),
		BackupLevel:             optional(o, "backup_level", readString),
		BakExpectedStartTime:    optional(o, "bak_expected_start_time", readString),
		BakKeepDay:              optional(o, "bak_keep_day", readInteger),
		BakPeriod:               optional(o, "bak_period", readString),
		BaseBackupKey:           optional(o, "base_backup_key", readString),
		BaseBackupName:          optional(o, "base_backup_name", readString),
		ClusterID:               required(o, "cluster_id", readString),
		ClusterName:             optional(o, "cluster_name", readString),
		ClusterStatus:           optional(o, "cluster_status", readString),
		Datastore:               optional(o, "datastore", readSnapshotDetail_Datastore),
		DBUser:                  optional(o, "db_user", readString),
		Description:             optional(o, "description", readString),
		FineGrainedBackup:       optional(o, "fine_grained_backup", readBoolean),
		FineGrainedBackupDetail: optional(o, "fine_grained_backup_detail", readSnapshotDetail_FineGrainedBackupDetail),
		Finished:                optionalTime(o, "finished", readTime),
		GuestAgentVersion:       optional(o, "guest_agent_version", readString),
		ID:                      required(o, "id", readString),
		Name:                    required(o, "name", readString),
		PriorBackupKey:          optional(o, "prior_backup_key", readString),
		Progress:                optional(o, "progress", readString),
		Size:                    optional(o, "size", readNumber),
		Started:                 required(o, "started", readTime),
		Status:                  required(o, "status", readString),
		SupportInplaceRestore:   optional(o, "support_inplace_restore", readBoolean),
		TotalBackupSize:         optional(o, "total_backup_size", readInteger),
		Type:                    required(o, "type", readString),
		Updated:                 optionalTime(o, "updated", readTime),
	}
	return result, o.err
}

func readSnapshotDetail_Datastore(value any) (SnapshotDetail_Datastore, error) {
	o := open(value)
	result := SnapshotDetail_Datastore{
		Type:    optional(o, "type", readString),
		Version: optional(o, "version", readString),
	}
	return result, o.err
}

func readSnapshotDetail_FineGrainedBackupDetail(value any) (SnapshotDetail_FineGrainedBackupDetail, error) {
	o := open(value)
	result := SnapshotDetail_FineGrainedBackupDetail{
		Database:   optional(o, "database", readString),
		SchemaList: optional(o, "schema_list", listOf(readString)),
		TableList:  optional(o, "table_list", listOf(readString)),
	}
	return result, o.err
}

// ListSnapshotsSuccess is the status of a success of listSnapshots.
const ListSnapshotsSuccess = 200

// NewListSnapshotsRequest builds a request of listSnapshots.
//
// The server is an address without a slash at its end. A value that does not keep a rule of the contract gives a
// *ConstraintError.
func NewListSnapshotsRequest(ctx context.Context, server string, projectID string) (*http.Request, error) {
	if err := CheckProjectID(projectID); err != nil {
		return nil, err
	}
	return NewRequest(ctx, "GET", server+"/v1.0/"+url.PathEscape(projectID)+"/snapshots", nil)
}

// ReadListSnapshotsResponse reads the body of a success of listSnapshots.
//
// A value that does not keep a rule of the contract gives a *ConstraintError; what is no JSON gives another error.
func ReadListSnapshotsResponse(body []byte) (ListSnapshotsResponse, error) {
	value, err := parse(body)
	if err != nil {
		return ListSnapshotsResponse{}, err
	}
	result, err := readListSnapshotsResponse(value)
	if err == nil {
		err = result.check()
	}
	return result, whole(err)
}

func (v *ListSnapshotsResponse) check() error {
	if err := under("count", listSnapshotsResponseCountRule.check(float64(v.Count))); err != nil {
		return err
	}
	if err := under("snapshots", checkItems(v.Snapshots, (*SnapshotDetail).check)); err != nil {
		return err
	}
	return nil
}

func readListSnapshotsResponse(value any) (ListSnapshotsResponse, error) {
	o := open(value)
	result := ListSnapshotsResponse{
		Count:     required(o, "count", readInteger),
		Snapshots: required(o, "snapshots", listOf(readSnapshotDetail)),
	}
	return result, o.err
}

// CreateSnapshotSuccess is the status of a success of createSnapshot.
const CreateSnapshotSuccess = 200

// NewCreateSnapshotRequest builds a request of createSnapshot.
//
// The server is an address without a slash at its end. A value that does not keep a rule of the contract gives a
// *ConstraintError.
func NewCreateSnapshotRequest(ctx context.Context, server string, projectID string, body CreateSnapshotRequest) (*http.Request, error) {
	if err := CheckProjectID(projectID); err != nil {
		return nil, err
	}
	if err := body.check(); err != nil {
		return nil, err
	}
	return NewRequest(ctx, "POST", server+"/v1.0/"+url.PathEscape(projectID)+"/snapshots", body)
}

func (v *CreateSnapshotRequest) check() error {
	if err := under("snapshot", v.Snapshot.check()); err != nil {
		return err
	}
	return nil
}

func (v *Snapshot) check() error {
	if err := under("cluster_id", snapshotClusterIDRule.check(v.ClusterID)); err != nil {
		return err
	}
	if v.Description != nil {
		if err := under("description", snapshotDescriptionRule.check(*v.Description)); err != nil {
			return err
		}
	}
	if err := under("name", snapshotNameRule.check(v.Name)); err != nil {
		return err
	}
	return nil
}

// ReadCreateSnapshotResponse reads the body of a success of createSnapshot.
//
// A value that does not keep a rule of the contract gives a *ConstraintError; what is no JSON gives another error.
func ReadCreateSnapshotResponse(body []byte) (CreateSnapshotResponse, error) {
	value, err := parse(body)
	if err != nil {
		return CreateSnapshotResponse{}, err
	}
	result, err := readCreateSnapshotResponse(value)
	if err == nil {
		err = result.check()
	}
	return result, whole(err)
}

func (v *CreateSnapshotResponse) check() error {
	if err := under("snapshot", v.Snapshot.check()); err != nil {
		return err
	}
	return nil
}

func (v *SnapshotResp) check() error {
	if err := under("id", snapshotRespIDRule.check(v.ID)); err != nil {
		return err
	}
	return nil
}

func readCreateSnapshotResponse(value any) (CreateSnapshotResponse, error) {
	o := open(value)
	result := CreateSnapshotResponse{
		Snapshot: required(o, "snapshot", readSnapshotResp),
	}
	return result, o.err
}

func readSnapshotResp(value any) (SnapshotResp, error) {
	o := open(value)
	result := SnapshotResp{
		ID: required(o, "id", readString),
	}
	return result, o.err
}

// ListSnapshotDetailsSuccess is the status of a success of listSnapshotDetails.
const ListSnapshotDetailsSuccess = 200

// NewListSnapshotDetailsRequest builds a request of listSnapshotDetails.
//
// The server is an address without a slash at its end. A value that does not keep a rule of the contract gives a
// *ConstraintError.
func NewListSnapshotDetailsRequest(ctx context.Context, server string, projectID string, snapshotID string) (*http.Request, error) {
	if err := CheckProjectID(projectID); err != nil {
		return nil, err
	}
	if err := CheckSnapshotID(snapshotID); err != nil {
		return nil, err
	}
	return NewRequest(ctx, "GET", server+"/v1.0/"+url.PathEscape(projectID)+"/snapshots/"+url.PathEscape(snapshotID), nil)
}

// CheckSnapshotID returns a *ConstraintError if a snapshot_id does not keep the contract.
func CheckSnapshotID(value string) error {
	return under("snapshot_id", parameterSnapshotIDRule.check(value))
}

// ReadListSnapshotDetailsResponse reads the body of a success of listSnapshotDetails.
//
// A value that does not keep a rule of the contract gives a *ConstraintError; what is no JSON gives another error.
func ReadListSnapshotDetailsResponse(body []byte) (ListSnapshotDetailsResponse, error) {
	value, err := parse(body)
	if err != nil {
		return ListSnapshotDetailsResponse{}, err
	}
	result, err := readListSnapshotDetailsResponse(value)
	if err == nil {
		err = result.check()
	}
	return result, whole(err)
}

func (v *ListSnapshotDetailsResponse) check() error {
	if err := under("snapshot", v.Snapshot.check()); err != nil {
		return err
	}
	return nil
}

func readListSnapshotDetailsResponse(value any) (ListSnapshotDetailsResponse, error) {
	o := open(value)
	result := ListSnapshotDetailsResponse{
		Snapshot: required(o, "snapshot", readSnapshotDetail),
	}
	return result, o.err
}

// DeleteSnapshotSuccess is the status of a success of deleteSnapshot.
const DeleteSnapshotSuccess = 202

// NewDeleteSnapshotRequest builds a request of deleteSnapshot.
//
// The server is an address without a slash at its end. A value that does not keep a rule of the contract gives a
// *ConstraintError.
func NewDeleteSnapshotRequest(ctx context.Context, server string, projectID string, snapshotID string) (*http.Request, error) {
	if err := CheckProjectID(projectID); err != nil {
		return nil, err
	}
	if err := CheckSnapshotID(snapshotID); err != nil {
		return nil, err
	}
	return NewRequest(ctx, "DELETE", server+"/v1.0/"+url.PathEscape(projectID)+"/snapshots/"+url.PathEscape(snapshotID), nil)
}

// RestoreClusterSuccess is the status of a success of restoreCluster.
const RestoreClusterSuccess = 200

// NewRestoreClusterRequest builds a request of restoreCluster.
//
// The server is an address without a slash at its end. A value that does not keep a rule of the contract gives a
// *ConstraintError.
func NewRestoreClusterRequest(ctx context.Context, server string, projectID string, snapshotID string, body RestoreClusterRequest) (*http.Request, error) {
	if err := CheckProjectID(projectID); err != nil {
		return nil, err
	}
	if err := CheckSnapshotID(snapshotID); err != nil {
		return nil, err
	}
	if err := body.check(); err != nil {
		return nil, err
	}
	return NewRequest(ctx, "POST", server+"/v1.0/"+url.PathEscape(projectID)+"/snapshots/"+url.PathEscape(snapshotID)+"/actions", body)
}

func (v *RestoreClusterRequest) check() error {
	if err := under("restore", v.Restore.check()); err != nil {
		return err
	}
	return nil
}

func (v *Restore) check() error {
	if v.AvailabilityZone != nil {
		if err := under("availability_zone", anyTextRule.check(*v.AvailabilityZone)); err != nil {
			return err
		}
	}
	if v.EnterpriseProjectID != nil {
		if err := under("enterprise_project_id", anyTextRule.check(*v.EnterpriseProjectID)); err != nil {
			return err
		}
	}
	if err := under("name", restoreNameRule.check(v.Name)); err != nil {
		return err
	}
	if v.Port != nil {
		if err := under("port", restorePortRule.check(float64(*v.Port))); err != nil {
			return err
		}
	}
	if v.PublicIP != nil {
		if err := under("public_ip", v.PublicIP.check()); err != nil {
			return err
		}
	}
	if v.SecurityGroupID != nil {
		if err := under("security_group_id", anyTextRule.check(*v.SecurityGroupID)); err != nil {
			return err
		}
	}
	if v.SubnetID != nil {
		if err := under("subnet_id", anyTextRule.check(*v.SubnetID)); err != nil {
			return err
		}
	}
	if v.VpcID != nil {
		if err := under("vpc_id", anyTextRule.check(*v.VpcID)); err != nil {
			return err
		}
	}
	return nil
}

func (v *PublicIP) check() error {
	if v.EipID != nil {
		if err := under("eip_id", anyTextRule.check(*v.EipID)); err != nil {
			return err
		}
	}
	if v.PublicBindType != nil {
		if err := under("public_bind_type", publicIPPublicBindTypeRule.check(string(*v.PublicBindType))); err != nil {
			return err
		}
	}
	return nil
}

// ReadRestoreClusterResponse reads the body of a success of restoreCluster.
//
// A value that does not keep a rule of the contract gives a *ConstraintError; what is no JSON gives another error.
func ReadRestoreClusterResponse(body []byte) (RestoreClusterResponse, error) {
	value, err := parse(body)
	if err != nil {
		return RestoreClusterResponse{}, err
	}
	result, err := readRestoreClusterResponse(value)
	if err == nil {
		err = result.check()
	}
	return result, whole(err)
}

func (v *RestoreClusterResponse) check() error {
	if err := under("cluster", v.Cluster.check()); err != nil {
		return err
	}
	return nil
}

func (v *Cluster) check() error {
	if err := under("id", clusterIDRule.check(v.ID)); err != nil {
		return err
	}
	return nil
}

func readRestoreClusterResponse(value any) (RestoreClusterResponse, error) {
	o := open(value)
	result := RestoreClusterResponse{
		Cluster: required(o, "cluster", readCluster),
	}
	return result, o.err
}

func readCluster(value any) (Cluster, error) {
	o := open(value)
	result := Cluster{
		ID: required(o, "id", readString),
	}
	return result, o.err
}

// CopySnapshotSuccess is the status of a success of copySnapshot.
const CopySnapshotSuccess = 200

// NewCopySnapshotRequest builds a request of copySnapshot.
//
// The server is an address without a slash at its end. A value that does not keep a rule of the contract gives a
// *ConstraintError.
func NewCopySnapshotRequest(ctx context.Context, server string, projectID string, snapshotID string, body CopySnapshotRequest) (*http.Request, error) {
	if err := CheckProjectID(projectID); err != nil {
		return nil, err
	}
	if err := CheckSnapshotID(snapshotID); err != nil {
		return nil, err
	}
	if err := body.check(); err != nil {
		return nil, err
	}
	return NewRequest(ctx, "POST", server+"/v1.0/"+url.PathEscape(projectID)+"/snapshots/"+url.PathEscape(snapshotID)+"/linked-copy", body)
}

func (v *CopySnapshotRequest) check() error {
	if err := under("backup_name", copySnapshotRequestBackupNameRule.check(v.BackupName)); err != nil {
		return err
	}
	if v.Description != nil {
		if err := under("description", copySnapshotRequestDescriptionRule.check(*v.Description)); err != nil {
			return err
		}
	}
	return nil
}

// ReadCopySnapshotResponse reads the body of a success of copySnapshot.
//
// A value that does not keep a rule of the contract gives a *ConstraintError; what is no JSON gives another error.
func ReadCopySnapshotResponse(body []byte) (CopySnapshotResponse, error) {
	value, err := parse(body)
	if err != nil {
		return CopySnapshotResponse{}, err
	}
	result, err := readCopySnapshotResponse(value)
	if err == nil {
		err = result.check()
	}
	return result, whole(err)
}

func (v *CopySnapshotResponse) check() error {
	if err := under("snapshot_id", copySnapshotResponseSnapshotIDRule.check(v.SnapshotID)); err != nil {
		return err
	}
	return nil
}

func readCopySnapshotResponse(value any) (CopySnapshotResponse, error) {
	o := open(value)
	result := CopySnapshotResponse{
		SnapshotID: required(o, "snapshot_id", readString),
	}
	return result, o.err
}

var (
	parameterLimitRule                        = rangeRule{1, 1000}
	parameterOffsetRule                       = rangeRule{0, 2147483647}
	parameterSortKeyRule                      = textRule{least: math.MinInt, most: math.MaxInt, among: []string{"started", "finished", "name", "size", "status"}}
	parameterSortDirRule                      = textRule{least: math.MinInt, most: math.MaxInt, among: []string{"asc", "desc"}}
	parameterProjectIDRule                    = textRule{least: 32, most: 32, pattern: regexp.MustCompile("^[0-9a-f]{32}$")}
	parameterClusterIDRule                    = textRule{least: 36, most: 36, pattern: regexp.MustCompile("^[0-9A-Fa-f]{8}(-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}$"), uuid: true}
	listClusterSnapshotsResponseClusterIDRule = textRule{least: 36, most: 36, pattern: regexp.MustCompile("^[0-9A-Fa-f]{8}(-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}$"), uuid: true}
	listClusterSnapshotsResponseCountRule     = rangeRule{0, math.MaxInt}
	anyTextRule                               = textRule{least: math.MinInt, most: math.MaxInt}
	snapshotDetailClusterIDRule               = textRule{least: 36, most: 36, pattern: regexp.MustCompile("^[0-9A-Fa-f]{8}(-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}$"), uuid: true}
	snapshotDetailIDRule                      = textRule{least: 36, most: 36, pattern: regexp.MustCompile("^[0-9A-Fa-f]{8}(-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}$"), uuid: true}
	snapshotDetailSizeRule                    = rangeRule{0, math.MaxInt}
	listSnapshotsResponseCountRule            = rangeRule{0, math.MaxInt}
	snapshotClusterIDRule                     = textRule{least: 36, most: 36, pattern: regexp.MustCompile("^[0-9A-Fa-f]{8}(-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}$"), uuid: true}
	snapshotDescriptionRule                   = textRule{least: math.MinInt, most: 256, pattern: regexp.MustCompile("^[^!<>'=&\"]*$")}
	snapshotNameRule                          = textRule{least: 4, most: 64, pattern: regexp.MustCompile("^[A-Za-z][A-Za-z0-9_-]{3,63}$")}
	snapshotRespIDRule                        = textRule{least: 36, most: 36, pattern: regexp.MustCompile("^[0-9A-Fa-f]{8}(-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}$"), uuid: true}
	parameterSnapshotIDRule                   = textRule{least: 36, most: 36, pattern: regexp.MustCompile("^[0-9A-Fa-f]{8}(-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}$"), uuid: true}
	restoreNameRule                           = textRule{least: 4, most: 64, pattern: regexp.MustCompile("^[A-Za-z][A-Za-z0-9_-]{3,63}$")}
	restorePortRule                           = rangeRule{8000, 30000}
	publicIPPublicBindTypeRule                = textRule{least: math.MinInt, most: math.MaxInt, among: []string{"auto_assign", "not_use", "bind_existing"}}
	clusterIDRule                             = textRule{least: 36, most: 36, pattern: regexp.MustCompile("^[0-9A-Fa-f]{8}(-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}$"), uuid: true}
	copySnapshotRequestBackupNameRule         = textRule{least: 4, most: 64, pattern: regexp.MustCompile("^[A-Za-z][A-Za-z0-9_-]{3,63}$")}
	copySnapshotRequestDescriptionRule        = textRule{least: math.MinInt, most: 256, pattern: regexp.MustCompile("^[^!<>'=&\"]*$")}
	copySnapshotResponseSnapshotIDRule        = textRule{least: 36, most: 36, pattern: regexp.MustCompile("^[0-9A-Fa-f]{8}(-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}$"), uuid: true}
)
