package dws

import (
	"bytes"
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"regexp"
	"strings"
	"sync/atomic"
	"time"

	"dws-snapshots.example/overlays/go/signing"
)

// Auth proves the caller's identity. AKSK, TemporaryAKSK, Token and Password make one; each serves any number of
// clients and goroutines.
//
// Secrets stay in functions: fmt prints the strings in the fields of what it is given, however deep, and no method
// prevents that.
type Auth struct {
	name    string
	invalid error
	// secrets returns what must never be shown.
	secrets func() []string
	// authenticate adds the proof to a request's headers. It returns the token that it used, if that can be renewed;
	// refused is the one that the service refused just before.
	authenticate func(request *http.Request, send sender, refused string) (used string, err error)
}

type sender func(*http.Request) (*answer, error)

func (a *Auth) String() string { return a.name }

// AKSK signs each request with a permanent access key and its secret key. Source: "AK/SK signature" in openapi.yaml.
func AKSK(accessKey, secretKey string) *Auth {
	return signer(accessKey, secretKey, "", nil)
}

// TemporaryAKSK signs each request with a temporary key pair and sends the security token that goes with it.
func TemporaryAKSK(accessKey, secretKey, securityToken string) *Auth {
	return signer(accessKey, secretKey, securityToken, checkHeaderValue("security_token", securityToken))
}

func signer(accessKey, secretKey, securityToken string, invalid error) *Auth {
	key := signing.NewKey(accessKey, secretKey, securityToken)
	return &Auth{
		name:    "AKSK(" + accessKey + ")",
		invalid: cmp.Or(checkHeaderValue("access_key", accessKey), checkGiven("secret_key", secretKey), invalid),
		secrets: func() []string { return []string{secretKey, securityToken} },
		authenticate: func(request *http.Request, _ sender, _ string) (string, error) {
			return "", sign(request, key)
		},
	}
}

// sign covers Host and Content-Type; other headers may change on the way to the service.
func sign(request *http.Request, key signing.Key) error {
	signed := signing.Request{Method: request.Method, Target: request.URL.RequestURI()}
	signed.Headers = []signing.Header{{Name: "Host", Value: request.URL.Host}}
	if kind := request.Header.Get("Content-Type"); kind != "" {
		signed.Headers = append(signed.Headers, signing.Header{Name: "Content-Type", Value: kind})
	}
	if request.GetBody != nil {
		body, err := request.GetBody()
		if err != nil {
			return err
		}
		if signed.Body, err = io.ReadAll(body); err != nil {
			return err
		}
	}
	for _, header := range signing.Sign(signed, key, time.Now()) {
		request.Header.Set(header.Name, header.Value)
	}
	return nil
}

// Token sends a token that was fetched before. Source: "Token" in openapi.yaml.
func Token(token string) *Auth {
	return &Auth{
		name:    "Token(…)",
		invalid: checkHeaderValue("token", token),
		secrets: func() []string { return []string{token} },
		authenticate: func(request *http.Request, _ sender, _ string) (string, error) {
			request.Header.Set("X-Auth-Token", token)
			return "", nil
		},
	}
}

// Project says what a token is for. ProjectName and ProjectID make one.
type Project struct{ member, value string }

// ProjectName names a project, for example "eu-de".
func ProjectName(name string) Project { return Project{"name", name} }

// ProjectID names a project by its ID.
func ProjectID(id string) Project { return Project{"id", id} }

