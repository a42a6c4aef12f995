package tests

import (
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"dws-snapshots.example/overlays/go/dws"
)

const (
	snapshots        = "/v1.0/" + projectID + "/snapshots"
	clusterSnapshots = "/v1.0/" + projectID + "/clusters/" + clusterID + "/snapshots"
)

func TestEachOperationAsksForItsPathAndReadsItsAnswer(t *testing.T) {
	other := "5a77c5e2-58a3-4a9f-8d6e-9d2d1f0c3b11"
	for name, given := range map[string]struct {
		method, path, body string
		behave             behaviour
		call               func(*testing.T, *dws.Client) (any, error)
		want               any
	}{
		"list": {"GET", snapshots, "", answer(200, `{"count": 1, "snapshots": [`+detail(other, "snapshot-3", "FUTURE")+`]}`),
			func(t *testing.T, c *dws.Client) (any, error) {
				listed, err := c.ListSnapshots(t.Context())
				return fmt.Sprintln(len(listed), listed[0].ID, listed[0].Status), err
			}, "1 " + other + " FUTURE\n"},
		"details": {"GET", snapshots + "/" + snapshotID, "",
			answer(200, `{"snapshot": {"size": 1.5e2, "bak_keep_day": 7.0, "datastore": {"type": "dws"},
				"finished": "2026-11-24T04:01:40.5+01:00", "fine_grained_backup_detail": {"table_list": ["orders"]}, `+
				strings.TrimPrefix(detail(snapshotID, "snapshot-3", "AVAILABLE"), "{")+"}"),
			func(t *testing.T, c *dws.Client) (any, error) {
				found, err := c.ListSnapshotDetails(t.Context(), snapshotID)
				return fmt.Sprintln(*found.Size, *found.BakKeepDay, *found.Datastore.Type, found.Finished,
					found.FineGrainedBackupDetail.TableList, found.Updated), err
			}, "150 7 dws 2026-11-24 03:01:40.5 +0000 UTC [orders] <nil>\n"},
		"delete": {"DELETE", snapshots + "/" + snapshotID, "", answer(202, ""),
			func(t *testing.T, c *dws.Client) (any, error) { return nil, c.DeleteSnapshot(t.Context(), snapshotID) }, nil},
		"restore": {"POST", snapshots + "/" + snapshotID + "/actions",
			`{"restore":{"name":"dws-restored","port":8000,"public_ip":{"public_bind_type":"not_use","eip_id":""},"ipv6_enable":false}}`,
			answer(200, `{"cluster": {"id": "`+other+`"}, "job_id": null}`),
			func(t *testing.T, c *dws.Client) (any, error) {
				address := &dws.PublicIP{PublicBindType: new("not_use"), EipID: new("")}
				restore := dws.Restore{Name: "dws-restored", Port: new(8000), Ipv6Enable: new(false), PublicIP: address}
				cluster, err := c.RestoreCluster(t.Context(), snapshotID, restore)
				return cluster.ID, err
			}, other},
		"copy": {"POST", snapshots + "/" + snapshotID + "/linked-copy", `{"backup_name":"kept","description":"déjà vu"}`,
			answer(200, `{"snapshot_id": "`+other+`"}`),
			func(t *testing.T, c *dws.Client) (any, error) {
				copied, err := c.CopySnapshot(t.Context(), snapshotID, dws.CopySnapshotRequest{BackupName: "kept", Description: new("déjà vu")})
				return copied.SnapshotID, err
			}, other},
		"cluster's": {"GET", clusterSnapshots + "?limit=5&offset=2&sort_dir=asc&sort_key=name", "",
			answer(200, `{"project_id": "p", "cluster_id": "`+clusterID+`", "count": 7, "snapshots": []}`),
			func(t *testing.T, c *dws.Client) (any, error) {
				page := dws.ListClusterSnapshotsParams{Limit: new(5), Offset: new(2), SortKey: new("name"), SortDir: new("asc")}
				listed, err := c.ListClusterSnapshots(t.Context(), clusterID, page)
				return *listed.Count, err
			}, 7},
	} {
		t.Run(name, func(t *testing.T) {
			server := startRaw(t, given.behave)
			got, err := given.call(t, tokenClient(t, server.url))
			if err != nil {
				t.Fatal(err)
			}
			expect(t, "result", got, given.want)
			request := server.seen()[0]
			expect(t, "request", request.Method+" "+request.RequestURI, given.method+" "+given.path)
			expect(t, "body", request.body, given.body)
		})
	}
}

