package api

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
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
	// wrong is why a success is none, or "".
	wrong string
	// repeated tells that the transport sent a request twice that has an effect.
	repeated bool
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

// The most that is read of a body, in bytes after decompression: of a success, and of any other answer.
const (
	LongestBody      = 64 << 20
	LongestErrorBody = 1 << 20
)

// Exchange sends a request once, and reads the answer as far as it comes within a time. It returns a
// *ConnectionFailedError or a *ResponseTimeoutError where none comes. A body ends at LongestBody, or LongestErrorBody,
// and is left out in another encoding than gzip. No error shows one of the secrets, also where the service sends it back.
//
// An http.Transport may send a request on another connection where it wrote nothing to the first; it keeps other
// repeats for methods that have no effect. Where another transport repeats a request that has one, a refusal says so.
func Exchange(
	transport http.RoundTripper, request *http.Request, within time.Duration, secrets ...string,
) (*Answer, error) {
	if err := request.Context().Err(); err != nil {
		return nil, noAnswer(request, err, false, secrets)
	}
	ctx, cancel := context.WithTimeout(request.Context(), within)
	defer cancel()
	var way trace
	request = request.WithContext(httptrace.WithClientTrace(ctx, way.hooks()))
	response, err := transport.RoundTrip(request)
	_, own := transport.(*http.Transport)
	if err == nil && response == nil {
		err = errors.New("the transport gave no answer")
	}
	if err != nil {
		if way.answered.Load() && !isConnection(err) {
			// It may quote what came, and with it a secret that nobody knows yet.
			err = errors.New("the head of the answer can't be read")
		}
		// Another transport that tells nothing may have sent it.
		return nil, noAnswer(request, err, way.connected.Load() || !own && !way.told.Load(), secrets)
	}
	answer := &Answer{Status: response.StatusCode, Header: response.Header, secrets: secrets}
	answer.repeated = !own && way.written.Load() > 1 && request.Method != http.MethodGet
	answer.secrets = append(answer.secrets, response.Header.Get("X-Subject-Token"))
	if response.Body != nil {
		defer response.Body.Close()
		if err := answer.read(response.Body); err != nil {
			answer.Cut = noAnswer(request, err, true, answer.secrets)
		}
	}
	return answer, nil
}

// read reads the body, and what is wrong with it but that it ends early.
func (a *Answer) read(body io.Reader) (err error) {
	longest := LongestErrorBody
	if a.success() {
		longest = LongestBody
	}
	if encoding := a.Header.Get("Content-Encoding"); encoding != "" && !strings.EqualFold(encoding, "identity") {
		a.wrong = fmt.Sprintf("the answer is encoded as %q, not as gzip", a.secrets.show(encoding, 40))
		return nil
	}
	a.Body, err = io.ReadAll(io.LimitReader(body, int64(longest)+1))
	if len(a.Body) > longest {
		a.Body, a.wrong = a.Body[:longest], fmt.Sprintf("the answer has more than %d MB", longest>>20)
	}
	return err
}

func (a *Answer) success() bool { return a.Status/100 == 2 }

// trace is what a transport tells of a request on its way.
type trace struct {
	told, connected, answered atomic.Bool
	written                   atomic.Int32
}

func (t *trace) hooks() *httptrace.ClientTrace {
	return &httptrace.ClientTrace{
		GetConn:              func(string) { t.told.Store(true); t.connected.Store(false) },
		GotConn:              func(httptrace.GotConnInfo) { t.connected.Store(true) },
		WroteRequest:         func(httptrace.WroteRequestInfo) { t.written.Add(1) },
		GotFirstResponseByte: func() { t.answered.Store(true) },
	}
}

// isConnection tells whether a connection failed, or the time or the caller ended it.
func isConnection(err error) bool {
	_, network := as[net.Error](err)
	return network || errors.Is(err, context.Canceled) || errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF)
}

// NotSent returns the error of a request that was given up before it was sent. It does not show the secrets.
func NotSent(request *http.Request, err error, secrets ...string) error {
	return noAnswer(request, err, false, secrets)
}

func noAnswer(request *http.Request, err error, sent bool, hidden secrets) error {
	timeout, ok := as[interface {
		error
		Timeout() bool
	}](err)
	late := ok && timeout.Timeout()
	reason, said := err.Error(), userinfo.ReplaceAllString(hidden.show(err.Error(), 500), "//…@")
	if said != reason {
		err = nil
	}
	if late && sent {
		said = "no answer in time"
	} else if late {
		said = "no connection in time"
	}
	said = request.URL.Scheme + "://" + request.URL.Host + ": " + said
	failed := &ConnectionFailedError{said, sent, late || request.Context().Err() != nil, err}
	if late && sent {
		return &ResponseTimeoutError{failed}
	}
	return failed
}