// Password fetches a token with a user name and a password, keeps it, and renews it before it ends or after one 401.
// Callers that need a token at the same time wait for one fetch. authURL is IAM's address, with or without /v3;
// domainName is the user's domain. Source: "Token" in openapi.yaml.
//
// A call returns ErrUnauthorized where IAM refuses the password, and its other errors for IAM's other answers.
func Password(authURL, username, password, domainName string, project Project) *Auth {
	address, wrong := checkedURL("auth_url", authURL)
	type object = map[string]any
	user := object{"name": username, "password": password, "domain": object{"name": domainName}}
	content, err := json.Marshal(object{"auth": object{
		"identity": object{"methods": []string{"password"}, "password": object{"user": user}},
		"scope":    object{"project": object{project.member: project.value}},
	}})
	t := &tokens{fetching: make(chan struct{}, 1)}
	t.secrets = func() []string {
		if token := t.kept.Load(); token != nil {
			return []string{password, token.value}
		}
		return []string{password}
	}
	t.request = func(ctx context.Context) (*http.Request, error) {
		url := strings.TrimSuffix(address, "/v3") + "/v3/auth/tokens"
		request, err := http.NewRequestWithContext(ctx, http.MethodPost, url, bytes.NewReader(content))
		if err == nil {
			request.Header.Set("Content-Type", "application/json")
		}
		return request, err
	}
	wrong = cmp.Or(wrong, checkGiven("username", username), checkGiven("password", password),
		checkGiven("domain_name", domainName), checkGiven(strings.Trim("project_"+project.member, "_"), project.value), err)
	return &Auth{"Password(" + username + ")", wrong, t.secrets, t.authenticate}
}

// tokens keeps a fetched token. fetching holds an item while another is fetched.
type tokens struct {
	request  func(context.Context) (*http.Request, error)
	secrets  func() []string
	fetching chan struct{}
	kept     atomic.Pointer[token]
}

// token is a fetched one. renewAt is on the monotonic clock: the service's clock and this one need not agree.
type token struct {
	value   string
	renewAt time.Time
}

func (t *tokens) authenticate(request *http.Request, send sender, refused string) (string, error) {
	value := t.usable(refused)
	if value == "" {
		select {
		case t.fetching <- struct{}{}:
			defer func() { <-t.fetching }()
		case <-request.Context().Done():
			return "", &ConnectionFailedError{"no token in time", false, request.Context().Err()}
		}
		if value = t.usable(refused); value == "" {
			var err error
			if value, err = t.fetch(request.Context(), send); err != nil {
				return "", err
			}
		}
	}
	request.Header.Set("X-Auth-Token", value)
	return value, nil
}

func (t *tokens) usable(refused string) string {
	kept := t.kept.Load()
	if kept == nil || kept.value == refused || !time.Now().Before(kept.renewAt) {
		return ""
	}
	return kept.value
}

// fetch gets a token from IAM. Whatever fails here, the operation's own request was not sent or was refused.
func (t *tokens) fetch(ctx context.Context, send sender) (string, error) {
	request, err := t.request(ctx)
	if err != nil {
		return "", invalid(err)
	}
	a, err := send(request)
	var failed *ConnectionFailedError
	if errors.As(err, &failed) {
		failed.MayHaveBeenSent = false
	}
	if err != nil {
		return "", err
	}
	if a.status != http.StatusCreated {
		return "", apiError(a, t.secrets())
	}
	fetched, ok := tokenOf(a)
	if !ok {
		return "", unexpected(a, "IAM's answer holds no token", t.secrets())
	}
	t.kept.Store(fetched)
	return fetched.value, nil
}

// tokenOf reads IAM's answer. A token's life counts from now; it is renewed five minutes, or a tenth, before the end.
func tokenOf(a *answer) (*token, bool) {
	var described struct {
		Token struct {
			Issued  *time.Time `json:"issued_at"`
			Expires time.Time  `json:"expires_at"`
		}
	}
	value, now := a.header.Get("X-Subject-Token"), time.Now()
	if json.Unmarshal(a.body, &described) != nil || described.Token.Expires.IsZero() || value == "" {
		return nil, false
	}
	life := described.Token.Expires.Sub(*cmp.Or(described.Token.Issued, &now))
	return &token{value, now.Add(life - min(5*time.Minute, life/10))}, true
}

var visible = regexp.MustCompile(`^[!-~]+$`)

func checkHeaderValue(field, value string) error {
	if !visible.MatchString(value) {
		return &InvalidRequestError{field, "must be visible ASCII characters, without spaces or line feeds", hidden{}}
	}
	return nil
}

func checkGiven(field, value string) error {
	if value == "" {
		return &InvalidRequestError{field, "must not be empty", hidden{}}
	}
	return nil
}
