package api

import (
	"context"
	"math/rand/v2"
	"net/http"
	"time"
)

// Pauses are the pauses between attempts. They double from Next up to Longest; each is shortened at random by up to a
// half.
type Pauses struct{ Next, Longest time.Duration }

// After pauses after an attempt: at least as long as the service asks, but not beyond limit, unless limit is zero.
// failure is the error of the attempt, or nil. It returns false if the context ends or the limit has been reached.
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

// The request for one page is repeated at most this often, and not if the service asks for a longer pause than this.
const (
	mostRepeats  = 5
	longestPause = 5 * time.Minute
)

// patiently reads a page, and reads it again if the service is overloaded (429 or 503).
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
			return page, EndedBy(ctx, err)
		}
	}
}
