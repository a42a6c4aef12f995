package api

import (
	"bytes"
	"compress/gzip"
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

// Answer is an answer as far as it came. Cut is the error that ended its body early, or nil; it has the same types as the
// errors of Exchange.
type Answer struct {
	Status  int
	Header  http.Header
	Body    []byte
	Cut     error
	secrets secrets
	// wrong says why a success is unusable, or is "".
	wrong string
	// repeated says that the transport sent the request twice although it has an effect.
	repeated bool
}

// ConnectionFailedError says that no connection could be made, or that it broke before the end of an answer.
//
// MayHaveBeenSent says whether the request may have reached the service, and so may have had an effect. Ended says
// whether the time was over or the caller's context ended. Err is the error of the transport, unless it contains a
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

// Unwrap returns the error of the transport.
func (e *ConnectionFailedError) Unwrap() error { return e.Err }

// DWSError marks it as an error of a call.
func (*ConnectionFailedError) DWSError() {}

// ResponseTimeoutError says that the answer did not come in time. errors.As finds it as a *ConnectionFailedError too.
type ResponseTimeoutError struct{ *ConnectionFailedError }

// Unwrap returns the *ConnectionFailedError that this error is.
func (e *ResponseTimeoutError) Unwrap() error { return e.ConnectionFailedError }

// Timeout returns true, as net.Error requires.
func (e *ResponseTimeoutError) Timeout() bool { return true }

// At most this many bytes of a body are read, after decompression: of a success, and of any other answer.
const (
	LongestBody      = 64 << 20
	LongestErrorBody = 1 << 20
)

// Exchange sends a request once, and reads the answer as far as it comes within a time limit. If none comes, it returns a
// *ConnectionFailedError or a *ResponseTimeoutError. A body is cut at LongestBody, or LongestErrorBody, and left out if it
// has another encoding than gzip. No error contains one of the secrets, even if the service sends it back.
//
// An http.Transport may use another connection if it has written nothing to the first one. Apart from that it repeats only
// requests without an effect. If another transport repeats a request that has an effect, the error of a refusal says so.
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
			// The error may quote the answer, which may contain a new token.
			err = errors.New("the head of the answer can't be read")
		}
		// A transport without tracing may have sent the request.
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

// read reads the body, without a byte order mark, and sets wrong if it is unusable. Whether it ends early is noted
// elsewhere.
func (a *Answer) read(body io.Reader) (err error) {
	longest := LongestErrorBody
	if a.success() {
		longest = LongestBody
	}
	switch encoding := a.Header.Get("Content-Encoding"); strings.ToLower(encoding) {
	case "", "identity":
	case "gzip", "x-gzip":
		// A transport decompresses only what it asked for itself, and only under the name gzip.
		if body, err = gzip.NewReader(body); err == io.EOF {
			return nil
		} else if err != nil {
			return err
		}
	default:
		a.wrong = fmt.Sprintf("the answer is encoded as %q, not as gzip", a.secrets.show(encoding, 40))
		return nil
	}
	a.Body, err = io.ReadAll(io.LimitReader(body, int64(longest)+1))
	if len(a.Body) > longest {
		a.Body, a.wrong = a.Body[:longest], fmt.Sprintf("the answer has more than %d MB", longest>>20)
	}
	a.Body = bytes.TrimPrefix(a.Body, []byte("\uFEFF"))
	return err
}

func (a *Answer) success() bool { return a.Status/100 == 2 }

// trace is what a transport reports about a request.
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

// isConnection reports whether a connection failed, or was ended by the time limit or the caller.
func isConnection(err error) bool {
	_, network := as[net.Error](err)
	return network || errors.Is(err, context.Canceled) || errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF)
}

// NotSent returns the error of a request that was not sent. It does not contain the secrets.
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
