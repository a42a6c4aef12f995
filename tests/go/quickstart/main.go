// Command quickstart creates a snapshot: the program that overlays/go/README.md shows.
package main

import (
	"context"
	"errors"
	"fmt"
	"log"
	"os"
	"time"

	"dws-snapshots.example/overlays/go/dws"
)

func main() {
	auth := dws.AKSK(os.Getenv("HUAWEICLOUD_SDK_AK"), os.Getenv("HUAWEICLOUD_SDK_SK"))
	projectID := os.Getenv("HUAWEICLOUD_SDK_PROJECT_ID")
	client, err := dws.New(os.Getenv("DWS_ENDPOINT"), projectID, auth, dws.WithTimeout(30*time.Second))
	if err != nil {
		log.Fatal(err)
	}
	ctx := context.Background()
	created, err := client.CreateSnapshot(ctx, dws.Snapshot{
		Name:        "before-the-migration",
		ClusterID:   os.Getenv("DWS_CLUSTER_ID"),
		Description: dws.Ptr("Kept until the migration is done"),
	})
	var answered *dws.APIError
	var failed *dws.ConnectionFailedError
	switch {
	case err == nil:
		fmt.Println(created.ID)
	case errors.Is(err, dws.ErrBadRequest):
		log.Fatal("refused, perhaps because the name is taken: ", err)
	case errors.As(err, &answered):
		log.Fatalf("status %d, code %s: %v", answered.StatusCode, answered.ErrorCode, err)
	case errors.As(err, &failed) && failed.MayHaveBeenSent:
		log.Fatal("the snapshot may exist: ", err)
	default:
		log.Fatal(err)
	}
}
