package dws_test

import (
	"context"
	"encoding/base64"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"time"

	"dws-snapshots.example/overlays/go/dws"
)

const (
	projectID  = "89cd04f168b84af6be287f71730fdb4b"
	clusterID  = "44b277eb-39be-4921-be31-3d61b43651d7"
	snapshotID = "2a4d0f86-67cd-408a-8b66-017454fb7793"
	detail     = `{"id": "` + snapshotID + `", "name": "snapshot-3", "status": "AVAILABLE", "size": 5, "type": "MANUAL", ` +
		`"cluster_id": "` + clusterID + `"}`
)

// service stands for the real one: it gives one answer to all requests of a path.
func service(answers map[string]string) *httptest.Server {
	return httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, request *http.Request) {
		body, known := answers[request.Method+" "+request.URL.Path[len("/v1.0/"+projectID):]]
		if !known {
			w.WriteHeader(http.StatusNotFound)
			body = `{"error_code": "DWS.0047", "error_msg": "The cluster does not exist."}`
		}
		_, _ = io.WriteString(w, body)
	}))
}

var ctx = context.Background()

func Example() {
	server := service(map[string]string{"POST /snapshots": `{"snapshot": {"id": "` + snapshotID + `"}}`})
	defer server.Close()

	// For example "https://dws.eu-de.otc.t-systems.com".
	client, err := dws.New(server.URL, projectID, dws.AKSK("the-access-key", "the-secret-key"))
	if err != nil {
		fmt.Println(err)
		return
	}
	created, err := client.CreateSnapshot(ctx, dws.Snapshot{
		Name:        "snapshot-3",
		ClusterID:   clusterID,
		Description: dws.Ptr("before the migration"),
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(created.ID)
	// Output: 2a4d0f86-67cd-408a-8b66-017454fb7793
}

func ExampleFromEnv() {
	os.Setenv("HUAWEICLOUD_SDK_AK", "the-access-key")
	os.Setenv("HUAWEICLOUD_SDK_SK", "the-secret-key")
	os.Setenv("HUAWEICLOUD_SDK_PROJECT_ID", projectID)
	os.Setenv("DWS_ENDPOINT", "https://dws.eu-de.otc.t-systems.com")

	// With clouds.yaml: dws.FromEnv(ctx, dws.WithYAML(yaml.Unmarshal)).
	client, err := dws.FromEnv(ctx)
	fmt.Println(client, err)
	// Output: dws.Client(https://dws.eu-de.otc.t-systems.com, 89cd04f168b84af6be287f71730fdb4b) <nil>
}

func ExamplePassword() {
	user := dws.UserName("backup-user", dws.DomainName("OTC-EU-DE-00000000001000012345"))
	auth := dws.Password("https://iam.eu-de.otc.t-systems.com/v3", user, "the-password", dws.ProjectName("eu-de"))
	client, err := dws.New("https://dws.eu-de.otc.t-systems.com", projectID, auth, dws.WithTimeout(30*time.Second))
	fmt.Println(client, err)
	// Output: dws.Client(https://dws.eu-de.otc.t-systems.com, 89cd04f168b84af6be287f71730fdb4b) <nil>
}

// basic is what a gateway of one's own asks for.
type basic struct{ user, password string }

func (b basic) Authenticate(request *http.Request, _ http.RoundTripper) error {
	request.SetBasicAuth(b.user, b.password)
	return nil
}

func (b basic) Refused(*http.Request) bool { return false }

// Secrets names the password, and what it is in the header.
func (b basic) Secrets() []string {
	return []string{b.password, base64.StdEncoding.EncodeToString([]byte(b.user + ":" + b.password))}
}

func ExampleAuth() {
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, request *http.Request) {
		w.WriteHeader(http.StatusForbidden)
		_, _ = fmt.Fprintf(w, `{"error_msg": "not with %s"}`, request.Header.Get("Authorization"))
	}))
	defer server.Close()

	client, err := dws.New(server.URL, projectID, basic{"backup-user", "the-password"})
	if err != nil {
		fmt.Println(err)
		return
	}
	_, err = client.ListSnapshots(ctx)
	fmt.Println(err)
	// Output: 403: not with Basic …
}

