package tests

import (
	"fmt"
	"math/rand/v2"
	"net/http"
	"os"
	"slices"
	"strings"
	"testing"

	"dws-snapshots.example/overlays/go/dws"
)

// reference is a live dws-reference, named by the environment.
type reference struct {
	endpoint, project, cluster, accessKey, secretKey, username, password, domain string
}

func live(t *testing.T) reference {
	t.Helper()
	if os.Getenv("DWS_ENDPOINT") == "" {
		t.Skip("DWS_ENDPOINT names no live dws-reference: run tests/languages/test_go.py, which starts one")
	}
	return reference{
		os.Getenv("DWS_ENDPOINT"), os.Getenv("DWS_PROJECT_ID"), os.Getenv("DWS_CLUSTER_ID"), os.Getenv("DWS_ACCESS_KEY"),
		os.Getenv("DWS_SECRET_KEY"), os.Getenv("DWS_USERNAME"), os.Getenv("DWS_PASSWORD"), os.Getenv("DWS_DOMAIN"),
	}
}

func (r reference) client(t *testing.T, auth dws.Auth) *dws.Client {
	t.Helper()
	client, err := dws.New(r.endpoint, r.project, auth)
	if err != nil {
		t.Fatal(err)
	}
	return client
}

func (r reference) fresh() dws.Snapshot {
	return dws.Snapshot{Name: fmt.Sprintf("Go-%x", rand.Uint64()), ClusterID: r.cluster}
}

