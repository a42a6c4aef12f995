package tests

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"reflect"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"dws-snapshots.example/overlays/go/dws"
)

// identity is IAM and DWS in one: it issues numbered tokens and accepts those that are accepted.
type identity struct {
	mutex        sync.Mutex
	lifetime     time.Duration
	clockAhead   time.Duration
	accepted     map[string]bool
	revokeAtOnce bool
	fetched      []any
	fetches      chan struct{}
	status       int
	creates      []string
}

func (i *identity) ServeHTTP(w http.ResponseWriter, request *http.Request) {
	if request.URL.Path == "/v3/auth/tokens" {
		i.issue(w, request)
		return
	}
	i.mutex.Lock()
	defer i.mutex.Unlock()
	token := request.Header.Get("X-Auth-Token")
	i.creates = append(i.creates, token)
	if !i.accepted[token] {
		w.WriteHeader(401)
		_, _ = io.WriteString(w, `{"error_code": "APIGW.0301", "error_msg": "no"}`)
		return
	}
	_, _ = io.WriteString(w, created)
}

func (i *identity) issue(w http.ResponseWriter, request *http.Request) {
	var body any
	_ = json.NewDecoder(request.Body).Decode(&body)
	if i.fetches != nil {
		<-i.fetches
	}
	i.mutex.Lock()
	defer i.mutex.Unlock()
	i.fetched = append(i.fetched, body)
	if i.status != 0 {
		w.WriteHeader(i.status)
		return
	}
	token := fmt.Sprintf("token-%d", len(i.fetched))
	i.accepted[token] = !i.revokeAtOnce
	w.Header().Set("X-Subject-Token", token)
	w.WriteHeader(201)
	now := time.Now().Add(i.clockAhead).UTC()
	issued, expires := now.Format(time.RFC3339Nano), now.Add(i.lifetime).Format(time.RFC3339Nano)
	_, _ = fmt.Fprintf(w, `{"token": {"issued_at": %q, "expires_at": %q}}`, issued, expires)
}

func (i *identity) revoke() {
	i.mutex.Lock()
	defer i.mutex.Unlock()
	clear(i.accepted)
}

func newIdentity() *identity {
	return &identity{lifetime: 24 * time.Hour, accepted: map[string]bool{}}
}

// passwordClient returns a client that logs in at /v3 of the same server.
func passwordClient(t *testing.T, i *identity) *dws.Client {
	t.Helper()
	auth := dws.Password("https://iam.example/v3/", dws.UserName("u", dws.DomainName("d")), "the-password", dws.ProjectName("p"))
	return newClient(t, "http://dws.example", auth, dws.WithHTTPClient(httptest.NewTestServer(t, i).Client()))
}

func mustCreate(t *testing.T, client *dws.Client) {
	t.Helper()
	if _, err := client.CreateSnapshot(t.Context(), wanted); err != nil {
		t.Fatal(err)
	}
}

func expectTokens(t *testing.T, i *identity, want ...string) {
	t.Helper()
	i.mutex.Lock()
	defer i.mutex.Unlock()
	if !slices.Equal(i.creates, want) {
		t.Errorf("creates with %v, want %v", i.creates, want)
	}
}

func TestAByteOrderMarkBeforeAnAnswerIsIgnored(t *testing.T) {
	const mark = "\uFEFF"
	iam := startRaw(t, answer(201, mark+`{"token": {"expires_at": "2999-01-01T00:00:00Z"}}`, "X-Subject-Token: the-token"))
	service := startRaw(t, answer(200, mark+created), answer(400, mark+`{"error_msg": "\u006eo"}`))
	client := newClient(t, service.url, passwordAuth(iam, "the-password"))
	mustCreate(t, client)
	_, err := client.CreateSnapshot(t.Context(), wanted)
	expect(t, "message", err.Error(), "400: no")
}

func TestATokenIsFetchedOnceAndKept(t *testing.T) {
	i := newIdentity()
	client := passwordClient(t, i)
	for range 3 {
		mustCreate(t, client)
	}
	expectTokens(t, i, "token-1", "token-1", "token-1")
	type object = map[string]any
	user := object{"name": "u", "password": "the-password", "domain": object{"name": "d"}}
	want := []any{object{"auth": object{
		"identity": object{"methods": []any{"password"}, "password": object{"user": user}},
		"scope":    object{"project": object{"name": "p"}},
	}}}
	if !reflect.DeepEqual(i.fetched, want) {
		t.Errorf("fetched with %v, want %v", i.fetched, want)
	}
}

