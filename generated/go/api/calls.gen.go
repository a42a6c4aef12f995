// Code generated from openapi.yaml by overlays/go/generate. DO NOT EDIT.

package api

import (
	"context"
	"iter"
	"net/http"
	"net/url"
	"regexp"
)

// Calls has a method for each operation of the contract. NewCalls returns one.
//
// Methods take and return the content of a body: the snapshot of {"snapshot": …}.
//
// A method returns a *ConstraintError for a wrong value, before anything is sent; an *APIError for an answer that is not
// a success; an *UnexpectedResponseError for a success with an unusable body; or the error of send.
type Calls struct {
	server, projectID string
	send              Send
}

// NewCalls returns the calls of a server, which is an address without a slash at its end. send makes each call.
func NewCalls(server, projectID string, send Send) (*Calls, error) {
	if err := firstOf(check("project_id", &projectID, projectIDRule.check)); err != nil {
		return nil, err
	}
	return &Calls{server, projectID, send}, nil
}

// ListSnapshots lists all snapshots of the project, manual and automated, of all its clusters.
//
// Decision: a list shows the state at one moment and holds every snapshot once. If there is a `count`, it is the
// number of snapshots. The order is not defined.
func (c *Calls) ListSnapshots(ctx context.Context) ([]SnapshotDetail, error) {
	build := func() (*http.Request, error) {
		return NewListSnapshotsRequest(ctx, c.server, c.projectID)
	}
	answer, err := call(c, build, ReadListSnapshotsResponse)
	return answer.Snapshots, err
}

// CreateSnapshot creates a snapshot of a cluster. The answer names the snapshot; the service goes on making it.
//
// Decision: names are unique within a project, and a name that is taken is refused with 400. So sending the
// request twice does not make two snapshots.
//
// One snapshot of a cluster is made at a time: while one is `CREATING`, another is refused with 403, `DWS.7023`.
// A snapshot can be made of a cluster that the console shows as Available, To be restarted or Unbalanced.
func (c *Calls) CreateSnapshot(ctx context.Context, snapshot Snapshot) (SnapshotResp, error) {
	build := func() (*http.Request, error) {
		return NewCreateSnapshotRequest(ctx, c.server, c.projectID, CreateSnapshotRequest{Snapshot: snapshot})
	}
	answer, err := call(c, build, ReadCreateSnapshotResponse)
	return answer.Snapshot, err
}

// ListSnapshotDetails reads one snapshot. Public clients wait for a snapshot by reading it until its status is `AVAILABLE`.
func (c *Calls) ListSnapshotDetails(ctx context.Context, snapshotID string) (SnapshotDetail, error) {
	build := func() (*http.Request, error) {
		return NewListSnapshotDetailsRequest(ctx, c.server, c.projectID, snapshotID)
	}
	id := func(v ListSnapshotDetailsResponse) string { return v.Snapshot.ID }
	answer, err := call(c, build, about(ReadListSnapshotDetailsResponse, "snapshot", id, snapshotID))
	return answer.Snapshot, err
}

// DeleteSnapshot deletes a manual snapshot. Automated snapshots expire by themselves.
//
// Decision: deleting an automated snapshot is refused with 403. As soon as the request is answered, the snapshot
// is in no list and its name is free.
func (c *Calls) DeleteSnapshot(ctx context.Context, snapshotID string) error {
	build := func() (*http.Request, error) {
		return NewDeleteSnapshotRequest(ctx, c.server, c.projectID, snapshotID)
	}
	_, err := call[any](c, build, nil)
	return err
}

// RestoreCluster restores a snapshot to a new cluster. The answer names the cluster; the service goes on making it.
//
// Only a snapshot that is ready can be restored: see Life of a snapshot.
func (c *Calls) RestoreCluster(ctx context.Context, snapshotID string, restore Restore) (Cluster, error) {
	build := func() (*http.Request, error) {
		return NewRestoreClusterRequest(ctx, c.server, c.projectID, snapshotID, RestoreClusterRequest{Restore: restore})
	}
	answer, err := call(c, build, ReadRestoreClusterResponse)
	return answer.Cluster, err
}

