package tests

import (
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"

	"dws-snapshots.example/generated/go/api"
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
				return fmt.Sprintln(*found.Size, *found.BakKeepDay, *found.Datastore.Type, found.Finished.UTC(),
					*found.FineGrainedBackupDetail.TableList, found.Updated), err
			}, "150 7 dws 2026-11-24 03:01:40.5 +0000 UTC [orders] <nil>\n"},
		"delete": {"DELETE", snapshots + "/" + snapshotID, "", answer(202, ""),
			func(t *testing.T, c *dws.Client) (any, error) { return nil, c.DeleteSnapshot(t.Context(), snapshotID) }, nil},
		"restore": {"POST", snapshots + "/" + snapshotID + "/actions",
			`{"restore":{"ipv6_enable":false,"name":"dws-restored","port":8000,"public_ip":{"public_bind_type":"not_use"}}}`,
			answer(200, `{"cluster": {"id": "`+other+`"}}`),
			func(t *testing.T, c *dws.Client) (any, error) {
				address := &api.PublicIP{PublicBindType: new(api.PublicIPPublicBindTypeNotUse)}
				restore := dws.Restore{Name: "dws-restored", Port: new(8000), Ipv6Enable: new(false), PublicIP: address}
				cluster, err := c.RestoreCluster(t.Context(), snapshotID, restore)
				return cluster.ID, err
			}, other},
		"copy": {"POST", snapshots + "/" + snapshotID + "/linked-copy", `{"backup_name":"kept","description":"déjà vu"}`,
			answer(200, `{"snapshot_id": "`+other+`"}`),
			func(t *testing.T, c *dws.Client) (any, error) {
				return c.CopySnapshot(t.Context(), snapshotID, dws.Copy{BackupName: "kept", Description: new("déjà vu")})
			}, other},
		"cluster's": {"GET", clusterSnapshots + "?limit=5&offset=2&sort_dir=asc&sort_key=name", "",
			answer(200, `{"project_id": "p", "cluster_id": "`+clusterID+`", "count": 7, "snapshots": []}`),
			func(t *testing.T, c *dws.Client) (any, error) {
				page := dws.Page{Limit: new(5), Offset: new(2), SortKey: new(dws.SortKey("name")), SortDir: new(api.SortDirAsc)}
				listed, err := c.ListClusterSnapshots(t.Context(), clusterID, page)
				return listed.Count, err
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

func TestAnAnswerThatIsNotTheDeclaredOneIsNamed(t *testing.T) {
	whole := detail(snapshotID, "snapshot-3", "AVAILABLE")
	with := func(old, replaced string) string {
		return `{"count": 1, "snapshots": [` + strings.Replace(whole, old, replaced, 1) + `]}`
	}
	for body, want := range map[string]string{
		`[]`:                                               "the answer's body must be an object",
		`{} {}`:                                            `the answer is no JSON but 5 bytes of "application/json"`,
		`{"count": 0}`:                                     "the answer's snapshots must be present",
		`{"count": -1, "snapshots": []}`:                   "the answer's count must be at least 0",
		`{"count": "1", "snapshots": []}`:                  "the answer's count must be an integer",
		`{"count": 1.5, "snapshots": []}`:                  "the answer's count must be an integer",
		`{"count": 1, "snapshots": {}}`:                    "the answer's snapshots must be an array",
		`{"count": 1, "snapshots": [null]}`:                "the answer's snapshots[0] must be an object",
		with(`"type"`, `"size": "1", "type"`):              "the answer's snapshots[0].size must be a number",
		with(`"type"`, `"fine_grained_backup": 0, "type"`): "the answer's snapshots[0].fine_grained_backup must be a boolean",
		with(clusterID, "1"):                               "the answer's snapshots[0].cluster_id must have 36 characters",
		with("2026-11-24", "24.11."): "the answer's snapshots[0].started must be a date and time, " +
			"for example 2026-11-24T03:59:23Z",
		with(`"started": "2026-11-24T03:59:23Z"`, `"started": null`): "the answer's snapshots[0].started must be a string",
		with(`"started": "2026-11-24T03:59:23Z"`, `"started": ""`): "the answer's snapshots[0].started must be a date and " +
			"time, for example 2026-11-24T03:59:23Z",
	} {
		server := startRaw(t, answer(200, body, "Content-Type: application/json"))
		_, err := tokenClient(t, server.url).ListSnapshots(t.Context())
		expect(t, body, err.Error(), "200: "+want)
	}
}

func TestNullAndATimeThatHasNotComeAreReadAsAbsent(t *testing.T) {
	unset := strings.Replace(detail(snapshotID, "snapshot-3", "CREATING"), "{", `{"finished": "", "updated": null, "size": null, "datastore": null, `, 1)
	server := startRaw(t, answer(200, `{"snapshot": `+unset+`}`))
	found, err := tokenClient(t, server.url).ListSnapshotDetails(t.Context(), snapshotID)
	if err != nil {
		t.Fatal(err)
	}
	expect(t, "absent", found.Finished == nil && found.Updated == nil && found.Size == nil && found.Datastore == nil, true)
}

func TestPagesEndWithTheLastOne(t *testing.T) {
	page := func(count int, ids ...int) http.HandlerFunc {
		var items []string
		for _, id := range ids {
			items = append(items, detail(fmt.Sprintf("%08d-0000-4000-8000-000000000000", id), "snapshot-3", "AVAILABLE"))
		}
		const body = `{"project_id": "p", "cluster_id": %q, "count": %d, "snapshots": [%s]}`
		return scripted(200, "", fmt.Sprintf(body, clusterID, count, strings.Join(items, ",")))
	}
	for name, given := range map[string]struct {
		script  []http.HandlerFunc
		offsets []int
		found   int
		class   string
	}{
		"none":                   {[]http.HandlerFunc{page(0)}, []int{3}, 0, ""},
		"one full":               {[]http.HandlerFunc{page(8, 1, 2)}, []int{3}, 2, ""},
		"a shorter":              {[]http.HandlerFunc{page(99, 1, 2), page(99, 3), page(99)}, []int{3, 4, 5}, 3, ""},
		"two full":               {[]http.HandlerFunc{page(10, 1, 2), page(10, 3, 4)}, []int{3, 4}, 4, ""},
		"fewer than said":        {[]http.HandlerFunc{page(99, 1, 2), page(99)}, []int{3, 4}, 2, ""},
		"deleted from meanwhile": {[]http.HandlerFunc{page(10, 1, 2), page(9, 4, 5), page(9, 2, 3), page(9, 4, 5)}, []int{3, 4, 3, 4}, 5, ""},
		"an error":               {[]http.HandlerFunc{page(9, 1, 2), scripted(404, "", "")}, []int{3, 4}, 2, "NotFound"},
	} {
		t.Run(name, func(t *testing.T) {
			inBubble(t, func(t *testing.T, s *service) {
				s.script = given.script
				found, class := 0, ""
				start := dws.Page{Limit: new(2), Offset: new(3), SortDir: new(api.SortDirDesc)}
				for page, err := range s.client().ClusterSnapshotPages(t.Context(), clusterID, start) {
					found += len(page.Snapshots)
					if err != nil {
						class = className(err)
					}
				}
				expect(t, "snapshots", found, given.found)
				expect(t, "class", class, given.class)
				_, paths := s.seen()
				var want []string
				for _, offset := range given.offsets {
					want = append(want, fmt.Sprintf("%s?limit=2&offset=%d&sort_dir=desc", clusterSnapshots, offset))
				}
				expect(t, "paths", strings.Join(paths, " "), strings.Join(want, " "))
			})
		})
	}
	inBubble(t, func(t *testing.T, s *service) {
		s.script = []http.HandlerFunc{page(900, slices.Repeat([]int{1}, 100)...)}
		pages := s.client().ClusterSnapshotPages(t.Context(), clusterID, dws.Page{})
		for range 2 {
			for range pages {
				break
			}
		}
		first := clusterSnapshots + "?limit=100&offset=0"
		_, paths := s.seen()
		expect(t, "paths", strings.Join(paths, " "), first+" "+first)
	})
}
