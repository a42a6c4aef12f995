package tests

import (
	"context"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"strings"
	"testing"
	"time"

	"dws-snapshots.example/overlays/go/dws"
)

// No mistake of a caller is a panic.

func TestANilOptionIsAnError(t *testing.T) {
	_, err := dws.New("https://dws.example", projectID, dws.Token("t"), nil)
	expect(t, "message", err.Error(), "option must not be nil; given <nil>")
	client := tokenClient(t, refusingURL)
	_, err = client.CreateSnapshot(t.Context(), wanted, nil)
	expect(t, "class", className(err), "InvalidRequest")
	_, err = client.CreateSnapshotOnce(t.Context(), wanted, 0, nil)
	expect(t, "class", className(err), "InvalidRequest")
	_, err = client.CreateSnapshot(t.Context(), wanted, dws.WithBusyTimeout(-time.Second))
	expect(t, "message", err.Error(), `busy_timeout must not be negative; given "-1s"`)
}

// calls are all kinds of calls.
var calls = map[string]func(context.Context, *dws.Client) error{
	"creating": func(ctx context.Context, c *dws.Client) error {
		_, err := c.CreateSnapshot(ctx, wanted)
		return err
	},
	"creating once": func(ctx context.Context, c *dws.Client) error {
		_, err := c.CreateSnapshotOnce(ctx, wanted, 0)
		return err
	},
	"waiting": func(ctx context.Context, c *dws.Client) error {
		_, err := c.WaitUntilAvailable(ctx, snapshotID, 0, nil)
		return err
	},
	"deleting": func(ctx context.Context, c *dws.Client) error { return c.DeleteSnapshot(ctx, snapshotID) },
	"iterating": func(ctx context.Context, c *dws.Client) (err error) {
		for _, err = range c.IterClusterSnapshots(ctx, clusterID, dws.IterClusterSnapshotsParams{}) {
		}
		return err
	},
}

func TestAClientThatNobodyMadeAndANilContextAreErrors(t *testing.T) {
	for name, call := range calls {
		t.Run(name, func(t *testing.T) {
			for _, nobodys := range []*dws.Client{nil, {}} {
				err := call(t.Context(), nobodys)
				expect(t, "class of "+err.Error(), className(err), "InvalidRequest")
				expect(t, "field", as[*dws.InvalidRequestError](err).Field, "client")
				nobodys.CloseIdleConnections()
			}
			err := call(nil, tokenClient(t, refusingURL))
			expect(t, "class of "+err.Error(), className(err), "InvalidRequest")
			ctx, cancel := context.WithCancel(t.Context())
			cancel()
			err = call(ctx, tokenClient(t, refusingURL))
			expect(t, "of the tree: "+err.Error(), as[dws.Error](err) != nil, true)
		})
	}
}

func TestATransportThatGivesNoAnswerIsAFailure(t *testing.T) {
	none := roundTripper(func(*http.Request) (*http.Response, error) { return nil, nil })
	_, err := tokenClient(t, "http://dws.example", dws.WithHTTPClient(&http.Client{Transport: none})).CreateSnapshot(t.Context(), wanted)
	expectFailure(t, err, "ConnectionFailed", true)
	empty := roundTripper(func(*http.Request) (*http.Response, error) { return &http.Response{StatusCode: 200}, nil })
	_, err = tokenClient(t, "http://dws.example", dws.WithHTTPClient(&http.Client{Transport: empty})).CreateSnapshot(t.Context(), wanted)
	expect(t, "class", className(err), "UnexpectedResponse")
}

const child = "DWS_TEST_ENDPOINT"

// The environment is read once in a process, so each case has its own.
func TestWhateverTheEnvironmentSaysTheErrorIsOfTheTree(t *testing.T) {
	if endpoint := os.Getenv(child); endpoint != "" {
		err := func() error {
			client, err := dws.New(endpoint, projectID, dws.Token("t"), dws.WithTimeout(20*time.Second))
			if err != nil {
				return err
			}
			_, err = client.CreateSnapshot(t.Context(), wanted)
			return err
		}()
		_, _ = os.Stdout.WriteString("\n=" + className(err) + "= " + err.Error() + "\n")
		return
	}
	untrusted := httptest.NewTLSServer(http.NotFoundHandler())
	t.Cleanup(untrusted.Close)
	for name, given := range map[string]struct{ variable, endpoint, class string }{
		"no address of a proxy":    {"HTTPS_PROXY=http://user:hunter2@[proxy", "https://dws.example", "InvalidRequest"},
		"a proxy's port":           {"HTTPS_PROXY=http://user:hunter2@127.0.0.1:99999", "https://dws.example", "InvalidRequest"},
		"two ports of a proxy":     {"HTTPS_PROXY=user:hunter2:1:2", "https://dws.example", "InvalidRequest"},
		"a SOCKS proxy":            {"HTTPS_PROXY=socks5://user:hunter2@127.0.0.1:1", "https://dws.example", "ConnectionFailed"},
		"an odd NO_PROXY":          {"NO_PROXY=[::1],[", refusingURL, "ConnectionFailed"},
		"certificates that aren't": {"SSL_CERT_FILE=/nowhere", untrusted.URL, "ConnectionFailed"},
	} {
		t.Run(name, func(t *testing.T) {
			command := exec.Command(os.Args[0], "-test.run=^TestWhateverTheEnvironmentSaysTheErrorIsOfTheTree$", "-test.v")
			command.Env = append(os.Environ(), given.variable, child+"="+given.endpoint)
			said, err := command.CombinedOutput()
			if err != nil || !strings.Contains(string(said), "="+given.class+"=") || strings.Contains(string(said), "hunter2") {
				t.Errorf("%v, not %s: %s", err, given.class, said)
			}
		})
	}
}