// CopySnapshot copies an automated snapshot to a manual one, which stays when the automated one expires.
//
// Decision: copying a manual snapshot is refused with 403.
func (c *Calls) CopySnapshot(ctx context.Context, snapshotID string, body CopySnapshotRequest) (CopySnapshotResponse, error) {
	build := func() (*http.Request, error) {
		return NewCopySnapshotRequest(ctx, c.server, c.projectID, snapshotID, body)
	}
	return call(c, build, ReadCopySnapshotResponse)
}

// ListClusterSnapshots lists the snapshots of one cluster, manual and automated: all of them, or one page.
//
// Decision: a page shows the state at one moment. In the requested order, `offset` pages of `limit` snapshots come
// before it. If there is a `count`, it is the number of snapshots on all pages. A page after the last is empty.
//
// Until 2024 `offset` was the number of the snapshot to begin with, `sort_key` one of `name`, `clusterName` and
// `startTime`, and `sort_dir` `ASC` or `DESC`. You can't know in advance which edition a region runs. This document
// describes the one since 2025; clients should work with both.
func (c *Calls) ListClusterSnapshots(ctx context.Context, clusterID string, params ListClusterSnapshotsParams) (ListClusterSnapshotsResponse, error) {
	build := func() (*http.Request, error) {
		return NewListClusterSnapshotsRequest(ctx, c.server, c.projectID, clusterID, params)
	}
	return call(c, build, ReadListClusterSnapshotsResponse)
}

// IterClusterSnapshots returns an iterator over all items of ListClusterSnapshots, each once. It reads page after page, of 100 items
// unless params say otherwise, and all of them twice if there is more than one, because items may move meanwhile. It
// works whether the service's offset counts pages or items. After 429 or 503 a page is read again, up to 5 times. The
// pauses double from one second, or are as long as the service asks, up to 5 minutes. The iterator ends after any other
// error.
func (c *Calls) IterClusterSnapshots(ctx context.Context, clusterID string, params IterClusterSnapshotsParams) iter.Seq2[SnapshotDetail, error] {
	read := func(limit, offset int) ([]SnapshotDetail, *int, error) {
		asked := ListClusterSnapshotsParams{
			Limit:   &limit,
			Offset:  &offset,
			SortKey: params.SortKey,
			SortDir: params.SortDir,
		}
		page, err := patiently(ctx, func() (ListClusterSnapshotsResponse, error) {
			return c.ListClusterSnapshots(ctx, clusterID, asked)
		})
		return page.Snapshots, page.Count, err
	}
	return items(params.Limit, read, func(item SnapshotDetail) string { return item.ID })
}

// ListClusters lists the clusters of the project, including those that are being restored. Creating a snapshot needs the ID of
// a cluster.
//
// Decision: a list shows the state at one moment and holds every cluster once. A restored cluster has the ID in
// the answer to the restore, and the name in its request. If there is a `count`, it is the number of clusters. The
// order is not defined.
func (c *Calls) ListClusters(ctx context.Context, params ListClustersParams) ([]ClusterInfo, error) {
	build := func() (*http.Request, error) {
		return NewListClustersRequest(ctx, c.server, c.projectID, params)
	}
	answer, err := call(c, build, ReadListClustersResponse)
	return answer.Clusters, err
}

// ListClusterDetails reads one cluster. Public clients use it to wait. A snapshot is done when it is `AVAILABLE`, and its cluster is
// `AVAILABLE` with a `task_status` other than `SNAPSHOTTING`. A restore is done when the new cluster is
// `AVAILABLE` with a `task_status` other than `RESTORING`.
//
// Decision: a restored cluster has details as soon as the restore is answered. A list of clusters shows the same
// name and creation time, and the status never goes back to `CREATING`.
func (c *Calls) ListClusterDetails(ctx context.Context, clusterID string) (ClusterInfo, error) {
	build := func() (*http.Request, error) {
		return NewListClusterDetailsRequest(ctx, c.server, c.projectID, clusterID)
	}
	id := func(v ListClusterDetailsResponse) string { return v.Cluster.ID }
	answer, err := call(c, build, about(ReadListClusterDetailsResponse, "cluster", id, clusterID))
	return answer.Cluster, err
}

