package dws

import (
	"cmp"
	"context"
	"errors"
	"net/url"
	"regexp"
	"strconv"
	"strings"
	"time"
)

// check returns an *InvalidRequestError if good is false.
func check(good bool, field, rule string, value any) error {
	if good {
		return nil
	}
	return &InvalidRequestError{Field: field, Rule: rule, Value: value}
}

// as finds an error of a type in a chain, like errors.AsType of Go 1.26.
func as[T error](err error) (found T, ok bool) {
	ok = errors.As(err, &found)
	return found, ok
}

// Ptr returns a pointer to a value, for an optional member.
func Ptr[T any](value T) *T { return &value }

// hidden is shown instead of a secret.
type hidden struct{}

func (hidden) GoString() string { return "a value that is not shown" }

func checkGiven(field, value string) error {
	return check(value != "", field, "must not be empty", hidden{})
}

var visible = regexp.MustCompile(`^[!-~]+$`)

func checkHeaderValue(field, value string) error {
	const rule = "must be visible ASCII characters, without spaces or line feeds"
	return check(visible.MatchString(value), field, rule, hidden{})
}

// checkSecretKey refuses spaces around a key: they are a copying mistake, and would make every signature wrong.
func checkSecretKey(value string) error {
	const rule = "must not have spaces or line feeds around it"
	return cmp.Or(
		checkGiven("secret_key", value), check(strings.TrimSpace(value) == value, "secret_key", rule, hidden{}),
	)
}

func checkDuration(field string, duration time.Duration) error {
	return check(duration >= 0, field, "must not be negative", duration.String())
}

// checkCall checks the arguments that all waiting calls have.
func (c *Client) checkCall(ctx context.Context, timeout time.Duration) error {
	return cmp.Or(
		check(c.operations() != nil, "client", "must be made by New", nil),
		check(ctx != nil, "context", "must not be nil", nil),
		checkDuration("timeout", timeout),
	)
}

// checkedURL returns an address without its trailing slash. User names and passwords in it are never shown.
func checkedURL(field, value string) (string, error) {
	parsed, err := url.Parse(value)
	good := err == nil && visible.MatchString(value) && (parsed.Scheme == "http" || parsed.Scheme == "https") &&
		parsed.Hostname() != "" && !strings.ContainsAny(value, "?#")
	if err := cmp.Or(
		check(!strings.Contains(value, "@"), field, "must not hold a user name or a password", hidden{}),
		check(good, field, "must be http:// or https:// and a host, with neither query nor fragment", value),
	); err != nil {
		return "", err
	}
	return strings.TrimRight(value, "/"), cmp.Or(
		check(isHost(parsed.Hostname()), field, "must name a host, whose labels have 1 to 63 characters", value),
		check(isPort(parsed.Port()), field, "must have a port from 1 to 65535, or none", value),
	)
}

// isHost reports whether all labels of a name have 1 to 63 characters. An IPv6 address is one such label.
func isHost(name string) bool {
	for _, label := range strings.Split(strings.TrimSuffix(name, "."), ".") {
		if label == "" || len(label) > 63 {
			return false
		}
	}
	return true
}

func isPort(port string) bool {
	number, err := strconv.ParseUint(port, 10, 16)
	return port == "" || err == nil && number > 0
}

// isProxy reports whether the environment names a proxy. Text that is not an address is parsed as a host "http:".
func isProxy(address *url.URL) bool {
	return isHost(address.Hostname()) && isPort(address.Port()) && !strings.HasSuffix(address.Host, ":")
}
