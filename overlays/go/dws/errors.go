package dws

import (
	"errors"
	"fmt"
	"net/http"
	"strings"
	"time"

	"dws-snapshots.example/generated/go/api"
)

// Error is what every error of a call is, or wraps; only the caller's own context.Canceled and
// context.DeadlineExceeded come without it. No text of an error holds a secret: what a service sends back is cleared of
// the caller's own secrets first.
type Error interface {
	error
	dwsError()
}

// The statuses of the contract's errors, for errors.Is. Every other status is an *APIError that is none of them.
const (
	// ErrBadRequest is 400: the request breaks a rule, or the name is taken.
	ErrBadRequest = status(http.StatusBadRequest)
	// ErrUnauthorized is 401: the credentials are missing, wrong or expired. The request had no effect.
	ErrUnauthorized = status(http.StatusUnauthorized)
	// ErrForbidden is 403: the project is not the caller's, or the status of the cluster does not allow the operation.
	ErrForbidden = status(http.StatusForbidden)
	// ErrNotFound is 404: the project has no such cluster or snapshot.
	ErrNotFound = status(http.StatusNotFound)
	// ErrInternalServerError is 500: whether the request had an effect is not known.
	ErrInternalServerError = status(http.StatusInternalServerError)
	// ErrServiceUnavailable is 503: whether the request had an effect is not known.
	ErrServiceUnavailable = status(http.StatusServiceUnavailable)
)

type status int

func (s status) Error() string { return strings.ToLower(http.StatusText(int(s))) }

// InvalidRequestError says that a value breaks a rule of the contract; nothing was sent. Source of each rule:
// openapi.yaml.
//
// Field is the place of the value, for example "snapshot.name"; Rule is what it must be; Value is what was given.
type InvalidRequestError struct {
	Field string
	Rule  string
	Value any
}

func (e *InvalidRequestError) Error() string {
	given := fmt.Sprintf("%#v", e.Value)
	if characters := []rune(given); len(characters) > 60 {
		given = string(characters[:60]) + "…"
	}
	return e.Field + " " + e.Rule + "; given " + given
}

// hidden stands for a value that is a secret.
type hidden struct{}

func (hidden) GoString() string { return "a value that is not shown" }

// APIError says that the service answered with a status that is not the declared success.
//
// ErrorCode is the service's code, for example "DWS.0001", or empty where the answer names none. ErrorMsg is the
// service's sentence; where the answer has none, what the answer was instead. RequestID is that of the header
// X-Request-Id or of the body, or empty. Source: decision 8 of openapi.yaml.
type APIError struct {
	StatusCode int
	ErrorCode  string
	ErrorMsg   string
	RequestID  string
}

func (e *APIError) Error() string {
	return strings.TrimSpace(fmt.Sprintf("%d %s", e.StatusCode, e.ErrorCode)) + ": " + e.ErrorMsg + quoted(e.RequestID)
}

// Is tells whether target is the Err… of this status.
func (e *APIError) Is(target error) bool { return target == error(status(e.StatusCode)) }

func quoted(requestID string) string {
	if requestID == "" {
		return ""
	}
	return " (request " + requestID + ")"
}

// UnexpectedResponseError says that the service answered with the declared success status, but with another body. The
// request probably had its effect. Reason is what is wrong with the body.
type UnexpectedResponseError struct {
	StatusCode int
	Reason     string
	RequestID  string
}

func (e *UnexpectedResponseError) Error() string {
	return fmt.Sprintf("%d: %s%s", e.StatusCode, e.Reason, quoted(e.RequestID))
}

// ConnectionFailedError says that no connection could be made, or that it broke before an answer.
//
// MayHaveBeenSent tells whether the request may have reached the service, so that a snapshot might exist.
type ConnectionFailedError struct {
	Reason          string
	MayHaveBeenSent bool
	cause           error
}

func (e *ConnectionFailedError) Error() string {
	if e.MayHaveBeenSent {
		return e.Reason + "; the request may have been sent"
	}
	return e.Reason + "; the request was not sent"
}

// Unwrap returns the transport's own error.
func (e *ConnectionFailedError) Unwrap() error { return e.cause }

// ResponseTimeoutError says that the answer did not come in time. errors.As finds it as a *ConnectionFailedError too.
type ResponseTimeoutError struct{ *ConnectionFailedError }

// Unwrap returns the *ConnectionFailedError that this error is.
func (e *ResponseTimeoutError) Unwrap() error { return e.ConnectionFailedError }

// Timeout reports true, as net.Error has it.
func (e *ResponseTimeoutError) Timeout() bool { return true }

// SnapshotFailedError says that the service failed to make a snapshot: its status is UNAVAILABLE.
type SnapshotFailedError struct{ Snapshot SnapshotDetail }

func (e *SnapshotFailedError) Error() string {
	return fmt.Sprintf("snapshot %s (%s) is %s", e.Snapshot.ID, e.Snapshot.Name, e.Snapshot.Status)
}

// WaitTimeoutError says that a snapshot was not available in time. Status is the last that was seen, or empty; the
// error wraps the failure of the last reading, if it failed.
type WaitTimeoutError struct {
	SnapshotID string
	Timeout    time.Duration
	Status     string
	last       error
}

func (e *WaitTimeoutError) Error() string {
	seen := "its status was never read"
	if e.Status != "" {
		seen = "its last status was " + e.Status
	}
	if e.last != nil {
		seen += "; the last reading failed: " + e.last.Error()
	}
	return fmt.Sprintf("snapshot %s was not available after %s; %s", e.SnapshotID, e.Timeout, seen)
}

// Unwrap returns the failure of the last reading, or nil.
func (e *WaitTimeoutError) Unwrap() error { return e.last }

func (*InvalidRequestError) dwsError()     {}
func (*APIError) dwsError()                {}
func (*UnexpectedResponseError) dwsError() {}
func (*ConnectionFailedError) dwsError()   {}
func (*SnapshotFailedError) dwsError()     {}
func (*WaitTimeoutError) dwsError()        {}

// invalid returns the error for a caller's value that breaks a rule of the contract.
func invalid(err error) error {
	if constraint, ok := errors.AsType[*api.ConstraintError](err); ok {
		return &InvalidRequestError{constraint.Field, constraint.Rule, constraint.Value}
	}
	return &InvalidRequestError{"request", "can't be made: " + err.Error(), nil}
}