// The statuses of the contract's errors, for errors.Is. An *APIError with another status matches none of them.
const (
	// ErrBadRequest is 400. Request error. The request does not keep a rule of this document.
	//
	// Decision: this is also the answer to a wrong media type, to a body that is not JSON or not UTF-8, and to a name
	// that is taken.
	ErrBadRequest = status(400)
	// ErrUnauthorized is 401. Authorization failed. The credentials are missing, wrong or expired.
	ErrUnauthorized = status(401)
	// ErrForbidden is 403. No operation permission. The project is not the caller's, or the status or the type of the cluster or the
	// snapshot does not allow the operation.
	//
	// Decision: a project ID that is malformed gets this answer, too, or 400 or 404.
	ErrForbidden = status(403)
	// ErrNotFound is 404. No resources found. The project has no such cluster or snapshot.
	ErrNotFound = status(404)
	// ErrInternalServerError is 500. Internal service error. Whether the request had an effect is not known.
	ErrInternalServerError = status(500)
	// ErrServiceUnavailable is 503. The service is unavailable. Whether the request had an effect is not known. A gateway in front of the service may
	// answer with this status and a body of its own, for example HTML.
	ErrServiceUnavailable = status(503)
)

// ListSnapshotsSuccess is the status that the contract declares for a success of listSnapshots. A service may use another 2xx.
const ListSnapshotsSuccess = 200

// NewListSnapshotsRequest builds a request of listSnapshots.
//
// The server is an address without a slash at its end. A value that breaks a rule of the contract gives a
// *ConstraintError.
func NewListSnapshotsRequest(ctx context.Context, server, projectID string) (*http.Request, error) {
	if err := firstOf(
		check("project_id", &projectID, projectIDRule.check),
	); err != nil {
		return nil, err
	}
	query := url.Values{}
	return NewRequest(ctx, "GET", withQuery(server+"/v1.0/"+url.PathEscape(projectID)+"/snapshots", query), nil)
}

// ReadListSnapshotsResponse reads the body of a success of listSnapshots, as far as it can be read.
//
// A body without its result gives a *ConstraintError; a body that is not JSON gives another error.
func ReadListSnapshotsResponse(body []byte) (ListSnapshotsResponse, error) {
	return readBody(body, readListSnapshotsResponse)
}

// CreateSnapshotSuccess is the status that the contract declares for a success of createSnapshot. A service may use another 2xx.
const CreateSnapshotSuccess = 200

// NewCreateSnapshotRequest builds a request of createSnapshot.
//
// The server is an address without a slash at its end. A value that breaks a rule of the contract gives a
// *ConstraintError.
func NewCreateSnapshotRequest(ctx context.Context, server, projectID string, body CreateSnapshotRequest) (*http.Request, error) {
	if err := firstOf(
		check("project_id", &projectID, projectIDRule.check),
		body.check(),
	); err != nil {
		return nil, err
	}
	query := url.Values{}
	return NewRequest(ctx, "POST", withQuery(server+"/v1.0/"+url.PathEscape(projectID)+"/snapshots", query), body)
}

// ReadCreateSnapshotResponse reads the body of a success of createSnapshot, as far as it can be read.
//
// A body without its result gives a *ConstraintError; a body that is not JSON gives another error.
func ReadCreateSnapshotResponse(body []byte) (CreateSnapshotResponse, error) {
	return readBody(body, readCreateSnapshotResponse)
}

// ListSnapshotDetailsSuccess is the status that the contract declares for a success of listSnapshotDetails. A service may use another 2xx.
const ListSnapshotDetailsSuccess = 200

