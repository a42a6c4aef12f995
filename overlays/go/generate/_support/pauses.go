package api

import (
	"context"
	"errors"
	"math/rand/v2"
	"net/http"
	"time"
)

// Pauses are those between attempts. They double from Next up to Longest; each is cut at random by up to a half.
type Pauses struct{ Next, Longest time.Duration }

// After pauses after a failure, or none: at least for as long as the service asks, but not beyond limit, unless that is
// zero. It returns false when the context ends, or where the limit has been reached.
func (p *Pauses) After(ctx context.Context, failure error, limit time.Time) bool {
	pause := p.Next - rand.N(p.Next/2)
	p.Next = min(2*p.Next, p.Longest)
	pause = max(pause, askedFor(failure))
	if !limit.IsZero() {
		pause = min(pause, time.Until(limit))
	}
	if pause <= 0 {
		return false
	}
	select {
	case <-time.After(pause):
		return true
	case <-ctx.Done():
		return false
	}
}

func askedFor(failure error) time.Duration {
	if answered, ok := as[*APIError](failure); ok {
		return answered.RetryAfter
	}
	return 0
}

// The request for one page is repeated so often, and not where the service asks for a longer pause.
const (
	mostRepeats  = 5
	longestPause = 5 * time.Minute
)

// patiently reads a page. Where the service asks to wait, with 429 or 503, it reads it again.
func patiently[Page any](ctx context.Context, read func() (Page, error)) (Page, error) {
	pauses := Pauses{time.Second, 30 * time.Second}
	for repeats := 0; ; repeats++ {
		page, err := read()
		answered, _ := as[*APIError](err)
		busy := answered != nil &&
			(answered.StatusCode == http.StatusTooManyRequests || answered.StatusCode == http.StatusServiceUnavailable)
		if !busy || repeats == mostRepeats || askedFor(err) > longestPause {
			return page, err
		}
		if !pauses.After(ctx, err, time.Time{}) {
			return page, errors.Join(err, ctx.Err())
		}
	}
}
