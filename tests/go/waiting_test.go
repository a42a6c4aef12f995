package tests

import (
	"context"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"net"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"dws-snapshots.example/overlays/go/dws"
)

func TestWaitingGoesOnUntilTheSnapshotIsAvailable(t *testing.T) {
	inBubble(t, func(t *testing.T, s *service) {
		s.script = []http.HandlerFunc{
			details("CREATING"), scripted(503, "", "<html>"), lost(), cutShort, details("FUTURE"), details("AVAILABLE"),
		}
		var seen []string
		available, err := s.client().WaitUntilAvailable(t.Context(), snapshotID, 0, func(s dws.SnapshotDetail) {
			seen = append(seen, s.Status)
		})
		if err != nil {
			t.Fatal(err)
		}
		expect(t, "status", available.Status, dws.StatusAvailable)
		if want := []string{"CREATING", "FUTURE", "AVAILABLE"}; !slices.Equal(seen, want) {
			t.Errorf("progress %v, want %v", seen, want)
		}
		s.expectMethods(slices.Repeat([]string{"GET"}, 6)...)
	})
}

// cutShort is the beginning of an answer.
func cutShort(w http.ResponseWriter, _ *http.Request) {
	w.Header().Set("Content-Length", "99")
	_, _ = io.WriteString(w, `{"snapshot": {`)
}

func TestWaitingEndsWithABodyOfAnotherKind(t *testing.T) {
	for _, body := range []string{"<html>", "", "[]", `{"snapshot": {"status": "AVAILABLE"}}`} {
		inBubble(t, func(t *testing.T, s *service) {
			s.script = []http.HandlerFunc{details("CREATING"), scripted(200, "", body)}
			_, err := s.client().WaitUntilAvailable(t.Context(), snapshotID, 0, nil)
			expect(t, "class", className(err), "UnexpectedResponse")
			s.expectMethods("GET", "GET")
		})
	}
}

func TestWaitingEndsWhenTheSnapshotIsUnavailable(t *testing.T) {
	inBubble(t, func(t *testing.T, s *service) {
		s.script = []http.HandlerFunc{details("CREATING"), details("UNAVAILABLE")}
		_, err := s.client().WaitUntilAvailable(t.Context(), snapshotID, 0, nil)
		failed := as[*dws.SnapshotFailedError](err)
		if failed == nil {
			t.Fatal(err)
		}
		expect(t, "id", failed.Snapshot.ID, snapshotID)
		expect(t, "message", err.Error(), "snapshot snapshot-3 ("+snapshotID+") is UNAVAILABLE: the service failed to make it")
	})
}

func TestTheServicesWordsAreOneShortLine(t *testing.T) {
	odd := "a\\n12:00 INFO \\u001b[31m" + strings.Repeat("y", 5000)
	shown := "a 12:00 INFO \uFFFD[31m" + strings.Repeat("y", 81) + "…"
	snapshot := `{"snapshot": {"id": "` + snapshotID + `", "name": "` + odd + `", "status": "%s"}}`
	for status, want := range map[string]string{
		"UNAVAILABLE": "snapshot " + shown + " (" + snapshotID + ") is UNAVAILABLE: the service failed to make it",
		odd:           "snapshot " + snapshotID + " was not AVAILABLE within 1 seconds; its status was " + shown,
	} {
		inBubble(t, func(t *testing.T, s *service) {
			s.script = []http.HandlerFunc{scripted(200, "", fmt.Sprintf(snapshot, status))}
			_, err := s.client().WaitUntilAvailable(t.Context(), snapshotID, time.Second, nil)
			expect(t, "message", err.Error(), want)
		})
	}
}

func TestWaitingReturnsOtherAnswersAtOnce(t *testing.T) {
	for status, class := range map[int]string{302: "ApiError", 400: "BadRequest", 401: "Unauthorized", 403: "Forbidden", 404: "NotFound"} {
		t.Run(class, func(t *testing.T) {
			inBubble(t, func(t *testing.T, s *service) {
				s.script = []http.HandlerFunc{details("CREATING"), scripted(status, "", "")}
				_, err := s.client().WaitUntilAvailable(t.Context(), snapshotID, 0, nil)
				expect(t, "class", className(err), class)
				s.expectMethods("GET", "GET")
			})
		})
	}
}

func TestWaitingEndsInTime(t *testing.T) {
	silent := func(_ http.ResponseWriter, r *http.Request) { <-r.Context().Done() }
	const late = "its status was never read; the last reading failed: http://dws.example: no answer in time; " +
		"the request may have been sent"
	for want, script := range map[string]http.HandlerFunc{"its status was CREATING": details("CREATING"), late: silent} {
		inBubble(t, func(t *testing.T, s *service) {
			s.script = []http.HandlerFunc{script}
			began := time.Now()
			client := s.client(dws.WithTimeout(time.Hour))
			_, err := client.WaitUntilAvailable(t.Context(), snapshotID, 10*time.Minute, nil)
			expect(t, "time", time.Since(began), 10*time.Minute)
			ended := as[*dws.WaitTimeoutError](err)
			if ended == nil {
				t.Fatal(err)
			}
			expect(t, "message", err.Error(), "snapshot "+snapshotID+" was not AVAILABLE within 600 seconds; "+want)
			expect(t, "wraps what failed", as[*dws.ResponseTimeoutError](err) != nil, ended.Status == "")
		})
	}
}

