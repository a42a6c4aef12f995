// Package dws creates and manages snapshots of Data Warehouse Service clusters (Huawei Cloud, Open Telekom Cloud).
//
//	client, err := dws.New("https://dws.eu-de.otc.t-systems.com", projectID, dws.AKSK(accessKey, secretKey))
//	...
//	created, err := client.CreateSnapshot(ctx, dws.Snapshot{Name: "snapshot-3", ClusterID: clusterID})
//
// Every value is checked against the contract before anything is sent. A create is sent once, and again only where it
// is certain that the first did nothing. Errors are those of Error, for errors.As and errors.Is.
package dws

import (
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/url"
	"strings"
	"time"

	"dws-snapshots.example/generated/go/api"
)

// Version is the version of this module.
const Version = "0.2.0"

// Client calls the snapshot API for one project. It is immutable and serves any number of goroutines.
//
// The operations are those of api.Calls: CreateSnapshot, ListSnapshots, ListSnapshotDetails, DeleteSnapshot,
// RestoreCluster, CopySnapshot, ListClusterSnapshots and ClusterSnapshotPages. Each returns an *InvalidRequestError
// before anything is sent; an *APIError for an answer that is no success, which is ErrBadRequest also for a name that
// is taken; and an *UnexpectedResponseError, a *ConnectionFailedError or a *ResponseTimeoutError otherwise. A request
// is sent once; only one that was refused with 401 is sent again, with a new token.
type Client struct {
	*api.Calls
	endpoint, projectID string
	auth                *Auth
	transport           http.RoundTripper
	timeout             time.Duration
}

// Option changes a client while New makes it. Of two that say the same, the later counts.
type Option func(*Client) error

// WithTimeout says how long one request may take, from its start to the last byte of its answer; a minute by default.
// The caller's context ends it earlier.
func WithTimeout(timeout time.Duration) Option {
	return func(c *Client) error {
		c.timeout = timeout
		if timeout <= 0 {
			return &InvalidRequestError{"timeout", "must be above 0", timeout.String()}
		}
		return nil
	}
}

// WithHTTPClient sends through the transport of an http.Client, for a proxy or a CA of your own, and takes its Timeout
// if it has one. Its Jar and CheckRedirect are not used: no cookies are kept, and redirects are not followed.
func WithHTTPClient(client *http.Client) Option {
	return func(c *Client) error {
		if client == nil {
			return &InvalidRequestError{"http_client", "must not be nil", nil}
		}
		if client.Transport != nil {
			c.transport = client.Transport
		}
		if client.Timeout > 0 {
			c.timeout = client.Timeout
		}
		return nil
	}
}

// New returns a client of an endpoint, for example "https://dws.eu-de.otc.t-systems.com", and a project, 32 lower-case
// hexadecimal digits. By default it connects within 10 seconds, as the environment's HTTPS_PROXY and NO_PROXY say.
//
// It returns an *InvalidRequestError for an argument that breaks a rule. Nothing is sent.
func New(endpoint, projectID string, auth *Auth, options ...Option) (*Client, error) {
	address, err := checkedURL("endpoint", endpoint)
	if err != nil {
		return nil, err
	}
	c := &Client{endpoint: address, projectID: projectID, auth: auth, transport: newTransport(), timeout: time.Minute}
	if c.Calls, err = api.NewCalls(address, projectID, c.call); err != nil {
		return nil, invalid(err)
	}
	if auth == nil {
		return nil, &InvalidRequestError{"auth", "must be made by AKSK, TemporaryAKSK, Token or Password", nil}
	}
	if auth.invalid != nil {
		return nil, auth.invalid
	}
	for _, option := range options {
		if err := option(c); err != nil {
			return nil, err
		}
	}
	return c, nil
}

func newTransport() *http.Transport {
	return &http.Transport{
		Proxy:               http.ProxyFromEnvironment,
		DialContext:         (&net.Dialer{Timeout: 10 * time.Second}).DialContext,
		TLSHandshakeTimeout: 10 * time.Second,
		ForceAttemptHTTP2:   true,
		MaxIdleConnsPerHost: 100,
		IdleConnTimeout:     90 * time.Second,
	}
}

// CloseIdleConnections closes the connections that no request uses.
func (c *Client) CloseIdleConnections() {
	(&http.Client{Transport: c.transport}).CloseIdleConnections()
}

func (c *Client) String() string { return fmt.Sprintf("dws.Client(%s, %s)", c.endpoint, c.projectID) }

// checkedURL returns an address without its trailing slash. User information is never shown.
func checkedURL(field, value string) (string, error) {
	parsed, err := url.Parse(value)
	switch {
	case strings.Contains(value, "@"):
		return "", &InvalidRequestError{field, "must not hold a user name or a password", hidden{}}
	case err != nil || !visible.MatchString(value) || parsed.Scheme != "http" && parsed.Scheme != "https" ||
		parsed.Hostname() == "" || strings.ContainsAny(value, "?#"):
		return "", &InvalidRequestError{field, "must be http:// or https:// and a host, with neither query nor fragment", value}
	}
	return strings.TrimRight(value, "/"), nil
}

// call makes a call of api.Calls. A request that was refused with 401 had no effect: it is sent again once, if there is
// a new token.
func (c *Client) call(build func() (*http.Request, error), success int, read func(body []byte) error) error {
	a, used, err := c.exchange(build, "")
	if err == nil && a.Status == http.StatusUnauthorized && used != "" {
		a, _, err = c.exchange(build, used)
	}
	if err != nil {
		return err
	}
	if a.Status != success {
		return apiError(a, c.auth.secrets())
	}
	if a.Cut != nil && a.Cut.Ended {
		return c.failure(a.Cut)
	} else if a.Cut != nil {
		return unexpected(a, "the answer was cut short", c.auth.secrets())
	}
	if err = read(a.Body); err == nil {
		return nil
	}
	reason := fmt.Sprintf("the answer is no JSON but %d bytes of %q", len(a.Body), a.Header.Get("Content-Type"))
	if broken, ok := errors.AsType[*api.ConstraintError](err); ok {
		reason = "the answer's " + broken.Error()
	}
	return unexpected(a, reason, c.auth.secrets())
}

// exchange builds a request, authenticates it and sends it. used is the token that it was sent with, if there can be
// another; refused is the one that the service refused just before.
func (c *Client) exchange(build func() (*http.Request, error), refused string) (a *api.Answer, used string, err error) {
	request, err := build()
	if err != nil {
		return nil, "", invalid(err)
	}
	if used, err = c.auth.authenticate(request, c.send, refused); err == nil {
		a, err = c.send(request)
	}
	return a, used, err
}

// send sends a request once, with the errors of this package.
func (c *Client) send(request *http.Request) (*api.Answer, error) {
	request.Header.Set("User-Agent", "dws-snapshots-go/"+Version)
	a, err := api.Exchange(c.transport, request, c.timeout)
	if none, ok := errors.AsType[*api.NoAnswerError](err); ok {
		return nil, c.failure(none)
	}
	return a, err
}

func (c *Client) failure(none *api.NoAnswerError) error {
	secrets := c.auth.secrets()
	failed := &ConnectionFailedError{redacted(none.Reason, secrets), none.MayHaveBeenSent, none.Err}
	if text := none.Err.Error(); redacted(text, secrets) != text {
		failed.cause = nil
	}
	if none.Timeout() && none.MayHaveBeenSent {
		return &ResponseTimeoutError{failed}
	}
	return failed
}
