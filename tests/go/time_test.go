package tests

import (
	"context"
	"errors"
	"io"
	"net/http"
	"testing"
	"time"

	"dws-snapshots.example/overlays/go/dws"
)

// dripping answers a byte a second, without end.
func dripping(w http.ResponseWriter, r *http.Request) {
	for r.Context().Err() == nil {
		if _, err := io.WriteString(w, " "); err != nil {
			return
		}
		_ = http.NewResponseController(w).Flush()
		time.Sleep(time.Second)
	}
}

func TestATimeoutIsForBodiesThatDrip(t *testing.T) {
	const limit = 2500 * time.Millisecond
	once := func(ctx context.Context, c *dws.Client, timeout time.Duration) error {
		_, err := c.CreateSnapshotOnce(ctx, wanted, timeout)
		return err
	}
	wait := func(ctx context.Context, c *dws.Client, timeout time.Duration) error {
		_, err := c.WaitUntilAvailable(ctx, snapshotID, timeout, nil)
		return err
	}
	for name, given := range map[string]struct {
		call   func(context.Context, *dws.Client, time.Duration) error
		script []http.HandlerFunc
		class  string
	}{
		"waiting":                         {wait, []http.HandlerFunc{dripping}, "WaitTimeout"},
		"creating once: the first look":   {once, []http.HandlerFunc{dripping}, "ResponseTimeout"},
		"creating once: the create":       {once, []http.HandlerFunc{nothingThere, dripping}, "ResponseTimeout"},
		"creating once: the look after":   {once, []http.HandlerFunc{nothingThere, scripted(503, "", ""), dripping}, "ServiceUnavailable"},
		"creating once: the second time":  {once, []http.HandlerFunc{nothingThere, scripted(503, "", ""), nothingThere, dripping}, "ResponseTimeout"},
		"creating once: an error's body":  {once, []http.HandlerFunc{nothingThere, drippingError}, "InternalServerError"},
		"waiting: the body of an error":   {wait, []http.HandlerFunc{drippingError}, "WaitTimeout"},
		"waiting after a reading went on": {wait, []http.HandlerFunc{details("CREATING"), dripping}, "WaitTimeout"},
	} {
		t.Run(name, func(t *testing.T) {
			inBubble(t, func(t *testing.T, s *service) {
				script := s.script
				for _, own := range []bool{true, false} {
					s.script = append(script, given.script...)
					ctx, timeout := t.Context(), limit
					if own {
						var cancel context.CancelFunc
						ctx, cancel = context.WithTimeout(ctx, limit)
						defer cancel()
						timeout = 0
					}
					began := time.Now()
					err := given.call(ctx, s.client(dws.WithTimeout(time.Hour)), timeout)
					expect(t, "time", time.Since(began), limit)
					expect(t, "of the tree", as[dws.Error](err) != nil, true)
					if own {
						expect(t, "the context's", errors.Is(err, context.DeadlineExceeded), true)
					} else {
						expect(t, "class", className(err), given.class)
					}
				}
			})
		})
	}
}

func drippingError(w http.ResponseWriter, r *http.Request) {
	w.WriteHeader(500)
	dripping(w, r)
}

func TestIteratingEndsWithItsContextInAPause(t *testing.T) {
	inBubble(t, func(t *testing.T, s *service) {
		s.script = []http.HandlerFunc{func(w http.ResponseWriter, r *http.Request) {
			w.Header().Set("Retry-After", "100")
			scripted(429, "", "")(w, r)
		}}
		ctx, cancel := context.WithTimeout(t.Context(), 7*time.Second)
		defer cancel()
		began := time.Now()
		for _, err := range s.client().IterClusterSnapshots(ctx, clusterID, dws.Pages{}) {
			expect(t, "the service's answer", as[*dws.APIError](err).StatusCode, 429)
			expect(t, "the context's", errors.Is(err, context.DeadlineExceeded), true)
		}
		expect(t, "time", time.Since(began), 7*time.Second)
	})
}