func TestWaitingEndsWithItsContext(t *testing.T) {
	inBubble(t, func(t *testing.T, s *service) {
		s.script = []http.HandlerFunc{details("CREATING")}
		ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
		defer cancel()
		_, err := s.client().WaitUntilAvailable(ctx, snapshotID, 0, nil)
		expect(t, "deadline", errors.Is(err, context.DeadlineExceeded), true)
		expect(t, "a *WaitTimeoutError", as[*dws.WaitTimeoutError](err) != nil, false)
		ctx, cancel = context.WithCancel(t.Context())
		_, err = s.client().WaitUntilAvailable(ctx, snapshotID, 0, func(dws.SnapshotDetail) { cancel() })
		expect(t, "cancelled", errors.Is(err, context.Canceled), true)
	})
}

func TestPausesAreRandom(t *testing.T) {
	inBubble(t, func(t *testing.T, s *service) {
		var at []time.Time
		s.script = []http.HandlerFunc{func(w http.ResponseWriter, r *http.Request) {
			at = append(at, time.Now())
			details("CREATING")(w, r)
		}}
		_, _ = s.client().WaitUntilAvailable(t.Context(), snapshotID, 24*time.Hour, nil)
		var pauses []time.Duration
		for i := 6; i < len(at); i++ {
			pauses = append(pauses, at[i].Sub(at[i-1]))
		}
		// Of thousands of pauses from 15 to 30 seconds, the shortest and the longest are close to these.
		if shortest := slices.Min(pauses); shortest < 15*time.Second || shortest > 16*time.Second {
			t.Errorf("the shortest pause is %s", shortest)
		}
		if longest := slices.Max(pauses); longest < 29*time.Second || longest > 30*time.Second {
			t.Errorf("the longest pause is %s", longest)
		}
	})
}

func TestCreateOnceRefusesAWrongValueAtOnce(t *testing.T) {
	inBubble(t, func(t *testing.T, s *service) {
		_, err := s.client().CreateSnapshotOnce(t.Context(), dws.Snapshot{Name: "a", ClusterID: clusterID}, 0)
		expect(t, "class", className(err), "InvalidRequest")
		_, err = s.client().CreateSnapshotOnce(t.Context(), wanted, -1)
		expect(t, "field", as[*dws.InvalidRequestError](err).Field, "timeout")
		s.expectMethods()
	})
}

func TestCreateOnceRepeatsWhatWasNotSentWithoutLookingItUp(t *testing.T) {
	inBubble(t, func(t *testing.T, s *service) {
		s.script = []http.HandlerFunc{nothingThere, scripted(200, "", created)}
		unreachable := 3
		transport := s.Server.Client().Transport.(*http.Transport).Clone()
		dial := transport.DialContext
		transport.DialContext = func(ctx context.Context, network, address string) (net.Conn, error) {
			if unreachable--; unreachable >= 0 {
				return nil, errors.New("unreachable")
			}
			return dial(ctx, network, address)
		}
		defer transport.CloseIdleConnections()
		client := tokenClient(t, "http://dws.example", dws.WithHTTPClient(&http.Client{Transport: transport}))
		if _, err := client.CreateSnapshotOnce(t.Context(), wanted, 0); err != nil {
			t.Fatal(err)
		}
		s.expectMethods("GET", "POST")
	})
}

// nothingThere is an empty list of snapshots.
func nothingThere(w http.ResponseWriter, r *http.Request) {
	scripted(200, "", `{"snapshots": []}`)(w, r)
}

func TestCreateOnceReturnsTheLastErrorAtTheEndOfTheTime(t *testing.T) {
	never := func(_ http.ResponseWriter, r *http.Request) { <-r.Context().Done() }
	for name, given := range map[string]struct {
		script []http.HandlerFunc
		class  string
	}{
		"throttled":            {[]http.HandlerFunc{scripted(429, "", "")}, "ApiError"},
		"silent":               {[]http.HandlerFunc{never}, "ResponseTimeout"},
		"can't be looked up":   {[]http.HandlerFunc{scripted(503, "", ""), scripted(502, "", "")}, "ServiceUnavailable"},
		"looking up is silent": {[]http.HandlerFunc{scripted(500, "", ""), never}, "InternalServerError"},
	} {
		t.Run(name, func(t *testing.T) {
			inBubble(t, func(t *testing.T, s *service) {
				s.script = append([]http.HandlerFunc{nothingThere}, given.script...)
				began := time.Now()
				_, err := s.client().CreateSnapshotOnce(t.Context(), wanted, 0)
				expect(t, "class", className(err), given.class)
				expect(t, "time", time.Since(began), 5*time.Minute)
			})
		})
	}
}

