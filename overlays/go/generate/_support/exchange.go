package api

import (
	"context"
	"errors"
	"io"
	"net/http"
	"net/http/httptrace"
	"sync/atomic"
	"time"
)

// Answer is an answer as far as it came. Cut is why its body ended early, or nil.
type Answer struct {
	Status int
	Header http.Header
	Body   []byte
	Cut    *NoAnswerError
}

// NoAnswerError says that no answer came, or not the whole of it.
//
// MayHaveBeenSent tells whether the request may have reached the service, so that it may have had its effect. Ended
// tells whether the time was over or the caller's context ended. Err is what the transport says.
type NoAnswerError struct {
	Reason                 string
	MayHaveBeenSent, Ended bool
	Err                    error
}

func (e *NoAnswerError) Error() string { return e.Reason }

// Unwrap returns what the transport says.
func (e *NoAnswerError) Unwrap() error { return e.Err }

// Timeout tells whether the time was over, as net.Error has it.
func (e *NoAnswerError) Timeout() bool {
	var timeout interface{ Timeout() bool }
	return errors.Is(e.Err, context.DeadlineExceeded) || errors.As(e.Err, &timeout) && timeout.Timeout()
}

// Exchange sends a request once, and reads the answer as far as it comes within a time. It returns a *NoAnswerError
// where none comes.
//
// The transport may send a request on another connection where it wrote nothing to the first; it keeps other repeats
// for methods that have no effect.
func Exchange(transport http.RoundTripper, request *http.Request, within time.Duration) (*Answer, error) {
	if err := request.Context().Err(); err != nil {
		return nil, noAnswer(request, err, false)
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
		return nil, noAnswer(request, err, connected.Load() || !traced.Load())
	}
	defer response.Body.Close()
	body, err := io.ReadAll(response.Body)
	answer := &Answer{Status: response.StatusCode, Header: response.Header, Body: body}
	if err != nil {
		answer.Cut = noAnswer(request, err, true)
	}
	return answer, nil
}

func noAnswer(request *http.Request, err error, sent bool) *NoAnswerError {
	failure := &NoAnswerError{err.Error(), sent, request.Context().Err() != nil, err}
	if failure.Timeout() {
		failure.Ended, failure.Reason = true, "no connection in time"
		if sent {
			failure.Reason = "no answer in time"
		}
	}
	failure.Reason = request.URL.Scheme + "://" + request.URL.Host + ": " + failure.Reason
	return failure
}
