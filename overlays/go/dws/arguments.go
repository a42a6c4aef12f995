package dws

import (
	"cmp"
	"net/url"
	"regexp"
	"strings"
	"time"
)

// check returns an *InvalidRequestError unless a value is good.
func check(good bool, field, rule string, value any) error {
	if good {
		return nil
	}
	return &InvalidRequestError{Field: field, Rule: rule, Value: value}
}

// hidden stands for a value that is a secret.
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

// checkSecretKey refuses what comes of copying, and would make each signature wrong.
func checkSecretKey(value string) error {
	const rule = "must not have spaces or line feeds around it"
	return cmp.Or(
		checkGiven("secret_key", value), check(strings.TrimSpace(value) == value, "secret_key", rule, hidden{}),
	)
}

func checkDuration(field string, duration time.Duration) error {
	return check(duration >= 0, field, "must not be negative", duration.String())
}

// checkedURL returns an address without its trailing slash. User information is never shown.
func checkedURL(field, value string) (string, error) {
	parsed, err := url.Parse(value)
	good := err == nil && visible.MatchString(value) && (parsed.Scheme == "http" || parsed.Scheme == "https") &&
		parsed.Hostname() != "" && !strings.ContainsAny(value, "?#")
	return strings.TrimRight(value, "/"), cmp.Or(
		check(!strings.Contains(value, "@"), field, "must not hold a user name or a password", hidden{}),
		check(good, field, "must be http:// or https:// and a host, with neither query nor fragment", value),
	)
}
