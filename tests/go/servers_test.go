package tests

import (
	"bufio"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/synctest"

	"dws-snapshots.example/overlays/go/dws"
)

// behaviour is what a server does with a request that it has read; it returns whether the connection goes on.
type behaviour func(net.Conn) bool

// answer sends a whole answer; the connection stays open.
func answer(status int, body string, headers ...string) behaviour {
	lines := append([]string{fmt.Sprintf("HTTP/1.1 %d -", status), fmt.Sprintf("Content-Length: %d", len(body))}, headers...)
	return raw(strings.Join(lines, "\r\n")+"\r\n\r\n"+body, true)
}

func raw(content string, keep bool) behaviour {
	return func(connection net.Conn) bool {
		_, err := io.WriteString(connection, content)
		return keep && err == nil
	}
}

// hangUp closes the connection without an answer.
func hangUp(net.Conn) bool { return false }

// reset resets the connection without an answer.
func reset(connection net.Conn) bool {
	_ = connection.(*net.TCPConn).SetLinger(0)
	return false
}

// silence answers nothing until the client goes.
func silence(connection net.Conn) bool {
	_, _ = connection.Read(make([]byte, 1))
	return false
}

// received is a request as it came.
type received struct {
	*http.Request
	body string
}

// rawServer behaves as told, once for each request; after the last it repeats that.
type rawServer struct {
	url        string
	behaviours []behaviour
	mutex      sync.Mutex
	requests   []received
}

func startRaw(t *testing.T, behaviours ...behaviour) *rawServer {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { listener.Close() })
	server := &rawServer{url: "http://" + listener.Addr().String(), behaviours: behaviours}
	go func() {
		for {
			connection, err := listener.Accept()
			if err != nil {
				return
			}
			go server.serve(connection)
		}
	}()
	return server
}

func (s *rawServer) serve(connection net.Conn) {
	defer connection.Close()
	reader := bufio.NewReader(connection)
	for {
		request, err := http.ReadRequest(reader)
		if err != nil {
			return
		}
		body, err := io.ReadAll(request.Body)
		if err != nil {
			return
		}
		s.mutex.Lock()
		behave := s.behaviours[min(len(s.requests), len(s.behaviours)-1)]
		s.requests = append(s.requests, received{request, string(body)})
		s.mutex.Unlock()
		if !behave(connection) {
			return
		}
	}
}

// seen returns the requests that came so far.
func (s *rawServer) seen() []received {
	s.mutex.Lock()
	defer s.mutex.Unlock()
	return append([]received(nil), s.requests...)
}

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