// token fetches one without this client.
func (r reference) token(t *testing.T) string {
	t.Helper()
	body := fmt.Sprintf(`{"auth": {"identity": {"methods": ["password"], "password": {"user": {"name": %q, "password": %q,
		"domain": {"name": %q}}}}, "scope": {"project": {"id": %q}}}}`, r.username, r.password, r.domain, r.project)
	response, err := http.Post(r.endpoint+"/v3/auth/tokens", "application/json", strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	return response.Header.Get("X-Subject-Token")
}

func TestTheReferenceAcceptsEachWayToAuthenticate(t *testing.T) {
	r := live(t)
	for name, auth := range map[string]dws.Auth{
		"signed":   dws.AKSK(r.accessKey, r.secretKey),
		"token":    dws.Token(r.token(t)),
		"password": dws.Password(r.endpoint, dws.UserName(r.username, dws.DomainName(r.domain)), r.password, dws.ProjectID(r.project)),
	} {
		t.Run(name, func(t *testing.T) {
			client := r.client(t, auth)
			for _, description := range []*string{nil, new(""), new(strings.Repeat("🗄", 256)), new("a\n\tb \\ % + ü")} {
				snapshot := r.fresh()
				snapshot.Description = description
				created, err := client.CreateSnapshot(t.Context(), snapshot)
				if err != nil {
					t.Fatal(err)
				}
				expect(t, "length of the ID", len(created.ID), 36)
			}
			once, err := client.CreateSnapshotOnce(t.Context(), r.fresh(), 0)
			if err != nil {
				t.Fatal(err)
			}
			expect(t, "length of the ID", len(once.ID), 36)
		})
	}
}

func TestTheReferenceRefusesWrongCredentials(t *testing.T) {
	r := live(t)
	for name, auth := range map[string]dws.Auth{
		"secret key": dws.AKSK(r.accessKey, "wrong"),
		"access key": dws.AKSK("wrong", r.secretKey),
		"token":      dws.Token("wrong"),
		"password":   dws.Password(r.endpoint, dws.UserName(r.username, dws.DomainName(r.domain)), "wrong", dws.ProjectID(r.project)),
	} {
		t.Run(name, func(t *testing.T) {
			_, err := r.client(t, auth).CreateSnapshot(t.Context(), r.fresh())
			expect(t, "class", className(err), "Unauthorized")
			if name != "password" && as[*dws.APIError](err).ErrorCode == "" {
				t.Errorf("no error code: %v", err)
			}
		})
	}
}

func TestTheReferenceRefusesADuplicateWithoutRegardToCase(t *testing.T) {
	r := live(t)
	client, snapshot := r.client(t, dws.AKSK(r.accessKey, r.secretKey)), r.fresh()
	if _, err := client.CreateSnapshot(t.Context(), snapshot); err != nil {
		t.Fatal(err)
	}
	snapshot.Name = strings.ToUpper(snapshot.Name)
	_, err := client.CreateSnapshot(t.Context(), snapshot)
	expect(t, "class", className(err), "BadRequest")
	expect(t, "error_code", as[*dws.APIError](err).ErrorCode, "DWS.5039")
	_, err = client.CreateSnapshotOnce(t.Context(), snapshot, 0)
	expect(t, "class", className(err), "BadRequest")
}

func TestTheReferenceKnowsNoOtherClusterAndNoOtherProject(t *testing.T) {
	r := live(t)
	auth := dws.AKSK(r.accessKey, r.secretKey)
	elsewhere := r.fresh()
	elsewhere.ClusterID = "00000000-0000-4000-8000-000000000000"
	_, err := r.client(t, auth).CreateSnapshot(t.Context(), elsewhere)
	expect(t, "class", className(err), "NotFound")
	r.project = strings.Repeat("0", 32)
	_, err = r.client(t, auth).CreateSnapshot(t.Context(), r.fresh())
	expect(t, "class", className(err), "Forbidden")
}

func TestAWrongNameNeverReachesTheReference(t *testing.T) {
	r := live(t)
	snapshot := r.fresh()
	snapshot.Name = "1-is-no-letter"
	_, err := r.client(t, dws.Token("wrong")).CreateSnapshot(t.Context(), snapshot)
	expect(t, "message", err.Error(), "snapshot.name must be 4 to 64 letters, digits, hyphens (-) and underscores (_), "+
		`the first one a letter; given "1-is-no-letter"`)
}

func TestTheReferenceServesASnapshotsWholeLife(t *testing.T) {
	r := live(t)
	client, snapshot := r.client(t, dws.AKSK(r.accessKey, r.secretKey)), r.fresh()
	must := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	created, err := client.CreateSnapshotOnce(t.Context(), snapshot, 0)
	must(err)
	_, err = client.CreateSnapshotOnce(t.Context(), snapshot, 0)
	expect(t, "class of a second one", className(err), "BadRequest")
	available, err := client.WaitUntilAvailable(t.Context(), created.ID, 0, nil)
	must(err)
	expect(t, "waited for", available.Name+" "+available.Status, snapshot.Name+" AVAILABLE")

	listed, err := client.ListSnapshots(t.Context())
	must(err)
	automated := slices.IndexFunc(listed, func(s dws.SnapshotDetail) bool { return s.Type != "MANUAL" })
	if automated < 0 {
		t.Fatal("the reference has no automated snapshot to copy")
	}
	copied, err := client.CopySnapshot(t.Context(), listed[automated].ID, dws.CopySnapshotRequest{BackupName: r.fresh().Name})
	must(err)
	_, err = client.CopySnapshot(t.Context(), created.ID, dws.CopySnapshotRequest{BackupName: r.fresh().Name})
	expect(t, "class of a copy of a manual one", className(err), "Forbidden")
	_, err = client.WaitUntilAvailable(t.Context(), copied.SnapshotID, 0, nil)
	must(err)

	ids := map[string]int{}
	for snapshot, err := range client.IterClusterSnapshots(t.Context(), r.cluster, dws.IterClusterSnapshotsParams{Limit: new(2)}) {
		must(err)
		ids[snapshot.ID]++
	}
	expect(t, "times", fmt.Sprint(ids[created.ID], ids[copied.SnapshotID]), "1 1")

	restored, err := client.RestoreCluster(t.Context(), created.ID, dws.Restore{Name: r.fresh().Name})
	must(err)
	expect(t, "length of the cluster's ID", len(restored.ID), 36)
	must(client.DeleteSnapshot(t.Context(), created.ID))
	_, err = client.ListSnapshotDetails(t.Context(), created.ID)
	if class := className(err); class != "BadRequest" && class != "NotFound" {
		t.Errorf("a deleted snapshot is shown, or %s", class)
	}
	_, err = client.CreateSnapshot(t.Context(), snapshot)
	must(err)
}

func TestTheReferenceOfTheOlderEditionIsReadByPagesOf50(t *testing.T) {
	r := live(t)
	r.endpoint = os.Getenv("DWS_OLDER_ENDPOINT")
	client := r.client(t, dws.AKSK(r.accessKey, r.secretKey))
	var ids, every []string
	pages := dws.IterClusterSnapshotsParams{SortKey: new("startTime"), SortDir: new("ASC")}
	for snapshot, err := range client.IterClusterSnapshots(t.Context(), r.cluster, pages) {
		if err != nil {
			t.Fatal(err)
		}
		ids = append(ids, snapshot.ID)
	}
	listed, err := client.ListSnapshots(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	for _, snapshot := range slices.Backward(listed) {
		every = append(every, snapshot.ID)
	}
	expect(t, "length", len(ids), 120)
	expect(t, "IDs", strings.Join(ids, " "), strings.Join(every, " "))
}