// NewListSnapshotDetailsRequest builds a request of listSnapshotDetails.
//
// The server is an address without a slash at its end. A value that breaks a rule of the contract gives a
// *ConstraintError.
func NewListSnapshotDetailsRequest(ctx context.Context, server, projectID, snapshotID string) (*http.Request, error) {
	if err := firstOf(
		check("project_id", &projectID, projectIDRule.check),
		check("snapshot_id", &snapshotID, uuidRule.check),
	); err != nil {
		return nil, err
	}
	query := url.Values{}
	return NewRequest(ctx, "GET", withQuery(server+"/v1.0/"+url.PathEscape(projectID)+"/snapshots/"+url.PathEscape(snapshotID), query), nil)
}

// ReadListSnapshotDetailsResponse reads the body of a success of listSnapshotDetails, as far as it can be read.
//
// A body without its result gives a *ConstraintError; a body that is not JSON gives another error.
func ReadListSnapshotDetailsResponse(body []byte) (ListSnapshotDetailsResponse, error) {
	return readBody(body, readListSnapshotDetailsResponse)
}

// DeleteSnapshotSuccess is the status that the contract declares for a success of deleteSnapshot. A service may use another 2xx.
const DeleteSnapshotSuccess = 202

// NewDeleteSnapshotRequest builds a request of deleteSnapshot.
//
// The server is an address without a slash at its end. A value that breaks a rule of the contract gives a
// *ConstraintError.
func NewDeleteSnapshotRequest(ctx context.Context, server, projectID, snapshotID string) (*http.Request, error) {
	if err := firstOf(
		check("project_id", &projectID, projectIDRule.check),
		check("snapshot_id", &snapshotID, uuidRule.check),
	); err != nil {
		return nil, err
	}
	query := url.Values{}
	return NewRequest(ctx, "DELETE", withQuery(server+"/v1.0/"+url.PathEscape(projectID)+"/snapshots/"+url.PathEscape(snapshotID), query), nil)
}

// RestoreClusterSuccess is the status that the contract declares for a success of restoreCluster. A service may use another 2xx.
const RestoreClusterSuccess = 200

// NewRestoreClusterRequest builds a request of restoreCluster.
//
// The server is an address without a slash at its end. A value that breaks a rule of the contract gives a
// *ConstraintError.
func NewRestoreClusterRequest(ctx context.Context, server, projectID, snapshotID string, body RestoreClusterRequest) (*http.Request, error) {
	if err := firstOf(
		check("project_id", &projectID, projectIDRule.check),
		check("snapshot_id", &snapshotID, uuidRule.check),
		body.check(),
	); err != nil {
		return nil, err
	}
	query := url.Values{}
	return NewRequest(ctx, "POST", withQuery(server+"/v1.0/"+url.PathEscape(projectID)+"/snapshots/"+url.PathEscape(snapshotID)+"/actions", query), body)
}

// ReadRestoreClusterResponse reads the body of a success of restoreCluster, as far as it can be read.
//
// A body without its result gives a *ConstraintError; a body that is not JSON gives another error.
func ReadRestoreClusterResponse(body []byte) (RestoreClusterResponse, error) {
	return readBody(body, readRestoreClusterResponse)
}

// CopySnapshotSuccess is the status that the contract declares for a success of copySnapshot. A service may use another 2xx.
const CopySnapshotSuccess = 200

// NewCopySnapshotRequest builds a request of copySnapshot.
//
// The server is an address without a slash at its end. A value that breaks a rule of the contract gives a
// *ConstraintError.
func NewCopySnapshotRequest(ctx context.Context, server, projectID, snapshotID string, body CopySnapshotRequest) (*http.Request, error) {
	if err := firstOf(
		check("project_id", &projectID, projectIDRule.check),
		check("snapshot_id", &snapshotID, uuidRule.check),
		body.check(),
	); err != nil {
		return nil, err
	}
	query := url.Values{}
	return NewRequest(ctx, "POST", withQuery(server+"/v1.0/"+url.PathEscape(projectID)+"/snapshots/"+url.PathEscape(snapshotID)+"/linked-copy", query), body)
}

// ReadCopySnapshotResponse reads the body of a success of copySnapshot, as far as it can be read.
//
// A body without its result gives a *ConstraintError; a body that is not JSON gives another error.
func ReadCopySnapshotResponse(body []byte) (CopySnapshotResponse, error) {
	return readBody(body, readCopySnapshotResponse)
}

