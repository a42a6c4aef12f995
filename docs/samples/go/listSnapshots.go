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
	snapshots, err := client.ListSnapshots(context.Background())
	if err != nil {
		log.Fatal(err)
	}
	for _, snapshot := range snapshots {
		fmt.Println(snapshot.ID, snapshot.Name, snapshot.Status)
	}
}