func TestTheAddressMayEndInV3AndTheProjectMayBeAnID(t *testing.T) {
	for _, suffix := range []string{"", "/", "/v3", "/v3/"} {
		i := newIdentity()
		server := httptest.NewTestServer(t, i)
		auth := dws.Password("http://iam.example"+suffix, dws.UserName("u", dws.DomainName("d")), "p", dws.ProjectID(projectID))
		mustCreate(t, newClient(t, "http://dws.example", auth, dws.WithHTTPClient(server.Client())))
		expect(t, "fetches", len(i.fetched), 1)
		scope := i.fetched[0].(map[string]any)["auth"].(map[string]any)["scope"]
		expect(t, "scope", fmt.Sprint(scope), "map[project:map[id:"+projectID+"]]")
	}
}

func TestATokenIsRenewedBeforeItEnds(t *testing.T) {
	for lifetime, early := range map[time.Duration]time.Duration{
		24 * time.Hour:   5 * time.Minute,
		50 * time.Minute: 5 * time.Minute,
		10 * time.Minute: time.Minute,
		time.Second:      100 * time.Millisecond,
	} {
		t.Run(lifetime.String(), func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				i := newIdentity()
				i.lifetime, i.clockAhead = lifetime, 40*time.Hour
				client := passwordClient(t, i)
				mustCreate(t, client)
				time.Sleep(lifetime - early - time.Nanosecond)
				mustCreate(t, client)
				time.Sleep(time.Nanosecond)
				mustCreate(t, client)
				expectTokens(t, i, "token-1", "token-1", "token-2")
			})
		})
	}
}

func TestARefusedTokenIsRenewedOnce(t *testing.T) {
	i := newIdentity()
	client := passwordClient(t, i)
	mustCreate(t, client)
	i.revoke()
	mustCreate(t, client)
	expectTokens(t, i, "token-1", "token-1", "token-2")
	i.revoke()
	i.revokeAtOnce = true
	_, err := client.CreateSnapshot(t.Context(), wanted)
	expect(t, "class", className(err), "Unauthorized")
	expectTokens(t, i, "token-1", "token-1", "token-2", "token-2", "token-3")
}

func TestIAMsSilenceCreatesNothing(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		i := newIdentity()
		i.fetches = make(chan struct{})
		client := passwordClient(t, i)
		began := time.Now()
		_, err := client.CreateSnapshot(t.Context(), wanted)
		expect(t, "time", time.Since(began), time.Minute)
		expectFailure(t, err, "ResponseTimeout", false)
		expect(t, "message", err.Error(), "https://iam.example: no answer in time; the request was not sent")
		expectTokens(t, i)
		close(i.fetches)
	})
}

func TestIAMsAnswerMayLeaveOutWhatIsNotNeeded(t *testing.T) {
	for name, times := range map[string]string{
		"no issued_at":         `"expires_at": "2999-01-01T00:00:00Z"`,
		"issued_at is null":    `"expires_at": "2999-01-01T00:00:00.000000Z", "issued_at": null`,
		"issued_at is a word":  `"expires_at": "2999-01-01T00:00:00Z", "issued_at": "today"`,
		"times without a zone": `"expires_at": "2999-01-01T00:00:00.000000", "issued_at": "2998-12-31 00:00:00"`,
	} {
		t.Run(name, func(t *testing.T) {
			iam := startRaw(t, answer(201, `{"token": {"project": null, "catalog": null, `+times+`}}`, "X-Subject-Token: t"))
			service := startRaw(t, answer(200, created))
			client := newClient(t, service.url, dws.Password(iam.url, dws.UserName("u", dws.DomainName("d")), "p", dws.ProjectName("p")))
			mustCreate(t, client)
			mustCreate(t, client)
			expect(t, "fetches", len(iam.seen()), 1)
			expect(t, "token", service.seen()[1].Header.Get("X-Auth-Token"), "t")
		})
	}
}

