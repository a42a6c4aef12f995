package tests

import (
	"context"
	"encoding/json"
	"errors"
	"io"
	"math"
	"net/http"
	"slices"
	"testing"
	"time"

	"dws-snapshots.example/overlays/go/dws"
)

// exchange is a request and its answer, in retries.json and pauses.json.
type exchange struct {
	Request, Failure string
	Status           int
	Headers          map[string]string
	Body             json.RawMessage
}

func (e *exchange) method() string {
	if e.Request == "create" {
		return http.MethodPost
	}
	return http.MethodGet
}

func (e *exchange) handler() http.HandlerFunc {
	body := string(e.Body)
	var text string
	if json.Unmarshal(e.Body, &text) == nil {
		body = text
	}
	if e.Failure == "cut" {
		return cutShort
	}
	return func(w http.ResponseWriter, r *http.Request) {
		for name, value := range e.Headers {
			w.Header().Set(name, value)
		}
		scripted(e.Status, e.Failure, body)(w, r)
	}
}

// patientCall is a call of retries.json and pauses.json. The times are seconds.
type patientCall struct {
	Call        string
	Timeout     float64
	BusyTimeout float64 `json:"busy_timeout"`
}

func (p *patientCall) make(ctx context.Context, client *dws.Client) (id string, err error) {
	timeout := time.Duration(p.Timeout * float64(time.Second))
	busy := dws.WithBusyTimeout(time.Duration(p.BusyTimeout * float64(time.Second)))
	var made dws.SnapshotResp
	switch p.Call {
	case "", "create_snapshot_once":
		made, err = client.CreateSnapshotOnce(ctx, wanted, timeout, busy)
	case "create_snapshot":
		made, err = client.CreateSnapshot(ctx, wanted, busy)
	case "wait_until_available":
		_, err = client.WaitUntilAvailable(ctx, snapshotID, timeout, nil)
	case "iter_cluster_snapshots":
		for _, err = range client.IterClusterSnapshots(ctx, clusterID, dws.IterClusterSnapshotsParams{}) {
		}
	default:
		err = errors.New("this test does not know " + p.Call)
	}
	return made.ID, err
}

func TestRetryVectors(t *testing.T) {
	type vector struct {
		patientCall
		Exchanges []exchange
		Repeated  int
		Result    struct {
			ID, Error, Cause string
			MayHaveBeenSent  *bool `json:"may_have_been_sent"`
		}
	}
	for name, given := range cases[vector](t, "retries") {
		t.Run(name, func(t *testing.T) {
			inBubble(t, func(t *testing.T, service *service) {
				exchanges := given.Exchanges
				for given.Repeated > 0 && len(exchanges) < 10_000 {
					exchanges = append(exchanges, exchanges[len(exchanges)-given.Repeated:]...)
				}
				var want []string
				for _, exchange := range exchanges {
					want = append(want, exchange.method())
					service.script = append(service.script, exchange.handler())
				}
				got, err := given.make(t.Context(), service.client())
				if given.Result.Error == "" && err != nil {
					t.Fatal(err)
				}
				if given.Result.Error != "" {
					expect(t, "class", className(err), given.Result.Error)
					cause := ""
					if caused := as[*dws.CausedError](err); caused != nil {
						cause = className(caused.Cause)
					}
					expect(t, "cause", cause, given.Result.Cause)
				}
				if sent := given.Result.MayHaveBeenSent; sent != nil {
					expect(t, "may have been sent", as[*dws.ConnectionFailedError](err).MayHaveBeenSent, *sent)
				}
				expect(t, "id", got, given.Result.ID)
				methods, _ := service.seen()
				if given.Repeated > 0 {
					want = want[:max(len(methods), len(given.Exchanges)-given.Repeated)]
				}
				if !slices.Equal(methods, want) {
					t.Errorf("requests %v, want %v", methods, want)
				}
			})
		})
	}
}