// ListClusterSnapshotsParams is the query of ListClusterSnapshots.
type ListClusterSnapshotsParams struct {
	// How many snapshots a page holds at most, above 0. Optional; without it the answer holds all.
	//
	// Decision: 0, a negative number or no number is answered with 400. A service may hold fewer on a page than a large
	// `limit` asks for, or refuse it with 400.
	Limit *int `json:"limit,omitempty"`

	// Number of the page, from 0. Optional; 0 if no value is specified.
	//
	// Decision: a negative number or no number is answered with 400.
	Offset *int `json:"offset,omitempty"`

	// What the snapshots are sorted by. Optional. The public reference names no values; until 2024 it named `name`,
	// `clusterName` and `startTime`.
	//
	// Decision: the set is open. A service obeys a key that it accepts, and may refuse with 400 one that it does not
	// know. Without a key the order is not defined.
	SortKey *string `json:"sort_key,omitempty"`

	// `asc` or `desc`. Optional.
	//
	// Decision: capitals, as until 2024, may be obeyed or refused with 400; anything else is answered with 400.
	SortDir *string `json:"sort_dir,omitempty"`
}

// IterClusterSnapshotsParams is the query of IterClusterSnapshots: Limit is how many items each request asks for.
type IterClusterSnapshotsParams struct {
	// How many snapshots a page holds at most, above 0. Optional; without it the answer holds all.
	//
	// Decision: 0, a negative number or no number is answered with 400. A service may hold fewer on a page than a large
	// `limit` asks for, or refuse it with 400.
	Limit *int `json:"limit,omitempty"`

	// What the snapshots are sorted by. Optional. The public reference names no values; until 2024 it named `name`,
	// `clusterName` and `startTime`.
	//
	// Decision: the set is open. A service obeys a key that it accepts, and may refuse with 400 one that it does not
	// know. Without a key the order is not defined.
	SortKey *string `json:"sort_key,omitempty"`

	// `asc` or `desc`. Optional.
	//
	// Decision: capitals, as until 2024, may be obeyed or refused with 400; anything else is answered with 400.
	SortDir *string `json:"sort_dir,omitempty"`
}

// ListClusterSnapshotsSuccess is the status that the contract declares for a success of listClusterSnapshots. A service may use another 2xx.
const ListClusterSnapshotsSuccess = 200

// NewListClusterSnapshotsRequest builds a request of listClusterSnapshots.
//
// The server is an address without a slash at its end. A value that breaks a rule of the contract gives a
// *ConstraintError.
func NewListClusterSnapshotsRequest(ctx context.Context, server, projectID, clusterID string, params ListClusterSnapshotsParams) (*http.Request, error) {
	if err := firstOf(
		check("project_id", &projectID, projectIDRule.check),
		check("cluster_id", &clusterID, uuidRule.check),
		check("limit", params.Limit, limitRule.check),
		check("offset", params.Offset, offsetRule.check),
		check("sort_key", params.SortKey, anyTextRule.check),
		check("sort_dir", params.SortDir, sortDirRule.check),
	); err != nil {
		return nil, err
	}
	query := url.Values{}
	set(query, "limit", params.Limit)
	set(query, "offset", params.Offset)
	set(query, "sort_key", params.SortKey)
	set(query, "sort_dir", params.SortDir)
	return NewRequest(ctx, "GET", withQuery(server+"/v1.0/"+url.PathEscape(projectID)+"/clusters/"+url.PathEscape(clusterID)+"/snapshots", query), nil)
}

// ReadListClusterSnapshotsResponse reads the body of a success of listClusterSnapshots, as far as it can be read.
//
// A body without its result gives a *ConstraintError; a body that is not JSON gives another error.
func ReadListClusterSnapshotsResponse(body []byte) (ListClusterSnapshotsResponse, error) {
	return readBody(body, readListClusterSnapshotsResponse)
}

// ListClustersParams is the query of ListClusters.
type ListClustersParams struct {
	// ID of the enterprise project whose clusters are listed, `0` for the default one, or `all_granted_eps` for all.
	// Optional.
	//
	// Decision: without it the list holds the clusters of all enterprise projects. A value that is no ID of an
	// enterprise project may be refused, or answered with an empty list.
	EnterpriseProjectID *string `json:"enterprise_project_id,omitempty"`
}

