package tests

import (
	"encoding/json"
	"errors"
	"net/http"
	"testing"
	"time"

	"dws-snapshots.example/overlays/go/dws"
)

func TestRetryVectors(t *testing.T) {
	type vector struct {
		Exchanges []struct {
			Request, Failure string
			Status           int
			Body             json.RawMessage
		}
		Result struct{ ID, Error string }
	}
	for name, given := range cases[vector](t, "retries") {
		t.Run(name, func(t *testing.T) {
			inBubble(t, func(t *testing.T, service *service) {
				var want []string
				for _, exchange := range given.Exchanges {
					body := string(exchange.Body)
					var text string
					if json.Unmarshal(exchange.Body, &text) == nil {
						body = text
					}
					want = append(want, map[string]string{"create": "POST", "list": "GET"}[exchange.Request])
					service.script = append(service.script, scripted(exchange.Status, exchange.Failure, body))
				}
				got, err := service.client().CreateSnapshotOnce(t.Context(), wanted, 0)
				if given.Result.Error == "" && err != nil {
					t.Fatal(err)
				}
				if given.Result.Error != "" {
					expect(t, "class", className(err), given.Result.Error)
				}
				expect(t, "id", got.ID, given.Result.ID)
				service.expectMethods(want...)
			})
		})
	}
}

func TestPauseVectors(t *testing.T) {
	type vector struct {
		Call      string
		Exchanges []struct {
			Status int
			Body   json.RawMessage
		}
		Seconds []float64
	}
	for name, given := range cases[vector](t, "pauses") {
		t.Run(name, func(t *testing.T) {
			inBubble(t, func(t *testing.T, s *service) {
				var at []time.Time
				for _, exchange := range given.Exchanges {
					answer := scripted(exchange.Status, "", string(exchange.Body))
					s.script = append(s.script, func(w http.ResponseWriter, r *http.Request) {
						at = append(at, time.Now())
						answer(w, r)
					})
				}
				s.script = append(s.script, func(w http.ResponseWriter, r *http.Request) {
					at = append(at, time.Now())
					scripted(404, "", "")(w, r)
				})
				var err error
				if given.Call == "create_snapshot_once" {
					_, err = s.client().CreateSnapshotOnce(t.Context(), wanted, 0)
				} else {
					_, err = s.client().WaitUntilAvailable(t.Context(), snapshotID, 0, nil)
				}
				expect(t, "the end", errors.Is(err, dws.ErrNotFound), true)
				var pauses []time.Duration
				for i := 1; i < len(at); i++ {
					if pause := at[i].Sub(at[i-1]); pause > 0 {
						pauses = append(pauses, pause)
					}
				}
				expect(t, "pauses", len(pauses), len(given.Seconds))
				for i, pause := range pauses {
					if longest := given.Seconds[i]; pause.Seconds() < longest/2 || pause.Seconds() > longest {
						t.Errorf("pause %d is %s, of at most %v seconds", i, pause, longest)
					}
				}
			})
		})
	}
}
