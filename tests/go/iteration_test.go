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

// iterate checks that an iteration yields each snapshot that stays exactly once, and returns its error.
func iterate(t *testing.T, service *edition, limit *int) (failure error) {
	t.Helper()
	service.create(service.Total)
	before := slices.Clone(service.ids)
	server := httptest.NewServer(service)
	t.Cleanup(server.Close)
	times := map[string]int{}
	for snapshot, err := range tokenClient(t, server.URL).IterClusterSnapshots(t.Context(), clusterID, dws.IterClusterSnapshotsParams{Limit: limit}) {
		if failure = err; err == nil {
			times[snapshot.ID]++
		}
	}
	for id, number := range times {
		if made, _ := strconv.Atoi(id[:8]); number != 1 || made > service.made {
			t.Errorf("%s came %d times", id, number)
		}
	}
	for _, id := range before {
		if failure == nil && slices.Contains(service.ids, id) && times[id] == 0 {
			t.Errorf("%s was lost", id)
		}
	}
	return failure
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
			failure := iterate(t, given.Service, given.Limit)
			if given.Service.reads > given.ReadsAtMost {
				t.Errorf("%d readings, more than %d", given.Service.reads, given.ReadsAtMost)
			}
			if given.Unexpected {
				expect(t, "class", className(failure), "UnexpectedResponse")
			} else {
				expect(t, "error", failure, nil)
			}
		})
	}
}

func TestNothingIsLostBehindACountThatStays(t *testing.T) {
	for _, kind := range []string{"pages", "records"} {
		for after := 1; after <= 4; after++ {
			changes := []event{{AfterRead: after, Delete: []int{0}, Create: 1}}
			service := &edition{Edition: kind, Total: 9, Cap: new(3), Count: true, OldestFirst: true, Events: changes}
			expect(t, "error", iterate(t, service, nil), nil)
		}
	}
}

func TestACountThatCannotBeIsNone(t *testing.T) {
	for _, kind := range []string{"pages", "records"} {
		for count := -2; count <= 2; count++ {
			service := &edition{Edition: kind, Total: 7, Cap: new(3), Count: true, CountMore: count - 7}
			expect(t, "error", iterate(t, service, nil), nil)
		}
	}
}
