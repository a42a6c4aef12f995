package main

import (
	"context"
	"fmt"
	"log"
	"os"

	"create/dws"
)

type token string

func (t token) Token(context.Context, dws.OperationName) (dws.Token, error) {
	return dws.Token{APIKey: string(t)}, nil
}

func main() {
	client, err := dws.NewClient(os.Getenv("DWS_ENDPOINT"), token(os.Getenv("DWS_TOKEN")))
	if err != nil {
		log.Fatal(err)
	}
	body := dws.CreateSnapshotRequest{Snapshot: dws.Snapshot{Name: os.Getenv("NAME"), ClusterID: os.Getenv("CLUSTER_ID")}}
	place := dws.CreateSnapshotParams{ProjectID: os.Getenv("PROJECT_ID")}
	answer, err := client.CreateSnapshot(context.Background(), &body, place)
	if err != nil {
		log.Fatal(err)
	}
	created, ok := answer.(*dws.CreateSnapshotResponseHeaders)
	if !ok {
		log.Fatalf("%+v", answer)
	}
	fmt.Println(created.Response.Snapshot.ID)
}