func TestPauseVectors(t *testing.T) {
	type vector struct {
		patientCall
		Exchanges []exchange
		Error     string
		Pauses    [][2]float64
	}
	for name, given := range cases[vector](t, "pauses") {
		t.Run(name, func(t *testing.T) {
			inBubble(t, func(t *testing.T, s *service) {
				at := time.Now()
				var pauses []time.Duration
				timed := func(answer http.HandlerFunc) http.HandlerFunc {
					return func(w http.ResponseWriter, r *http.Request) {
						if pause := time.Since(at); pause > 0 {
							pauses = append(pauses, pause)
						}
						at = time.Now()
						answer(w, r)
					}
				}
				for _, exchange := range given.Exchanges {
					s.script = append(s.script, timed(exchange.handler()))
				}
				s.script = append(s.script, timed(scripted(401, "", "")))
				_, err := given.make(t.Context(), s.client())
				if pause := time.Since(at); pause > 0 {
					pauses = append(pauses, pause)
				}
				if given.Error == "" {
					given.Error = "Unauthorized"
				}
				expect(t, "the end", className(err), given.Error)
				expect(t, "pauses", len(pauses), len(given.Pauses))
				for i, pause := range pauses[:min(len(pauses), len(given.Pauses))] {
					// A clock of nanoseconds rounds.
					const rounding = 1e-6
					if want := given.Pauses[i]; pause.Seconds() < want[0]-rounding || pause.Seconds() > want[1]+rounding {
						t.Errorf("pause %d is %s, not from %v to %v seconds", i, pause, want[0], want[1])
					}
				}
			})
		})
	}
}

func TestRetryAfterVectors(t *testing.T) {
	type vector struct {
		Headers    map[string]string
		RetryAfter float64 `json:"retry_after"`
	}
	for name, given := range cases[vector](t, "retry_after") {
		t.Run(name, func(t *testing.T) {
			var headers []string
			for name, value := range given.Headers {
				headers = append(headers, name+": "+value)
			}
			_, err := tokenClient(t, startRaw(t, answer(429, "", headers...)).url).CreateSnapshot(t.Context(), wanted)
			longest := time.Duration(math.MaxInt64).Truncate(time.Second).Seconds()
			expect(t, "retry after", as[*dws.APIError](err).RetryAfter.Seconds(), min(given.RetryAfter, longest))
		})
	}
}

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
		for _, err := range s.client().IterClusterSnapshots(ctx, clusterID, dws.IterClusterSnapshotsParams{}) {
			expect(t, "the service's answer", as[*dws.APIError](err).StatusCode, 429)
			expect(t, "message", err.Error(), "429: Too Many Requests; context deadline exceeded")
			expect(t, "the context's", errors.Is(err, context.DeadlineExceeded), true)
		}
		expect(t, "time", time.Since(began), 7*time.Second)
	})
}

func TestCreatingEndsWithItsContext(t *testing.T) {
	busy := scripted(403, "", `{"error_code": "DWS.7023", "error_msg": "busy"}`)
	for name, given := range map[string]struct {
		script  http.HandlerFunc
		message string
	}{
		"in a pause for a busy cluster": {busy, "403 DWS.7023: busy; context deadline exceeded"},
		"in the body of a refusal":      {drippingError, "500: Internal Server Error; context deadline exceeded"},
	} {
		t.Run(name, func(t *testing.T) {
			inBubble(t, func(t *testing.T, s *service) {
				s.script = []http.HandlerFunc{given.script}
				ctx, cancel := context.WithTimeout(t.Context(), 7500*time.Millisecond)
				defer cancel()
				began := time.Now()
				_, err := s.client().CreateSnapshot(ctx, wanted, dws.WithBusyTimeout(time.Minute))
				expect(t, "time", time.Since(began), 7500*time.Millisecond)
				expect(t, "message", err.Error(), given.message)
				expect(t, "of the tree", as[dws.Error](err) != nil && as[*dws.APIError](err) != nil, true)
				expect(t, "the context's", errors.Is(err, context.DeadlineExceeded), true)
			})
		})
	}
}