// ListClustersSuccess is the status that the contract declares for a success of listClusters. A service may use another 2xx.
const ListClustersSuccess = 200

// NewListClustersRequest builds a request of listClusters.
//
// The server is an address without a slash at its end. A value that breaks a rule of the contract gives a
// *ConstraintError.
func NewListClustersRequest(ctx context.Context, server, projectID string, params ListClustersParams) (*http.Request, error) {
	if err := firstOf(
		check("project_id", &projectID, projectIDRule.check),
		check("enterprise_project_id", params.EnterpriseProjectID, anyTextRule.check),
	); err != nil {
		return nil, err
	}
	query := url.Values{}
	set(query, "enterprise_project_id", params.EnterpriseProjectID)
	return NewRequest(ctx, "GET", withQuery(server+"/v1.0/"+url.PathEscape(projectID)+"/clusters", query), nil)
}

// ReadListClustersResponse reads the body of a success of listClusters, as far as it can be read.
//
// A body without its result gives a *ConstraintError; a body that is not JSON gives another error.
func ReadListClustersResponse(body []byte) (ListClustersResponse, error) {
	return readBody(body, readListClustersResponse)
}

// ListClusterDetailsSuccess is the status that the contract declares for a success of listClusterDetails. A service may use another 2xx.
const ListClusterDetailsSuccess = 200

// NewListClusterDetailsRequest builds a request of listClusterDetails.
//
// The server is an address without a slash at its end. A value that breaks a rule of the contract gives a
// *ConstraintError.
func NewListClusterDetailsRequest(ctx context.Context, server, projectID, clusterID string) (*http.Request, error) {
	if err := firstOf(
		check("project_id", &projectID, projectIDRule.check),
		check("cluster_id", &clusterID, uuidRule.check),
	); err != nil {
		return nil, err
	}
	query := url.Values{}
	return NewRequest(ctx, "GET", withQuery(server+"/v1.0/"+url.PathEscape(projectID)+"/clusters/"+url.PathEscape(clusterID), query), nil)
}

// ReadListClusterDetailsResponse reads the body of a success of listClusterDetails, as far as it can be read.
//
// A body without its result gives a *ConstraintError; a body that is not JSON gives another error.
func ReadListClusterDetailsResponse(body []byte) (ListClusterDetailsResponse, error) {
	return readBody(body, readListClusterDetailsResponse)
}

var (
	snapshotNameRule           = textRule{title: "4 to 64 letters, digits, hyphens (-) and underscores (_), the first one a letter", least: 4, most: 64, pattern: regexp.MustCompile("^[A-Za-z][A-Za-z0-9_-]{3,63}$")}
	uuidRule                   = textRule{title: "a UUID", least: 36, most: 36, pattern: regexp.MustCompile("^[0-9A-Fa-f]{8}(-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}$")}
	snapshotDescriptionRule    = textRule{title: "at most 256 characters, none of them one of ! < > ' = & \"", most: 256, pattern: regexp.MustCompile("^[^!<>'=&\"]*$")}
	anyTextRule                = textRule{}
	restorePortRule            = rangeRule[int]{least: ptr(int(8000)), most: ptr(int(30000))}
	restoreNumberOfCnRule      = rangeRule[int]{least: ptr(int(3)), most: ptr(int(20))}
	publicIPPublicBindTypeRule = textRule{among: []string{"auto_assign", "not_use", "bind_existing", ""}}
	projectIDRule              = textRule{title: "32 lower-case hexadecimal digits, or a UUID in lower case", least: 32, most: 36, pattern: regexp.MustCompile("^([0-9a-f]{32}|[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12})$")}
	limitRule                  = rangeRule[int]{least: ptr(int(1))}
	offsetRule                 = rangeRule[int]{least: ptr(int(0))}
	sortDirRule                = textRule{among: []string{"asc", "desc", "ASC", "DESC"}}
)
