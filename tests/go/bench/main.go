// Command bench measures the Go client against net/http doing the same request, in one run, and prints JSON.
//
//	go -C tests/go run ./bench -url http://127.0.0.1:8080 [-rounds 9] [-calls 2000]
//
// The URL must answer every POST with a created snapshot: a canned answer, for the server's own time not to count. The
// two take turns; each number is the median of the rounds.
package main

import (
	"bytes"
	"context"
	"encoding/json"
	"flag"
	"fmt"
	"io"
	"net/http"
	"os"
	"slices"
	"syscall"
	"time"

	"dws-snapshots.example/overlays/go/dws"
)

const projectID = "89cd04f168b84af6be287f71730fdb4b"

type result struct {
	CallsPerSecond float64 `json:"calls_per_second"`
	CPUPerCall     float64 `json:"cpu_ms_per_call"`
}

type report struct {
	Rounds  int    `json:"rounds"`
	Calls   int    `json:"calls_per_round"`
	Client  result `json:"dws"`
	NetHTTP result `json:"net/http"`
}

type create func(context.Context, dws.Snapshot) error

func main() {
	url := flag.String("url", "", "root of a server that answers every POST with a created snapshot")
	rounds := flag.Int("rounds", 9, "rounds of each")
	calls := flag.Int("calls", 2000, "calls of a round, one after the other")
	flag.Parse()
	if err := run(*url, *rounds, *calls); err != nil {
		fmt.Fprintln(os.Stderr, "bench:", err)
		os.Exit(1)
	}
}

func run(url string, rounds, calls int) error {
	if rounds < 1 || calls < 1 {
		return fmt.Errorf("-rounds and -calls must be at least 1; given %d and %d", rounds, calls)
	}
	client, err := dws.New(url, projectID, dws.AKSK("DEMOACCESSKEY0000001", "demo-secret-key-that-is-no-secret-000001"))
	if err != nil {
		return err
	}
	signed := func(ctx context.Context, snapshot dws.Snapshot) error {
		_, err := client.CreateSnapshot(ctx, snapshot)
		return err
	}
	contenders := []create{signed, plain(url)}
	measured := make([][]result, len(contenders))
	for round := range rounds + 1 {
		for i, contender := range contenders {
			result, err := measure(contender, calls)
			if err != nil {
				return err
			}
			if warm := round > 0; warm {
				measured[i] = append(measured[i], result)
			}
		}
	}
	return json.NewEncoder(os.Stdout).Encode(report{rounds, calls, median(measured[0]), median(measured[1])})
}

// plain returns what a program does that has net/http alone: no signature, no checks, one kind of error.
func plain(url string) create {
	client := &http.Client{Transport: &http.Transport{}, Timeout: time.Minute}
	return func(ctx context.Context, snapshot dws.Snapshot) error {
		body, err := json.Marshal(map[string]dws.Snapshot{"snapshot": snapshot})
		if err != nil {
			return err
		}
		request, err := http.NewRequestWithContext(ctx, http.MethodPost, url+"/v1.0/"+projectID+"/snapshots", bytes.NewReader(body))
		if err != nil {
			return err
		}
		request.Header.Set("Content-Type", "application/json")
		response, err := client.Do(request)
		if err != nil {
			return err
		}
		defer response.Body.Close()
		if response.StatusCode != http.StatusOK {
			return fmt.Errorf("status %d", response.StatusCode)
		}
		content, err := io.ReadAll(response.Body)
		if err != nil {
			return err
		}
		var created struct{ Snapshot dws.SnapshotResp }
		return json.Unmarshal(content, &created)
	}
}

func measure(call create, calls int) (result, error) {
	snapshot := dws.Snapshot{ClusterID: "44b277eb-39be-4921-be31-3d61b43651d7", Description: new("Snapshot-3 description")}
	processor, began := processorTime(), time.Now()
	for i := range calls {
		snapshot.Name = fmt.Sprintf("snapshot-%d", i)
		if err := call(context.Background(), snapshot); err != nil {
			return result{}, err
		}
	}
	taken := time.Since(began).Seconds()
	spent := (processorTime() - processor).Seconds()
	return result{float64(calls) / taken, spent * 1000 / float64(calls)}, nil
}

func processorTime() time.Duration {
	var usage syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &usage); err != nil {
		return 0
	}
	return time.Duration(usage.Utime.Nano() + usage.Stime.Nano())
}

func median(results []result) result {
	middle := func(of func(result) float64) float64 {
		var values []float64
		for _, r := range results {
			values = append(values, of(r))
		}
		slices.Sort(values)
		return values[len(values)/2]
	}
	return result{
		middle(func(r result) float64 { return r.CallsPerSecond }),
		middle(func(r result) float64 { return r.CPUPerCall }),
	}
}
