package tests

import (
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"slices"
	"sync"
	"testing"
	"testing/synctest"

	"dws-snapshots.example/overlays/go/dws"
)

// service is a server on a network in memory, whose clock and whose clients' clock jump over every pause. It answers as
// scripted, once for each request, and then as its last script says.
type service struct {
	*httptest.Server
	t       *testing.T
	mutex   sync.Mutex
	script  []http.HandlerFunc
	methods []string
	paths   []string
}

func inBubble(t *testing.T, test func(*testing.T, *service)) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) {
		s := &service{t: t}
		s.Server = httptest.NewTestServer(t, s)
		test(t, s)
	})
}

func (s *service) ServeHTTP(w http.ResponseWriter, request *http.Request) {
	_, _ = io.Copy(io.Discard, request.Body)
	s.mutex.Lock()
	next := s.script[0]
	if len(s.script) > 1 {
		s.script = s.script[1:]
	}
	s.methods = append(s.methods, request.Method)
	s.paths = append(s.paths, request.URL.RequestURI())
	s.mutex.Unlock()
	next(w, request)
}

// seen returns the methods and the paths of the requests that came so far.
func (s *service) seen() (methods, paths []string) {
	s.mutex.Lock()
	defer s.mutex.Unlock()
	return slices.Clone(s.methods), slices.Clone(s.paths)
}

func (s *service) expectMethods(want ...string) {
	s.t.Helper()
	if methods, _ := s.seen(); !slices.Equal(methods, want) {
		s.t.Errorf("requests %v, want %v", methods, want)
	}
}

func (s *service) client(options ...dws.Option) *dws.Client {
	s.t.Helper()
	options = slices.Insert(options, 0, dws.WithHTTPClient(s.Server.Client()))
	return tokenClient(s.t, "http://dws.example", options...)
}

// scripted answers; or it fails, which in memory is the same for a connection that is closed and one that is reset.
func scripted(status int, failure, body string) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		if failure != "" {
			panic(http.ErrAbortHandler)
		}
		// The transport itself repeats a GET on a connection that was used before.
		w.Header().Set("Connection", "close")
		w.WriteHeader(status)
		_, _ = io.WriteString(w, body)
	}
}

func lost() http.HandlerFunc { return scripted(0, "close", "") }

func details(status string) http.HandlerFunc {
	return scripted(200, "", `{"snapshot": `+detail(snapshotID, "snapshot-3", status)+`}`)
}

func detail(id, name, status string) string {
	return fmt.Sprintf(`{"id": %q, "name": %q, "status": %q, "type": "MANUAL", "cluster_id": %q, "started": "2026-11-24T03:59:23Z"}`,
		id, name, status, clusterID)
}
