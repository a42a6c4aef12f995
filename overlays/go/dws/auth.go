package dws

import (
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

	"dws-snapshots.example/generated/go/api"
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

type sender func(*http.Request) (*api.Answer, error)

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
			sign(request, key)
			return "", nil
		},
	}
}

// sign covers Host and Content-Type; other headers may change on the way to the service.
func sign(request *http.Request, key signing.Key) {
	signed := signing.Request{Method: request.Method, Target: request.URL.RequestURI()}
	signed.Headers = []signing.Header{{Name: "Host", Value: request.URL.Host}}
	if request.GetBody != nil {
		// It stands in memory, where reading can't fail.
		body, _ := request.GetBody()
		signed.Body, _ = io.ReadAll(body)
		kind := signing.Header{Name: "Content-Type", Value: request.Header.Get("Content-Type")}
		signed.Headers = append(signed.Headers, kind)
	}
	for _, header := range signing.Sign(signed, key, time.Now()) {
		request.Header.Set(header.Name, header.Value)
	}
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
	login := object{"auth": object{
		"identity": object{"methods": []string{"password"}, "password": object{"user": user}},
		"scope":    object{"project": object{project.member: project.value}},
	}}
	address = strings.TrimSuffix(address, "/v3") + "/v3/auth/tokens"
	t := &tokens{address: address, login: login, password: password, fetching: make(chan struct{}, 1)}
	wrong = cmp.Or(wrong, checkGiven("username", username), checkGiven("password", password),
		checkGiven("domain_name", domainName), checkGiven(strings.Trim("project_"+project.member, "_"), project.value))
	return &Auth{"Password(" + username + ")", wrong, t.secrets, t.authenticate}
}

// tokens keeps a fetched token. fetching holds an item while another is fetched.
type tokens struct {
	address, password string
	login             any
	fetching          chan struct{}
	kept              atomic.Pointer[token]
}

// token is a fetched one. renewAt is on the monotonic clock: the service's clock and this one need not agree.
type token struct {
	value   string
	renewAt time.Time
}

func (t *tokens) secrets() []string {
	if kept := t.kept.Load(); kept != nil {
		return []string{t.password, kept.value}
	}
	return []string{t.password}
}

func (t *tokens) authenticate(request *http.Request, send sender, refused string) (string, error) {
	select {
	case t.fetching <- struct{}{}:
		defer func() { <-t.fetching }()
	case <-request.Context().Done():
		err := request.Context().Err()
		return "", &ConnectionFailedError{"no token: " + err.Error(), false, err}
	}
	kept := t.kept.Load()
	if kept == nil || kept.value == refused || !time.Now().Before(kept.renewAt) {
		var err error
		if kept, err = t.fetch(request.Context(), send); err != nil {
			return "", err
		}
		t.kept.Store(kept)
	}
	request.Header.Set("X-Auth-Token", kept.value)
	return kept.value, nil
}

// fetch gets a token from IAM. Whatever fails here, the operation's own request was not sent or was refused.
//
// A token's life counts from now; it is renewed five minutes, or a tenth, before its end.
func (t *tokens) fetch(ctx context.Context, send sender) (*token, error) {
	request, err := api.NewRequest(ctx, http.MethodPost, t.address, t.login)
	if err != nil {
		return nil, invalid(err)
	}
	a, err := send(request)
	if failed, ok := errors.AsType[*ConnectionFailedError](err); ok {
		failed.MayHaveBeenSent = false
	}
	if err != nil {
		return nil, err
	}
	if a.Status != http.StatusCreated {
		return nil, apiError(a, t.secrets())
	}
	var described struct {
		Token struct {
			Issued  *time.Time `json:"issued_at"`
			Expires time.Time  `json:"expires_at"`
		}
	}
	value, now := a.Header.Get("X-Subject-Token"), time.Now()
	if json.Unmarshal(a.Body, &described) != nil || described.Token.Expires.IsZero() || value == "" {
		return nil, unexpected(a, "IAM's answer holds no token", t.secrets())
	}
	life := described.Token.Expires.Sub(*cmp.Or(described.Token.Issued, &now))
	return &token{value, now.Add(life - min(5*time.Minute, life/10))}, nil
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
