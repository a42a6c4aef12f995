// Reads calls from standard input, makes them with huaweicloud-sdk-go-v3, and prints each result.
package main

import (
	"bufio"
	"encoding/json"
	"errors"
	"os"
	"runtime/debug"
	"strings"

	"github.com/huaweicloud/huaweicloud-sdk-go-v3/core/auth/basic"
	"github.com/huaweicloud/huaweicloud-sdk-go-v3/core/region"
	"github.com/huaweicloud/huaweicloud-sdk-go-v3/core/sdkerr"
	dws "github.com/huaweicloud/huaweicloud-sdk-go-v3/services/dws/v2"
)

type call func(request []byte) (any, error)

func calling[Request, Response any](method func(*Request) (*Response, error)) call {
	return func(given []byte) (any, error) {
		request := new(Request)
		if err := json.Unmarshal(given, request); err != nil {
			return nil, err
		}
		return method(request)
	}
}

func calls() (map[string]call, error) {
	url := os.Getenv("URL")
	builder := basic.NewCredentialsBuilder().WithAk(os.Getenv("ACCESS_KEY")).WithSk(os.Getenv("SECRET_KEY"))
	credentials, err := builder.WithProjectId(os.Getenv("PROJECT_ID")).WithIamEndpointOverride(url).SafeBuild()
	if err != nil {
		return nil, err
	}
	place := region.NewRegion(os.Getenv("REGION"), url)
	core, err := dws.DwsClientBuilder().WithRegion(place).WithCredential(credentials).SafeBuild()
	if err != nil {
		return nil, err
	}
	client := dws.NewDwsClient(core)
	return map[string]call{
		"copySnapshot":         calling(client.CopySnapshot),
		"createSnapshot":       calling(client.CreateSnapshot),
		"deleteSnapshot":       calling(client.DeleteSnapshot),
		"listClusterDetails":   calling(client.ListClusterDetails),
		"listClusterSnapshots": calling(client.ListClusterSnapshots),
		"listClusters":         calling(client.ListClusters),
		"listSnapshotDetails":  calling(client.ListSnapshotDetails),
		"listSnapshots":        calling(client.ListSnapshots),
		"restoreCluster":       calling(client.RestoreCluster),
	}, nil
}

func outcome(answer any, err error) map[string]any {
	var refused *sdkerr.ServiceResponseError
	switch {
	case err == nil:
		return map[string]any{"answer": answer}
	case errors.As(err, &refused):
		return map[string]any{
			"status": refused.StatusCode, "code": refused.ErrorCode,
			"message": refused.ErrorMessage, "request_id": refused.RequestId,
		}
	default:
		return map[string]any{"failed": err.Error()}
	}
}

func version() string {
	information, _ := debug.ReadBuildInfo()
	for _, module := range information.Deps {
		if strings.HasSuffix(module.Path, "huaweicloud-sdk-go-v3") {
			return module.Version
		}
	}
	return ""
}

func main() {
	output := json.NewEncoder(os.Stdout)
	output.Encode(map[string]string{"version": version()})
	operations, err := calls()
	for input := bufio.NewScanner(os.Stdin); input.Scan(); {
		var line struct {
			Operation string
			Request   json.RawMessage
		}
		if wrong := json.Unmarshal(input.Bytes(), &line); wrong != nil {
			panic(wrong)
		}
		if err != nil {
			output.Encode(outcome(nil, err))
			continue
		}
		output.Encode(outcome(operations[line.Operation](line.Request)))
	}
}
