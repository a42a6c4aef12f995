package api

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"math"
	"net/http"
	"regexp"
	"strconv"
	"strings"
	"time"
)

// Error is the interface of every error of a call.
type Error interface {
	error
	// DWSError does nothing; it marks the error as one of a call.
	DWSError()
}

// status is a status of the contract's errors, for errors.Is.
type status int

func (s status) Error() string { return strings.ToLower(http.StatusText(int(s))) }

// APIError says that the service answered with a status other than 2xx. errors.Is matches it with the Err… of its status.
//
// ErrorCode is the service's code, for example "DWS.0001", or empty if the answer has none. ErrorMsg is the service's
// message; if the answer has none, a description of the answer. RequestID is from the header X-Request-Id or the body, or
// empty. RetryAfter is how long the service asks to wait, or 0. MayHaveBeenSentTwice says that the transport repeated a
// create, a delete or another change by itself: this may be the answer to the second request, after the first one had an
// effect. Source: decision 8 of openapi.yaml.
type APIError struct {
	StatusCode int
	ErrorCode  string
	ErrorMsg   string
	RequestID  string
	RetryAfter time.Duration

	MayHaveBeenSentTwice bool
}

func (e *APIError) Error() string {
	twice := ""
	if e.MayHaveBeenSentTwice {
		twice = "; the transport sent the request twice, and the first may have had its effect"
	}
	return strings.TrimSpace(fmt.Sprintf("%d %s", e.StatusCode, e.ErrorCode)) + ": " + e.ErrorMsg + quoted(e.RequestID) + twice
}

// Is reports whether target is the Err… of this status.
func (e *APIError) Is(target error) bool { return target == error(status(e.StatusCode)) }

// DWSError marks it as an error of a call.
func (*APIError) DWSError() {}

// UnexpectedResponseError says that the service answered with success, but with an unusable body. The request probably
// had its effect. Reason says what is wrong with the body.
type UnexpectedResponseError struct {
	StatusCode int
	Reason     string
	RequestID  string
	cut        error
}

func (e *UnexpectedResponseError) Error() string {
	return fmt.Sprintf("%d: %s%s", e.StatusCode, e.Reason, quoted(e.RequestID))
}

// Unwrap returns the *ConnectionFailedError that cut the answer short, or nil.
func (e *UnexpectedResponseError) Unwrap() error { return e.cut }

// DWSError marks it as an error of a call.
func (*UnexpectedResponseError) DWSError() {}

// interrupted is the failure of a call that its context ended.
type interrupted struct{ failure, ended error }

func (e *interrupted) Error() string { return e.failure.Error() + "; " + e.ended.Error() }

func (e *interrupted) Unwrap() []error { return []error{e.failure, e.ended} }

func (*interrupted) DWSError() {}

// EndedBy returns a failure together with the error of the call's context, if that has ended.
func EndedBy(ctx context.Context, failure error) error {
	if failure == nil || ctx.Err() == nil || errors.Is(failure, ctx.Err()) {
		return failure
	}
	return &interrupted{failure, ctx.Err()}
}

func quoted(requestID string) string {
	if requestID == "" {
		return ""
	}
	return " (request " + requestID + ")"
}

// Failure returns the error of an answer that is not a success, whatever its body is.
func (a *Answer) Failure() *APIError {
	content := strings.ToValidUTF8(string(a.Body), "\uFFFD")
	members := errorMembers(content)
	message := cmp.Or(members["error_msg"], members["externalMessage"], members["message"],
		plainText(a.secrets.redact(content)), http.StatusText(a.Status), "the answer has no body")
	return &APIError{
		StatusCode: a.Status,
		ErrorCode:  a.secrets.show(cmp.Or(members["error_code"], members["errCode"]), 100),
		ErrorMsg:   a.secrets.show(message, 500),
		RequestID:  cmp.Or(a.requestID(), a.secrets.show(members["request_id"], 100)),
		RetryAfter: a.retryAfter(),

		MayHaveBeenSentTwice: a.repeated && a.Status/100 == 4,
	}
}

func (a *Answer) requestID() string { return a.secrets.show(a.Header.Get("X-Request-Id"), 100) }

// retryAfter returns how long a service asks to wait, or 0. It reads a number of seconds, or a date, which it compares
// with the answer's own Date if there is one.
func (a *Answer) retryAfter() time.Duration {
	told := a.Header.Get("Retry-After")
	seconds, err := strconv.ParseUint(told, 10, 64)
	// As in the other languages, a number that is infinite as a float64 is none.
	_, infinite := strconv.ParseFloat(told, 64)
	if err == nil || errors.Is(err, strconv.ErrRange) && infinite == nil {
		return time.Duration(min(seconds, math.MaxInt64/uint64(time.Second))) * time.Second
	}
	until, err := http.ParseTime(told)
	if err != nil {
		return 0
	}
	now, err := http.ParseTime(a.Header.Get("Date"))
	if err != nil {
		now = time.Now()
	}
	return max(until.Sub(now), 0)
}

// Unexpected returns the error of a success with an unusable body.
func (a *Answer) Unexpected(reason string) *UnexpectedResponseError {
	return &UnexpectedResponseError{a.Status, a.secrets.show(reason, 500), a.requestID(), nil}
}

var wholeMember = regexp.MustCompile(`"(error_code|errCode|error_msg|externalMessage|request_id)"\s*:\s*"([^"\\]*)"`)

// errorMembers returns the string members of an error body of DWS, the gateway or Keystone, even if it was cut short.
func errorMembers(content string) map[string]string {
	result := map[string]string{}
	var parsed any
	if json.Unmarshal([]byte(content), &parsed) != nil {
		for _, found := range wholeMember.FindAllStringSubmatch(content, -1) {
			result[found[1]] = found[2]
		}
		return result
	}
	members, _ := parsed.(map[string]any)
	if nested, ok := members["error"].(map[string]any); ok {
		maps.Copy(members, nested)
	}
	for name, value := range members {
		if text, ok := value.(string); ok {
			result[name] = text
		}
	}
	return result
}

var unseen = regexp.MustCompile(`(?is)<style\b.*?(?:</style>|\z)|<script\b.*?(?:</script>|\z)|<[^>]*(?:>|\z)`)

// plainText returns the visible text of HTML or plain text, in one line.
func plainText(content string) string {
	return strings.Join(strings.Fields(unseen.ReplaceAllString(first(content, 20_000), " ")), " ")
}
