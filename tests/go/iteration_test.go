package tests

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"slices"
	"strconv"
	"testing"

	"dws-snapshots.example/overlays/go/dws"
)

// edition is a service whose offset counts pages or records, or neither.
type edition struct {
	Edition     string
	Total       int
	Cap         *int
	Count       bool
	CountMore   int  `json:"count_more"`
	OldestFirst bool `json:"oldest_first"`
	Events      []event
	ids         []string
	made, reads int
}

// event is what others do after a number of readings.
type event struct {
	AfterRead int `json:"after_read"`
	Delete    []int
	Create    int
}

func (e *edition) create(number int) {
	for range number {
		e.made++
		at := 0
		if e.OldestFirst {
			at = len(e.ids)
		}
		e.ids = slices.Insert(e.ids, at, fmt.Sprintf("%08d-0000-4000-8000-000000000000", e.made))
	}
}

func (e *edition) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	size := max(len(e.ids), 1)
	if limit, err := strconv.Atoi(r.FormValue("limit")); err == nil {
		size = limit
	}
	if e.Cap != nil {
		size = min(size, *e.Cap)
	}
	from, _ := strconv.Atoi(r.FormValue("offset"))
	switch e.Edition {
	case "pages":
		from *= size
	case "neither":
		from = 0
	}
	from = min(from, len(e.ids))
	page := map[string]any{"snapshots": []any{}}
	for _, id := range e.ids[from:min(from+size, len(e.ids))] {
		page["snapshots"] = append(page["snapshots"].([]any), map[string]any{"id": id})
	}
	if e.Count {
		page["count"] = len(e.ids) + e.CountMore
	}
	e.reads++
	for _, event := range e.Events {
		if event.AfterRead == e.reads {
			slices.Sort(event.Delete)
			for _, index := range slices.Backward(event.Delete) {
				e.ids = slices.Delete(e.ids, index, index+1)
			}
			e.create(event.Create)
		}
	}
	_ = json.NewEncoder(w).Encode(page)
}

func TestIterationVectors(t *testing.T) {
	type vector struct {
		Service     *edition
		Limit       *int
		Yields      string
		Unexpected  bool
		ReadsAtMost int `json:"reads_at_most"`
	}
	for name, given := range cases[vector](t, "iteration") {
		t.Run(name, func(t *testing.T) {
			service := given.Service
			service.create(service.Total)
			before := slices.Clone(service.ids)
			server := httptest.NewServer(service)
			t.Cleanup(server.Close)
			times := map[string]int{}
			var failure error
			for snapshot, err := range tokenClient(t, server.URL).IterClusterSnapshots(t.Context(), clusterID, dws.IterClusterSnapshotsParams{Limit: given.Limit}) {
				if failure = err; err == nil {
					times[snapshot.ID]++
				}
			}
			if service.reads > given.ReadsAtMost {
				t.Errorf("%d readings, more than %d", service.reads, given.ReadsAtMost)
			}
			for id, number := range times {
				if made, _ := strconv.Atoi(id[:8]); number != 1 || made > service.made {
					t.Errorf("%s came %d times", id, number)
				}
			}
			if given.Unexpected {
				expect(t, "class", className(failure), "UnexpectedResponse")
				return
			}
			expect(t, "error", failure, nil)
			for _, id := range before {
				if slices.Contains(service.ids, id) && times[id] == 0 {
					t.Errorf("%s was lost", id)
				}
			}
		})
	}
}
