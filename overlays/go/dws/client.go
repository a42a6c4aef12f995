// Package dws creates and manages snapshots of Data Warehouse Service clusters (Huawei Cloud, Open Telekom Cloud).
//
//	client, err := dws.New("https://dws.eu-de.otc.t-systems.com", projectID, dws.AKSK(accessKey, secretKey))
//	...
//	created, err := client.CreateSnapshot(ctx, dws.Snapshot{Name: "snapshot-3", ClusterID: clusterID})
//
// Every value is checked against the contract before anything is sent. A create is sent once, and again only if the
// first certainly had no effect. Every error of a call is an Error; use errors.As and errors.Is to tell them apart.
package dws

import (
	"cmp"
	"context"
	"fmt"
	"net"
	"net/http"
	"net/url"
	"slices"
	"time"

	"dws-snapshots.example/generated/go/api"
)

// Version is the version of this module.
const Version = "1.0.0"

const userAgent = "dws-snapshots-go/" + Version

// Client calls the snapshot API for one project. It is immutable, and any number of goroutines may use it.
//
// An operation returns an *InvalidRequestError if a value is wrong, before anything is sent; an *APIError if the answer
// is not a success, for example ErrBadRequest if a name is taken; and otherwise an *UnexpectedResponseError, a
// *ConnectionFailedError or a *ResponseTimeoutError. A request is sent once, and again only after a 401, with a new token.
type Client struct {
	calls               *api.Calls
	endpoint, projectID string
	auth                Auth
	transport           http.RoundTripper
	timeout             time.Duration
	readYAML            func(content []byte, target any) error
}

// Option changes a client while New makes it. If two options set the same thing, the later one counts.
type Option func(*Client) error

// WithTimeout sets how long one request may take, from its start to the last byte of its answer; a minute by default.
// The caller's context may end it earlier.
func WithTimeout(timeout time.Duration) Option {
	return func(c *Client) error {
		c.timeout = timeout
		return check(timeout > 0, "timeout", "must be above 0", timeout.String())
	}
}

// WithHTTPClient sends through the transport of an http.Client, for a proxy or a CA of your own, and uses its Timeout if
// it has one. Its Jar and CheckRedirect are ignored: no cookies are kept, and redirects are not followed.
func WithHTTPClient(client *http.Client) Option {
	return func(c *Client) error {
		if client == nil {
			return check(false, "http_client", "must not be nil", nil)
		}
		if transport, ok := client.Transport.(*http.Transport); ok && transport == nil {
			return check(false, "http_client.transport", "must not be a nil *http.Transport", nil)
		}
		c.transport = client.Transport
		c.timeout = cmp.Or(max(client.Timeout, 0), c.timeout)
		return nil
	}
}

// New returns a client for an endpoint, for example "https://dws.eu-de.otc.t-systems.com", and a project's ID. By default
// it takes at most 10 seconds to connect, and uses the proxy of HTTPS_PROXY and NO_PROXY in the environment.
//
// It returns an *InvalidRequestError for a wrong argument. Nothing is sent.
func New(endpoint, projectID string, auth Auth, options ...Option) (*Client, error) {
	c, err := configured(options)
	if err = cmp.Or(c.connect(endpoint, projectID, auth), err); err != nil {
		return nil, err
	}
	return c, nil
}

// configured returns a client that has no endpoint yet.
func configured(options []Option) (c *Client, err error) {
	c = &Client{timeout: time.Minute}
	for _, option := range options {
		if option == nil {
			err = cmp.Or(err, check(false, "option", "must not be nil", nil))
			continue
		}
		err = cmp.Or(err, option(c))
	}
	return c, err
}

// connect gives a client its endpoint, project and credentials.
func (c *Client) connect(endpoint, projectID string, auth Auth) error {
	address, wrong := checkedURL("endpoint", endpoint)
	c.endpoint, c.projectID, c.auth = address, projectID, auth
	calls, err := api.NewCalls(address, projectID, c.send)
	if err = cmp.Or(wrong, err, checkAuth(auth)); err != nil {
		return err
	}
	c.calls = calls
	return c.dial(address)
}

// dial gives a client a transport to an address, if it has none.
func (c *Client) dial(address string) (err error) {
	if c.transport == nil {
		c.transport, err = newTransport(address)
	}
	return err
}

// operations returns the generated operations. If the client was not made by New, they return an error that says so.
func (c *Client) operations() *api.Calls {
	if c == nil {
		return nil
	}
	return c.calls
}

// newTransport returns a transport with the environment's proxy, or an error if that is not a valid address.
func newTransport(endpoint string) (*http.Transport, error) {
	var proxy *url.URL
	request, err := http.NewRequest(http.MethodGet, endpoint, nil)
	if err == nil {
		proxy, err = http.ProxyFromEnvironment(request)
	}
	good := err == nil && (proxy == nil || isProxy(proxy))
	// With a dialer of its own it speaks HTTP/1.1, where a request that gets no answer closes its connection. Over HTTP/2 all
	// further requests would go out on the dead connection.
	return &http.Transport{
		Proxy:               http.ProxyFromEnvironment,
		DialContext:         (&net.Dialer{Timeout: 10 * time.Second}).DialContext,
		TLSHandshakeTimeout: 10 * time.Second,
		MaxIdleConnsPerHost: 100,
		IdleConnTimeout:     90 * time.Second,
	}, check(good, "HTTPS_PROXY or HTTP_PROXY", "must be the address of a proxy", hidden{})
}

// CloseIdleConnections closes the connections that no request uses.
func (c *Client) CloseIdleConnections() {
	if c == nil || c.transport == nil {
		return
	}
	(&http.Client{Transport: c.transport}).CloseIdleConnections()
}

func (c *Client) String() string {
	if c == nil {
		return "dws.Client(nil)"
	}
	return fmt.Sprintf("dws.Client(%s, %s)", c.endpoint, c.projectID)
}

// send makes a call of api.Calls. A request that got a 401 had no effect, so it is sent once more if there may be a new
// token.
func (c *Client) send(build func() (*http.Request, error)) (*api.Answer, error) {
	for attempt := 1; ; attempt++ {
		request, err := build()
		if err != nil {
			return nil, err
		}
		request.Header.Set("User-Agent", userAgent)
		if err := c.authenticate(request); err != nil {
			return nil, err
		}
		proof := []string{request.Header.Get("X-Auth-Token"), request.Header.Get("X-Security-Token")}
		secrets := slices.Concat(c.auth.Secrets(), proof)
		answer, err := api.Exchange(c.transport, request, c.timeout, secrets...)
		if err == nil && answer.Status == http.StatusUnauthorized && attempt == 1 && c.auth.Refused(request) {
			continue
		}
		if err == nil && answer.Status/100 != 2 && answer.Cut != nil {
			err = api.EndedBy(request.Context(), answer.Failure())
		}
		return answer, err
	}
}

// authenticate adds the proof to a request, within the client's timeout.
func (c *Client) authenticate(request *http.Request) error {
	ctx, cancel := context.WithTimeout(request.Context(), c.timeout)
	defer cancel()
	limited := request.WithContext(ctx)
	err := c.auth.Authenticate(limited, c.transport)
	if _, known := as[Error](err); err != nil && !known {
		err = api.NotSent(request, err, c.auth.Secrets()...)
	}
	return err
}
