package dws

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"sync"
	"time"

	"dws-snapshots.example/generated/go/api"
)

// While a token is valid, renewing it takes at most longestRenewal of a call's time. After a failure it is tried again
// after renewalPause.
const (
	longestRenewal = 5 * time.Second
	renewalPause   = 30 * time.Second
)

// tokens keeps a fetched token, if there is one, and the previous ones, which a service may still send back.
type tokens struct {
	address, password string
	login             any

	mutex   sync.Mutex
	kept    *token
	last    []string
	running *fetching
}

// token is a fetched token with the ID of its project, if IAM gave it. Its times are on the monotonic clock, because the
// service's clock and this one need not agree.
type token struct {
	value, projectID string
	renewAt, endsAt  time.Time
	refused          bool
}

func (t *token) valid() bool { return t != nil && !t.refused && time.Now().Before(t.endsAt) }

// fetching is one fetch for all calls that need a token meanwhile. Its result is there when done is closed.
type fetching struct {
	done  chan struct{}
	token *token
	err   error
	// private says that the call that fetches ran out of time or panicked. That is not a failure of the others.
	private bool
}

func (t *tokens) secrets() []string {
	t.mutex.Lock()
	defer t.mutex.Unlock()
	return append([]string{t.password}, t.last...)
}

func (t *tokens) authenticate(request *http.Request, transport http.RoundTripper) error {
	ctx := request.Context()
	if _, limited := ctx.Deadline(); !limited {
		within, cancel := context.WithTimeout(ctx, time.Minute)
		defer cancel()
		ctx = within
	}
	got, err := t.get(ctx, transport)
	if err == nil {
		request.Header.Set("X-Auth-Token", got.value)
	}
	return err
}

func (t *tokens) projectID(ctx context.Context, transport http.RoundTripper) (string, error) {
	got, err := t.get(ctx, transport)
	if err != nil {
		return "", err
	}
	return got.projectID, nil
}

func (t *tokens) refused(request *http.Request) bool {
	t.mutex.Lock()
	defer t.mutex.Unlock()
	if t.kept != nil && t.kept.value == request.Header.Get("X-Auth-Token") {
		t.kept.refused = true
	}
	return true
}

// get returns a token: the kept one, or the result of a fetch.
func (t *tokens) get(ctx context.Context, transport http.RoundTripper) (*token, error) {
	for {
		t.mutex.Lock()
		kept, running := t.kept, t.running
		valid := kept.valid()
		if valid && (running != nil || time.Now().Before(kept.renewAt)) {
			t.mutex.Unlock()
			return kept, nil
		}
		mine := running == nil
		if mine {
			running = &fetching{done: make(chan struct{}), private: true}
			t.running = running
		}
		t.mutex.Unlock()
		if mine {
			t.run(ctx, transport, running, valid)
		} else {
			select {
			case <-running.done:
			case <-ctx.Done():
				return nil, ended("no token", ctx.Err())
			}
		}
		if running.err == nil && running.token != nil {
			return running.token, nil
		}
		if mine || !running.private {
			return nil, running.err
		}
	}
}

// run fetches a token and keeps it. If that fails while the kept token is valid, the result is the kept one. The context
// has a deadline.
func (t *tokens) run(ctx context.Context, transport http.RoundTripper, running *fetching, valid bool) {
	defer func() {
		t.mutex.Lock()
		defer t.mutex.Unlock()
		t.running = nil
		close(running.done)
	}()
	deadline, _ := ctx.Deadline()
	if valid {
		// The rest of the time is for the request itself.
		deadline = time.Now().Add(min(time.Until(deadline)/2, longestRenewal))
		limited, cancel := context.WithDeadline(ctx, deadline)
		defer cancel()
		ctx = limited
	}
	fetched, err := t.fetch(ctx, transport)
	t.mutex.Lock()
	defer t.mutex.Unlock()
	switch {
	case err == nil:
		t.kept = fetched
		t.last = append(t.last[max(0, len(t.last)-7):], fetched.value)
	case t.kept.valid():
		fetched, err = t.kept, nil
		fetched.renewAt = time.Now().Add(renewalPause)
	}
	running.token, running.err = fetched, err
	running.private = ctx.Err() != nil || !time.Now().Before(deadline)
}

// fetch gets a token from IAM. If it fails, the operation's own request was not sent, or was refused.
//
// A token's lifetime counts from now. The token is renewed five minutes, or a tenth of its lifetime, before it expires. If
// IAM does not say when it issued the token, its clock is assumed to be right.
func (t *tokens) fetch(ctx context.Context, transport http.RoundTripper) (*token, error) {
	request, err := api.NewRequest(ctx, http.MethodPost, t.address, t.login)
	if err != nil {
		return nil, err
	}
	request.Header.Set("User-Agent", userAgent)
	deadline, _ := ctx.Deadline()
	answer, err := api.Exchange(transport, request, time.Until(deadline), t.secrets()...)
	if err == nil && answer.Status/100 == 2 {
		err = answer.Cut
	}
	if failed, ok := as[*ConnectionFailedError](err); ok {
		failed.MayHaveBeenSent = false
	}
	if err != nil {
		return nil, err
	}
	if answer.Status/100 != 2 {
		return nil, api.EndedBy(ctx, answer.Failure())
	}
	var described struct {
		Token struct {
			Issued  any    `json:"issued_at"`
			Expires string `json:"expires_at"`
			Project struct{ ID string }
		}
	}
	// Without valid JSON there is no time, which is checked below.
	_ = json.Unmarshal(answer.Body, &described)
	value, now := answer.Header.Get("X-Subject-Token"), time.Now()
	expires, err := api.ParseTime(described.Token.Expires)
	if err != nil || !visible.MatchString(value) {
		return nil, answer.Unexpected("IAM's answer holds no token")
	}
	issued, err := api.ParseTime(fmt.Sprint(described.Token.Issued))
	if err != nil {
		issued = now
	}
	life := expires.Sub(issued)
	renewAt, endsAt := now.Add(life-min(5*time.Minute, life/10)), now.Add(life)
	return &token{value: value, projectID: described.Token.Project.ID, renewAt: renewAt, endsAt: endsAt}, nil
}