func TestAnAnswerOfAnotherKindIsNamed(t *testing.T) {
	for body, want := range map[string]string{
		`[]`:                          "the answer's body must be a JSON object",
		`{} {}`:                       `the answer is not JSON but 5 bytes of "application/json"`,
		``:                            `the answer is not JSON but 0 bytes of "application/json"`,
		`{"count": 0}`:                "the answer's snapshots must be present",
		`{"snapshots": {}}`:           "the answer's snapshots must be a list",
		`{"snapshots": [null]}`:       "the answer's snapshots[0] must be a JSON object",
		`{"snapshots": [{}]}`:         "the answer's snapshots[0].id must be present",
		`{"snapshots": [{"id": ""}]}`: "the answer's snapshots[0].id must not be empty",
		`{"snapshots": [{"id": {}}]}`: "the answer's snapshots[0].id must be a string",
	} {
		server := startRaw(t, answer(200, body, "Content-Type: application/json"))
		_, err := tokenClient(t, server.url).ListSnapshots(t.Context())
		expect(t, body, err.Error(), "200: "+want)
	}
}

func TestWhatHasNoFieldAndWhatCannotBeReadIsKept(t *testing.T) {
	odd := strings.Replace(detail(snapshotID, "snapshot-3", "CREATING"), "{", `{"colour": "red", "size": "huge", "updated": null, "finished": "", `, 1)
	server := startRaw(t, answer(200, `{"snapshot": `+odd+`}`))
	found, err := tokenClient(t, server.url).ListSnapshotDetails(t.Context(), snapshotID)
	if err != nil {
		t.Fatal(err)
	}
	expect(t, "absent", found.Finished == nil && found.Updated == nil && found.Size == nil, true)
	expect(t, "kept", fmt.Sprintf("%s", found.AdditionalProperties), `map[colour:"red" size:"huge"]`)
	expect(t, "in UTC", found.Started.Location(), time.UTC)
}

func TestIterationEndsWithTheFirstErrorAndWhereTheCallerDoes(t *testing.T) {
	page := func(count int, ids ...int) http.HandlerFunc {
		var items []string
		for _, id := range ids {
			items = append(items, fmt.Sprintf(`{"id": "%08d-0000-4000-8000-000000000000"}`, id))
		}
		return scripted(200, "", fmt.Sprintf(`{"count": %d, "snapshots": [%s]}`, count, strings.Join(items, ",")))
	}
	inBubble(t, func(t *testing.T, s *service) {
		s.script = []http.HandlerFunc{page(9, 1, 2), scripted(404, "", "")}
		var seen []string
		for snapshot, err := range s.client().IterClusterSnapshots(t.Context(), clusterID, dws.IterClusterSnapshotsParams{Limit: new(2), SortDir: new("desc")}) {
			seen = append(seen, snapshot.ID[:min(8, len(snapshot.ID))]+fmt.Sprint(errors.Is(err, dws.ErrNotFound)))
		}
		expect(t, "yielded", strings.Join(seen, " "), "00000001false 00000002false true")
		_, paths := s.seen()
		const query = clusterSnapshots + "?limit=2&offset=%d&sort_dir=desc"
		expect(t, "paths", strings.Join(paths, " "), fmt.Sprintf(query+" "+query, 0, 1))
	})
	inBubble(t, func(t *testing.T, s *service) {
		s.script = []http.HandlerFunc{page(900, slices.Repeat([]int{1}, 100)...)}
		snapshots := s.client().IterClusterSnapshots(t.Context(), clusterID, dws.IterClusterSnapshotsParams{})
		for range 2 {
			for range snapshots {
				break
			}
		}
		first := clusterSnapshots + "?limit=100&offset=0"
		_, paths := s.seen()
		expect(t, "paths", strings.Join(paths, " "), first+" "+first)
	})
	for _, err := range tokenClient(t, refusingURL).IterClusterSnapshots(t.Context(), clusterID, dws.IterClusterSnapshotsParams{Limit: new(0)}) {
		expect(t, "field", as[*dws.InvalidRequestError](err).Field, "limit")
	}
}