func TestATokenMayHave60Kilobytes(t *testing.T) {
	token := strings.Repeat("MIIabc+/", 7680)
	iam := startRaw(t, answer(201, `{"token": {"expires_at": "2999-01-01T00:00:00Z"}}`, "X-Subject-Token: "+token))
	service := startRaw(t, answer(200, created))
	mustCreate(t, newClient(t, service.url, dws.Password(iam.url, dws.UserName("u", dws.DomainName("d")), "p", dws.ProjectName("p"))))
	mustCreate(t, newClient(t, service.url, dws.Token(token)))
	for _, request := range service.seen() {
		expect(t, "the token came whole", request.Header.Get("X-Auth-Token") == token, true)
	}
}

func TestIAMsFailuresCreateNothing(t *testing.T) {
	const header, noToken = "X-Subject-Token: t", "201: IAM's answer holds no token"
	for name, given := range map[string]struct {
		behave behaviour
		class  string
		text   string
	}{
		"refused":      {answer(401, `{"error": {"message": "The password the-password is wrong."}}`), "Unauthorized", "401: The password … is wrong."},
		"failing":      {answer(503, "<html>"), "ServiceUnavailable", "503: Service Unavailable"},
		"HTML":         {answer(201, "<html>", header), "UnexpectedResponse", noToken},
		"no times":     {answer(201, "{}", header), "UnexpectedResponse", noToken},
		"a wrong time": {answer(201, `{"token": {"expires_at": 5}}`, header), "UnexpectedResponse", noToken},
		"no token":     {answer(201, `{"token": {"expires_at": "2030-01-01T00:00:00Z"}}`), "UnexpectedResponse", noToken},
		"closed":       {hangUp, "ConnectionFailed", ""},
	} {
		t.Run(name, func(t *testing.T) {
			iam, service := startRaw(t, given.behave), startRaw(t, answer(200, created))
			auth := dws.Password(iam.url, dws.UserName("u", dws.DomainName("d")), "the-password", dws.ProjectName("p"))
			_, err := newClient(t, service.url, auth).CreateSnapshot(t.Context(), wanted)
			if given.text != "" {
				expect(t, "class", className(err), given.class)
				expect(t, "message", err.Error(), given.text)
			} else {
				expectFailure(t, err, given.class, false)
			}
			expect(t, "creates", len(service.seen()), 0)
		})
	}
}

// keyholder is an Auth of somebody else's. It fails as often as it is told to.
type keyholder struct {
	failure error
	proofs  []string
	refused int
}

func (k *keyholder) Authenticate(request *http.Request, transport http.RoundTripper) error {
	if _, limited := request.Context().Deadline(); !limited || transport == nil {
		return errors.New("no end, or no transport")
	}
	request.Header.Set("X-Key", k.proofs[min(k.refused, len(k.proofs)-1)])
	return k.failure
}

func (k *keyholder) Refused(*http.Request) bool {
	k.refused++
	return k.refused < len(k.proofs)
}

func (k *keyholder) Secrets() []string { return k.proofs }

func TestAnAuthOfOnesOwn(t *testing.T) {
	server := startRaw(t, answer(401, ""), answer(403, `{"error_msg": "not with the-second"}`))
	auth := &keyholder{proofs: []string{"the-first", "the-second"}}
	_, err := newClient(t, server.url, auth).ListSnapshots(t.Context())
	expect(t, "message", err.Error(), "403: not with …")
	seen := server.seen()
	expect(t, "requests", len(seen), 2)
	expect(t, "proofs", seen[0].Header.Get("X-Key")+", "+seen[1].Header.Get("X-Key"), "the-first, the-second")

	once := startRaw(t, answer(401, ""))
	_, err = newClient(t, once.url, &keyholder{proofs: []string{"the-first"}}).ListSnapshots(t.Context())
	expect(t, "class", className(err), "Unauthorized")
	expect(t, "requests", len(once.seen()), 1)
}

func TestAnAuthOfOnesOwnThatFails(t *testing.T) {
	server := startRaw(t, answer(200, created))
	auth := &keyholder{proofs: []string{"the-secret-key"}, failure: errors.New("no key but the-secret-key")}
	_, err := newClient(t, server.url, auth).CreateSnapshot(t.Context(), wanted)
	expectFailure(t, err, "ConnectionFailed", false)
	expect(t, "message", err.Error(), server.url+": no key but …; the request was not sent")
	expectHidden(t, err, "the-secret-key")
	expect(t, "requests", len(server.seen()), 0)
}
