package tests

import (
	"bufio"
	"fmt"
	"io"
	"net"
	"net/http"
	"strings"
	"sync"
	"testing"
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
