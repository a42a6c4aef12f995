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
	id := "2a4d0f86-67cd-408a-8b66-017454fb7793"
	copied, err := client.CopySnapshot(context.Background(), id, dws.CopySnapshotRequest{
		BackupName:  "snapshot-copy",
		Description: dws.Ptr("kept from the schedule"),
	})
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(copied.SnapshotID)
}
