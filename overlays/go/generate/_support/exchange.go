package api

import (
	"context"
	"errors"
	"io"
	"net/http"
	"net/http/httptrace"
	"strings"
	"sync/atomic"
	"time"
)

// Answer is an answer as far as it came. Cut is why its body ended early, or nil: what Exchange returns where there is
// no answer at all.
type Answer struct {
	Status  int
	Header  http.Header
	Body    []byte
	Cut     error
	secrets secrets
}

// secrets are what no error may show.
type secrets []string

func (s secrets) redact(text string) string {
	for _, secret := range s {
		if secret != "" {
			text = strings.ReplaceAll(text, secret, "…")
		}
	}
	return text
}

// ConnectionFailedError says that no connection could be made, or that it broke before the end of an answer.
//
// MayHaveBeenSent tells whether the request may have reached the service, so that it may have had its effect. Ended
// tells whether the time was over or the caller's context ended. Err is what the transport says, unless it holds a
// secret.
type ConnectionFailedError struct {
	Reason                 string
	MayHaveBeenSent, Ended bool
	Err                    error
}

func (e *ConnectionFailedError) Error() string {
	if e.MayHaveBeenSent {
		return e.Reason + "; the request may have been sent"
	}
	return e.Reason + "; the request was not sent"
}

// Unwrap returns what the transport says.
func (e *ConnectionFailedError) Unwrap() error { return e.Err }

// DWSError marks it as an error of a call.
func (*ConnectionFailedError) DWSError() {}

// ResponseTimeoutError says that the answer did not come in time. errors.As finds it as a *ConnectionFailedError too.
type ResponseTimeoutError struct{ *ConnectionFailedError }

// Unwrap returns the *ConnectionFailedError that this error is.
func (e *ResponseTimeoutError) Unwrap() error { return e.ConnectionFailedError }

// Timeout reports true, as net.Error has it.
func (e *ResponseTimeoutError) Timeout() bool { return true }

// Exchange sends a request once, and reads the answer as far as it comes within a time. It returns a
// *ConnectionFailedError or a *ResponseTimeoutError where none comes. No error shows one of the secrets, also where the
// service sends it back.
//
// The transport may send a request on another connection where it wrote nothing to the first; it keeps other repeats
// for methods that have no effect.
func Exchange(
	transport http.RoundTripper, request *http.Request, within time.Duration, secrets ...string,
) (*Answer, error) {
	if err := request.Context().Err(); err != nil {
		return nil, noAnswer(request, err, false, secrets)
	}
	ctx, cancel := context.WithTimeout(request.Context(), within)
	defer cancel()
	var traced, connected atomic.Bool
	ctx = httptrace.WithClientTrace(ctx, &httptrace.ClientTrace{
		GetConn: func(string) { traced.Store(true); connected.Store(false) },
		GotConn: func(httptrace.GotConnInfo) { connected.Store(true) },
	})
	request = request.WithContext(ctx)
	response, err := transport.RoundTrip(request)
	if err != nil {
		// A transport that tells nothing may have sent it.
		return nil, noAnswer(request, err, connected.Load() || !traced.Load(), secrets)
	}
	defer response.Body.Close()
	body, err := io.ReadAll(response.Body)
	answer := &Answer{Status: response.StatusCode, Header: response.Header, Body: body, secrets: secrets}
	if err != nil {
		answer.Cut = noAnswer(request, err, true, secrets)
	}
	return answer, nil
}

func noAnswer(request *http.Request, err error, sent bool, hidden secrets) error {
	var timeout interface{ Timeout() bool }
	late := errors.Is(err, context.DeadlineExceeded) || errors.As(err, &timeout) && timeout.Timeout()
	reason := err.Error()
	if late && sent {
		reason = "no answer in time"
	} else if late {
		reason = "no connection in time"
	}
	reason = hidden.redact(request.URL.Scheme + "://" + request.URL.Host + ": " + reason)
	failed := &ConnectionFailedError{reason, sent, late || request.Context().Err() != nil, err}
	if text := err.Error(); hidden.redact(text) != text {
		failed.Err = nil
	}
	if late && sent {
		return &ResponseTimeoutError{failed}
	}
	return failed
}
