package main

import (
	"context"
	"fmt"
	"log"
	"os"

	"dws-snapshots.example/overlays/go/dws"
)

func main() {
	auth := dws.AKSK(os.Getenv("HUAWEICLOUD_SDK_AK"), os.Getenv("HUAWEICLOUD_SDK_SK"))
	client, err := dws.New(os.Getenv("DWS_ENDPOINT"), os.Getenv("HUAWEICLOUD_SDK_PROJECT_ID"), auth)
	if err != nil {
		log.Fatal(err)
	}
	cluster := "44b277eb-39be-4921-be31-3d61b43651d7"
	for snapshot, err := range client.IterClusterSnapshots(context.Background(), cluster, dws.IterClusterSnapshotsParams{}) {
		if err != nil {
			log.Fatal(err)
		}
		fmt.Println(snapshot.ID, snapshot.Name, snapshot.Status)
	}
}
