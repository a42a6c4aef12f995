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
	clusters, err := client.ListClusters(context.Background(), dws.ListClustersParams{})
	if err != nil {
		log.Fatal(err)
	}
	for _, cluster := range clusters {
		fmt.Println(cluster.ID, cluster.Name, cluster.Status)
	}
}