func TestCreateOnceEndsWithItsContext(t *testing.T) {
	inBubble(t, func(t *testing.T, s *service) {
		ctx, cancel := context.WithTimeout(t.Context(), 42*time.Second)
		defer cancel()
		s.script = []http.HandlerFunc{scripted(429, "", "")}
		began := time.Now()
		_, err := s.client().CreateSnapshotOnce(ctx, wanted, 0)
		expect(t, "time", time.Since(began), 42*time.Second)
		expect(t, "deadline", errors.Is(err, context.DeadlineExceeded), true)
		expect(t, "message", err.Error(), "429: Too Many Requests; context deadline exceeded")
	})
}

// faulty makes snapshots and loses requests and answers in every way: before and after the snapshot is made, also long
// after the connection is gone. Its list lags behind.
type faulty struct {
	mutex     sync.Mutex
	random    *rand.Rand
	snapshots map[string]made
	late      sync.WaitGroup
}

type made struct {
	id, name string
	at       time.Time
}

func (f *faulty) create(name string) (string, bool) {
	f.mutex.Lock()
	defer f.mutex.Unlock()
	if _, taken := f.snapshots[strings.ToLower(name)]; taken {
		return "", false
	}
	id := fmt.Sprintf("%08x-0000-4000-8000-000000000000", len(f.snapshots))
	f.snapshots[strings.ToLower(name)] = made{id, name, time.Now()}
	return id, true
}

func (f *faulty) list() string {
	lag := time.Duration(f.choose(5)) * time.Second
	f.mutex.Lock()
	defer f.mutex.Unlock()
	var all []string
	for _, snapshot := range f.snapshots {
		if lag == 0 || time.Since(snapshot.at) > lag {
			all = append(all, detail(snapshot.id, snapshot.name, "CREATING"))
		}
	}
	return fmt.Sprintf(`{"snapshots": [%s], "count": %d}`, strings.Join(all, ","), len(all))
}

func (f *faulty) choose(n int) int {
	f.mutex.Lock()
	defer f.mutex.Unlock()
	return f.random.IntN(n)
}

func (f *faulty) ServeHTTP(w http.ResponseWriter, request *http.Request) {
	fault := f.choose(16)
	busy := scripted(403, "", `{"error_code": "DWS.7023", "error_msg": "busy"}`)
	refuse := []http.HandlerFunc{lost(), scripted(503, "", "<html>"), scripted(429, "", ""), busy, scripted(200, "", "<html>")}
	if request.Method == http.MethodGet {
		if fault < 3 {
			refuse[fault](w, request)
			return
		}
		_, _ = io.WriteString(w, f.list())
		return
	}
	body, _ := io.ReadAll(request.Body)
	_, name, _ := strings.Cut(string(body), `"name":"`)
	name, _, _ = strings.Cut(name, `"`)
	switch fault {
	case 0, 1, 2, 3, 4:
		refuse[fault](w, request)
		return
	case 5:
		f.late.Go(func() {
			time.Sleep(time.Duration(f.choose(int(10 * time.Second))))
			f.create(name)
		})
		lost()(w, request)
	}
	id, made := f.create(name)
	switch {
	case !made:
		scripted(400, "", `{"error_code": "DWS.5039", "error_msg": "taken"}`)(w, request)
	case fault >= 6 && fault < 10:
		refuse[[]int{0, 1, 4, 0}[fault-6]](w, request)
	default:
		w.WriteHeader(200 + f.choose(3))
		_, _ = fmt.Fprintf(w, `{"snapshot": {"id": %q}}`, id)
	}
}

func TestCreateOnceMakesExactlyOneInSpiteOfFaults(t *testing.T) {
	const workers, each = 20, 20
	seed := rand.Uint64()
	t.Logf("seed %d", seed)
	synctest.Test(t, func(t *testing.T) {
		f := &faulty{random: rand.New(rand.NewPCG(seed, 0)), snapshots: map[string]made{}}
		s := &service{t: t, Server: httptest.NewTestServer(t, f)}
		client := s.client()
		for worker := range workers {
			f.create(fmt.Sprintf("snapshot-%d-0", worker))
		}
		// Those were there the night before.
		time.Sleep(24 * time.Hour)
		var group sync.WaitGroup
		for worker := range workers {
			group.Go(func() {
				for i := range each {
					wanted := dws.Snapshot{Name: fmt.Sprintf("Snapshot-%d-%d", worker, i), ClusterID: clusterID}
					began := time.Now()
					created, err := client.CreateSnapshotOnce(t.Context(), wanted, time.Hour, dws.WithBusyTimeout(time.Hour))
					f.mutex.Lock()
					made := f.snapshots[strings.ToLower(wanted.Name)]
					f.mutex.Unlock()
					if i == 0 {
						expect(t, "a name that was taken: "+created.ID, className(err), "BadRequest")
					} else if err != nil || made.id != created.ID || made.at.Before(began) {
						t.Errorf("%s: got %q, %v; the service has %v", wanted.Name, created.ID, err, made)
					}
				}
			})
		}
		group.Wait()
		f.late.Wait()
		expect(t, "snapshots", len(f.snapshots), workers*each)
	})
}