func ExampleClient_CreateSnapshotOnce() {
	server := service(map[string]string{
		"GET /snapshots":  `{"snapshots": [], "count": 0}`,
		"POST /snapshots": `{"snapshot": {"id": "` + snapshotID + `"}}`,
	})
	defer server.Close()
	client, err := dws.New(server.URL, projectID, dws.Token("a-token"))
	if err != nil {
		fmt.Println(err)
		return
	}

	// Ten minutes for all of it, half an hour more where the cluster is making another snapshot.
	wanted := dws.Snapshot{Name: "nightly-2026-11-24", ClusterID: clusterID}
	created, err := client.CreateSnapshotOnce(ctx, wanted, 10*time.Minute, dws.WithBusyTimeout(30*time.Minute))
	fmt.Println(created.ID, err)
	// Output: 2a4d0f86-67cd-408a-8b66-017454fb7793 <nil>
}

func ExampleClient_WaitUntilAvailable() {
	server := service(map[string]string{"GET /snapshots/" + snapshotID: `{"snapshot": ` + detail + `}`})
	defer server.Close()
	client, err := dws.New(server.URL, projectID, dws.Token("a-token"))
	if err != nil {
		fmt.Println(err)
		return
	}

	snapshot, err := client.WaitUntilAvailable(ctx, snapshotID, time.Hour, func(read dws.SnapshotDetail) {
		fmt.Println(read.Status)
	})
	if failed := (*dws.SnapshotFailedError)(nil); errors.As(err, &failed) {
		fmt.Println("it will never be", failed.Snapshot.Status)
	} else if err != nil {
		fmt.Println(err)
	} else if snapshot.Size != nil {
		fmt.Println(*snapshot.Size, "GB")
	}
	// Output:
	// AVAILABLE
	// 5 GB
}

func ExampleClient_IterClusterSnapshots() {
	server := service(map[string]string{
		"GET /clusters/" + clusterID + "/snapshots": `{"snapshots": [` + detail + `], "count": 1}`,
	})
	defer server.Close()
	client, err := dws.New(server.URL, projectID, dws.Token("a-token"))
	if err != nil {
		fmt.Println(err)
		return
	}

	for snapshot, err := range client.IterClusterSnapshots(ctx, clusterID, dws.IterClusterSnapshotsParams{}) {
		if err != nil {
			fmt.Println(err)
			break
		}
		fmt.Println(snapshot.Name, snapshot.Status)
	}
	// Output: snapshot-3 AVAILABLE
}

func ExampleClient_DeleteSnapshot() {
	server := service(map[string]string{"DELETE /snapshots/" + snapshotID: ""})
	defer server.Close()
	client, err := dws.New(server.URL, projectID, dws.Token("a-token"))
	if err != nil {
		fmt.Println(err)
		return
	}

	fmt.Println(client.DeleteSnapshot(ctx, snapshotID))
	// Output: <nil>
}

func ExampleClient_RestoreCluster() {
	server := service(map[string]string{"POST /snapshots/" + snapshotID + "/actions": `{"cluster": {"id": "` + clusterID + `"}}`})
	defer server.Close()
	client, err := dws.New(server.URL, projectID, dws.Token("a-token"))
	if err != nil {
		fmt.Println(err)
		return
	}

	cluster, err := client.RestoreCluster(ctx, snapshotID, dws.Restore{Name: "restored-1", Port: dws.Ptr(8000)})
	fmt.Println(cluster.ID, err)
	// Output: 44b277eb-39be-4921-be31-3d61b43651d7 <nil>
}

// What went wrong is told by the error's type, or by its status.
func ExampleAPIError() {
	server := service(nil)
	defer server.Close()
	client, err := dws.New(server.URL, projectID, dws.Token("a-token"))
	if err != nil {
		fmt.Println(err)
		return
	}

	_, err = client.CreateSnapshot(ctx, dws.Snapshot{Name: "snapshot-3", ClusterID: clusterID})
	var answered *dws.APIError
	var failed *dws.ConnectionFailedError
	switch {
	case errors.Is(err, dws.ErrNotFound) && errors.As(err, &answered):
		fmt.Println("no such cluster:", answered.ErrorCode)
	case errors.As(err, &failed) && failed.MayHaveBeenSent:
		fmt.Println("the snapshot may exist")
	}
	// Output: no such cluster: DWS.0047
}

func ExampleInvalidRequestError() {
	client, err := dws.New("https://dws.eu-de.otc.t-systems.com", projectID, dws.Token("a-token"))
	if err != nil {
		fmt.Println(err)
		return
	}

	_, err = client.CreateSnapshot(ctx, dws.Snapshot{Name: "3rd", ClusterID: clusterID})
	var invalid *dws.InvalidRequestError
	fmt.Println(errors.As(err, &invalid), invalid.Field)
	// Output: true snapshot.name
}
