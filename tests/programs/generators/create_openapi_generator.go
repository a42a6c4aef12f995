package main

import (
	"context"
	"fmt"
	"log"
	"os"

	dws "github.com/GIT_USER_ID/GIT_REPO_ID"
)

func main() {
	configuration := dws.NewConfiguration()
	configuration.Servers = dws.ServerConfigurations{{URL: os.Getenv("DWS_ENDPOINT")}}
	keys := map[string]dws.APIKey{"Token": {Key: os.Getenv("DWS_TOKEN")}}
	ctx := context.WithValue(context.Background(), dws.ContextAPIKeys, keys)
	snapshot := dws.NewSnapshot(os.Getenv("NAME"), os.Getenv("CLUSTER_ID"))
	call := dws.NewAPIClient(configuration).SnapshotsAPI.CreateSnapshot(ctx, os.Getenv("PROJECT_ID"))
	created, _, err := call.CreateSnapshotRequest(*dws.NewCreateSnapshotRequest(*snapshot)).Execute()
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(created.Snapshot.Id)
}
