package main

import (
	"context"
	"encoding/json"
	"fmt"
	"log"
	"net/http"
	"os"

	"create/dws"
)

func main() {
	token := func(_ context.Context, request *http.Request) error {
		request.Header.Set("X-Auth-Token", os.Getenv("DWS_TOKEN"))
		return nil
	}
	client, err := dws.NewClientWithResponses(os.Getenv("DWS_ENDPOINT"), dws.WithRequestEditorFn(token))
	if err != nil {
		log.Fatal(err)
	}
	// Of each document it makes another type of cluster_id.
	var body dws.CreateSnapshotRequest
	sent := fmt.Sprintf(`{"snapshot": {"name": %q, "cluster_id": %q}}`, os.Getenv("NAME"), os.Getenv("CLUSTER_ID"))
	if err := json.Unmarshal([]byte(sent), &body); err != nil {
		log.Fatal(err)
	}
	answer, err := client.CreateSnapshotWithResponse(context.Background(), os.Getenv("PROJECT_ID"), body)
	if err != nil {
		log.Fatal(err)
	}
	if answer.JSON200 == nil {
		log.Fatalf("%s: %s", answer.Status(), answer.Body)
	}
	fmt.Println(answer.JSON200.Snapshot.Id)
}
