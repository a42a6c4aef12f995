// Package api calls the snapshot API. It has the models, builds checked requests, and reads answers.
//
// A call has three steps. A New…Request function builds an *http.Request or returns a *ConstraintError. Exchange, or any
// http.Client, sends it. A Read…Response function turns the body of a success into a model. Calls combines them to
// methods, with an error for every other answer. The caller adds the authentication.
package api

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"
)

// NewRequest builds a request, with a JSON body unless that is nil, or returns a *ConstraintError.
func NewRequest(ctx context.Context, method, url string, body any) (*http.Request, error) {
	var content io.Reader
	if body != nil {
		encoded, err := json.Marshal(body)
		if err != nil {
			return nil, under("body", broken("must have JSON: "+err.Error(), nil))
		}
		content = bytes.NewReader(encoded)
	}
	request, err := http.NewRequestWithContext(ctx, method, url, content)
	if err != nil {
		return nil, under("request", broken("can't be made: "+err.Error(), nil))
	}
	request.Header.Set("Accept", "application/json")
	if body != nil {
		request.Header.Set("Content-Type", "application/json")
	}
	return request, nil
}

// set adds a parameter to a query, if there is one.
func set[T any](query url.Values, name string, value *T) {
	if value != nil {
		query.Add(name, fmt.Sprint(*value))
	}
}

func withQuery(target string, query url.Values) string {
	if len(query) > 0 {
		target += "?" + query.Encode()
	}
	return target
}

// Send sends the request of one call. build returns a new request each time, or a *ConstraintError.
type Send func(build func() (*http.Request, error)) (*Answer, error)

// as finds an error of a type in a chain, like errors.AsType of Go 1.26.
func as[T error](err error) (found T, ok bool) {
	ok = errors.As(err, &found)
	return found, ok
}

func ptr[T any](value T) *T { return &value }

// call makes one call. read reads the body of a success; it is nil if the body is ignored.
func call[T any](c *Calls, build func() (*http.Request, error), read func(body []byte) (T, error)) (none T, err error) {
	if c == nil || c.send == nil {
		return none, under("client", broken("must be made by its constructor", nil))
	}
	answer, err := c.send(build)
	if err != nil {
		return none, err
	}
	if !answer.success() {
		return none, answer.Failure()
	}
	if read == nil {
		return none, nil
	}
	if failed, cut := as[*ConnectionFailedError](answer.Cut); cut && failed.Ended {
		return none, answer.Cut
	} else if cut {
		unexpected := answer.Unexpected("the answer was cut short")
		unexpected.cut = answer.Cut
		return none, unexpected
	}
	if answer.wrong != "" {
		return none, answer.Unexpected(answer.wrong)
	}
	result, err := read(answer.Body)
	if err == nil {
		return result, nil
	}
	kind := answer.secrets.show(answer.Header.Get("Content-Type"), 100)
	reason := fmt.Sprintf("the answer is not JSON but %d bytes of %q", len(answer.Body), kind)
	if broken, ok := as[*ConstraintError](err); ok {
		reason = "the answer's " + broken.Field + " " + broken.Rule
	}
	return none, answer.Unexpected(reason)
}

// about returns a reader of an answer about one thing. The answer must have its ID, in upper or lower case.
func about[T any](read func([]byte) (T, error), member string, id func(T) string, asked string) func([]byte) (T, error) {
	return func(body []byte) (T, error) {
		result, err := read(body)
		if err == nil && !strings.EqualFold(id(result), asked) {
			err = under(member+".id", broken("must be the one that was asked for", nil))
		}
		return result, err
	}
}
