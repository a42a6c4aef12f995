package tests

import (
	"crypto/tls"
	"encoding/pem"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"sync/atomic"
	"testing"
	"time"

	"dws-snapshots.example/overlays/go/dws"
)

// startForgetful returns the address of a proxy, and what makes it silently drop all that its first connection carries, as
// a firewall does that forgot it.
func startForgetful(t *testing.T, target string) (address string, forget func()) {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { listener.Close() })
	var forgotten atomic.Bool
	pass := func(from, to net.Conn, first bool) {
		defer to.Close()
		for buffer := make([]byte, 1<<16); ; {
			n, err := from.Read(buffer)
			if err != nil {
				return
			}
			if !first || !forgotten.Load() {
				_, _ = to.Write(buffer[:n])
			}
		}
	}
	go func() {
		for first := true; ; first = false {
			near, err := listener.Accept()
			if err != nil {
				return
			}
			far, err := net.Dial("tcp", target)
			if err != nil {
				near.Close()
				return
			}
			go pass(near, far, first)
			go pass(far, near, first)
		}
	}()
	return listener.Addr().String(), func() { forgotten.Store(true) }
}

// afterASilentLoss makes a call, one after its connection went silent, and one more. It returns the protocol and the error
// of the last.
func afterASilentLoss(t *testing.T, options func(*httptest.Server) []dws.Option) (protocol string, err error) {
	t.Helper()
	protocols := make(chan string, 3)
	server := httptest.NewUnstartedServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		protocols <- r.Proto
		_, _ = io.WriteString(w, `{"snapshots": []}`)
	}))
	server.EnableHTTP2 = true
	server.StartTLS()
	t.Cleanup(server.Close)
	address, forget := startForgetful(t, server.Listener.Addr().String())
	limit := dws.WithTimeout(500 * time.Millisecond)
	client := tokenClient(t, "https://"+address, append(options(server), limit)...)
	if _, err := client.ListSnapshots(t.Context()); err != nil {
		t.Fatal(err)
	}
	forget()
	_, _ = client.ListSnapshots(t.Context())
	_, err = client.ListSnapshots(t.Context())
	return <-protocols, err
}

const lossTested = "DWS_TEST_SILENCE"

// The certificates are read once in a process, so the client's own transport is tested in another.
func TestAfterASilentLossTheClientConnectsAgain(t *testing.T) {
	if os.Getenv(lossTested) == "" {
		command := exec.Command(os.Args[0], "-test.run=^TestAfterASilentLossTheClientConnectsAgain$", "-test.v")
		command.Env = append(os.Environ(), lossTested+"=1")
		if said, err := command.CombinedOutput(); err != nil {
			t.Errorf("%v: %s", err, said)
		}
		return
	}
	protocol, err := afterASilentLoss(t, func(server *httptest.Server) []dws.Option {
		trusted := filepath.Join(t.TempDir(), "ca.pem")
		block := &pem.Block{Type: "CERTIFICATE", Bytes: server.Certificate().Raw}
		if err := os.WriteFile(trusted, pem.EncodeToMemory(block), 0o600); err != nil {
			t.Fatal(err)
		}
		t.Setenv("SSL_CERT_FILE", trusted)
		return nil
	})
	expect(t, "error", err, nil)
	expect(t, "protocol", protocol, "HTTP/1.1")
}

// The README says so.
func TestOverHTTP2PingsFindASilentLoss(t *testing.T) {
	protocol, err := afterASilentLoss(t, func(server *httptest.Server) []dws.Option {
		trusting := server.Client().Transport.(*http.Transport).TLSClientConfig
		transport := &http.Transport{ForceAttemptHTTP2: true, TLSClientConfig: &tls.Config{RootCAs: trusting.RootCAs}}
		transport.HTTP2 = &http.HTTP2Config{SendPingTimeout: 50 * time.Millisecond, PingTimeout: 50 * time.Millisecond}
		return []dws.Option{dws.WithHTTPClient(&http.Client{Transport: transport})}
	})
	expect(t, "error", err, nil)
	expect(t, "protocol", protocol, "HTTP/2.0")
}
