package main

import (
	"errors"
	"net/http"
	"net/http/httptest"
	"testing"

	"dws-snapshots.example/overlays/go/dws"
)

const project, cluster = "89cd04f168b84af6be287f71730fdb4b", "44b277eb-39be-4921-be31-3d61b43651d7"

func TestARefusalWithHttptest(t *testing.T) {
	service := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "application/json")
		w.WriteHeader(http.StatusNotFound)
		w.Write([]byte(`{"error_code": "DWS.0047", "error_msg": "The cluster does not exist."}`))
	}))
	defer service.Close()
	client, err := dws.New(service.URL, project, dws.Token("any"))
	if err != nil {
		t.Fatal(err)
	}
	_, err = client.CreateSnapshot(t.Context(), dws.Snapshot{Name: "nightly", ClusterID: cluster})
	var refused *dws.APIError
	if !errors.As(err, &refused) || refused.ErrorCode != "DWS.0047" {
		t.Fatalf("not the refusal: %v", err)
	}
}
