package dws

import (
	"context"
	"errors"
	"fmt"
	"time"

	"dws-snapshots.example/generated/go/api"
)

// Error is the interface of every error of a call. If the caller's context ended the call, errors.Is finds
// context.Canceled or context.DeadlineExceeded in it. No error contains a secret: the caller's secrets are first removed
// from the service's answer.
type Error = api.Error

// The errors of every call.
type (
	// InvalidRequestError says that a value breaks a rule of the contract; nothing was sent. Source of each rule:
	// openapi.yaml.
	//
	// Field is the place of the value, for example "snapshot.name"; Rule is what it must be; Value is what was given.
	InvalidRequestError = api.ConstraintError
	// APIError says that the service answered with a status other than 2xx.
	//
	// It has the StatusCode; the service's ErrorCode, for example "DWS.0001", and ErrorMsg; the RequestID; and RetryAfter,
	// how long the service asks to wait, or 0. MayHaveBeenSentTwice says that your own transport repeated the request, so
	// that the first one may have had an effect.
	APIError = api.APIError
	// UnexpectedResponseError says that the service answered with success, but with an unusable body: not JSON, more than
	// 64 MB, about another ID, or without the result. The request probably had its effect. Reason says what is wrong with
	// the body. If the answer was cut short, errors.As finds a *ConnectionFailedError too.
	UnexpectedResponseError = api.UnexpectedResponseError
	// ConnectionFailedError says that no connection could be made, or that it broke before an answer.
	//
	// MayHaveBeenSent says whether the request may have reached the service, so that a snapshot may exist.
	ConnectionFailedError = api.ConnectionFailedError
	// ResponseTimeoutError says that the answer did not come in time. errors.As finds it as a *ConnectionFailedError too.
	ResponseTimeoutError = api.ResponseTimeoutError
)

// MissingSettingError says that FromEnv did not find everything that a client needs. Reason says where it looked.
type MissingSettingError struct{ Reason string }

func (e *MissingSettingError) Error() string { return api.Printable(e.Reason, 1500) }

// DWSError marks it as an error of a call.
func (*MissingSettingError) DWSError() {}

// The statuses of the contract's errors, for errors.Is. Every other status is an *APIError that is none of them.
const (
	// ErrBadRequest is 400: the request breaks a rule, or the name is taken.
	ErrBadRequest = api.ErrBadRequest
	// ErrUnauthorized is 401: the credentials are missing, wrong or expired. The request had no effect.
	ErrUnauthorized = api.ErrUnauthorized
	// ErrForbidden is 403: the project is not the caller's, or the status of the cluster does not allow the operation.
	ErrForbidden = api.ErrForbidden
	// ErrNotFound is 404: the project has no such cluster or snapshot.
	ErrNotFound = api.ErrNotFound
	// ErrInternalServerError is 500: the request may have had an effect, or not.
	ErrInternalServerError = api.ErrInternalServerError
	// ErrServiceUnavailable is 503: the request may have had an effect, or not.
	ErrServiceUnavailable = api.ErrServiceUnavailable
)

// ended returns the error of a call whose context ended before its request was sent.
func ended(reason string, err error) error {
	failed := &ConnectionFailedError{Reason: reason + ": " + err.Error(), Ended: true, Err: err}
	if errors.Is(err, context.DeadlineExceeded) {
		return &ResponseTimeoutError{ConnectionFailedError: failed}
	}
	return failed
}

// interrupted says that the caller's context ended a call.
type interrupted struct {
	what string
	err  error
}

func (e *interrupted) Error() string { return e.what + ": " + e.err.Error() }

func (e *interrupted) Unwrap() error { return e.err }

// DWSError marks it as an error of a call.
func (*interrupted) DWSError() {}

// CausedError is a failure together with an earlier one. Err is the last failure, which errors.Is and errors.As find.
// Cause is the failure after which the snapshot may exist, or the one that kept CreateSnapshotOnce from finding out.
type CausedError struct{ Err, Cause error }

func (e *CausedError) Error() string { return e.Err.Error() + "; before: " + e.Cause.Error() }

// Unwrap returns Err.
func (e *CausedError) Unwrap() error { return e.Err }

// DWSError marks it as an error of a call.
func (*CausedError) DWSError() {}

func causedBy(err, cause error) error {
	if cause == nil {
		return err
	}
	return &CausedError{err, cause}
}

// longestValue is how many characters of a value from the service an error shows.
const longestValue = 100

// SnapshotFailedError says that the service failed to make a snapshot: its status is UNAVAILABLE.
type SnapshotFailedError struct{ Snapshot SnapshotDetail }

func (e *SnapshotFailedError) Error() string {
	name, id := api.Printable(e.Snapshot.Name, longestValue), api.Printable(e.Snapshot.ID, longestValue)
	return fmt.Sprintf("snapshot %s (%s) is UNAVAILABLE: the service failed to make it", name, id)
}

// WaitTimeoutError says that a snapshot was not available in time. Status is the last one that was read, or empty. The
// error wraps that of the last reading, if that failed.
type WaitTimeoutError struct {
	SnapshotID string
	Timeout    time.Duration
	Status     string
	last       error
}

func (e *WaitTimeoutError) Error() string {
	seen := "its status was never read"
	if e.Status != "" {
		seen = "its status was " + api.Printable(e.Status, longestValue)
	}
	if e.last != nil {
		seen += "; the last reading failed: " + e.last.Error()
	}
	return fmt.Sprintf("snapshot %s was not AVAILABLE within %g seconds; %s", e.SnapshotID, e.Timeout.Seconds(), seen)
}

// Unwrap returns the failure of the last reading, or nil.
func (e *WaitTimeoutError) Unwrap() error { return e.last }

// DWSError marks it as an error of a call.
func (*SnapshotFailedError) DWSError() {}

// DWSError marks it as an error of a call.
func (*WaitTimeoutError) DWSError() {}
