package dws

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
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
	// secret returns what must never be shown, besides a token in a request's headers.
	secret func() string
	// authenticate adds the proof to a request's headers. It returns what to call if the service refuses it and there
	// can be another, or nil.
	authenticate func(request *http.Request, send sender) (refuse func(), err error)
}

type sender func(*http.Request) (*api.Answer, error)

func (a *Auth) String() string { return a.name }

func (a *Auth) check() error {
	if a == nil {
		return check(false, "auth", "must be made by AKSK, TemporaryAKSK, Token or Password", nil)
	}
	return a.invalid
}

// AKSK signs each request with a permanent access key and its secret key. Source: "AK/SK signature" in openapi.yaml.
func AKSK(accessKey, secretKey string) *Auth { return signer(accessKey, secretKey, "", nil) }

// TemporaryAKSK signs each request with a temporary key pair and sends the security token that goes with it.
func TemporaryAKSK(accessKey, secretKey, securityToken string) *Auth {
	return signer(accessKey, secretKey, securityToken, checkHeaderValue("security_token", securityToken))
}

func signer(accessKey, secretKey, securityToken string, invalid error) *Auth {
	key := signing.NewKey(accessKey, secretKey, securityToken)
	return &Auth{
		name:    "AKSK(" + accessKey + ")",
		invalid: cmp.Or(checkHeaderValue("access_key", accessKey), checkGiven("secret_key", secretKey), invalid),
		secret:  func() string { return secretKey },
		authenticate: func(request *http.Request, _ sender) (func(), error) {
			sign(request, key)
			return nil, nil
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
		kind := request.Header.Get("Content-Type")
		signed.Headers = append(signed.Headers, signing.Header{Name: "Content-Type", Value: kind})
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
		secret:  func() string { return token },
		authenticate: func(request *http.Request, _ sender) (func(), error) {
			request.Header.Set("X-Auth-Token", token)
			return nil, nil
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
	address = strings.TrimSuffix(address, "/v3") + "/v3/auth/tokens"
	type object = map[string]any
	user := object{"name": username, "password": password, "domain": object{"name": domainName}}
	login := object{"auth": object{
		"identity": object{"methods": []string{"password"}, "password": object{"user": user}},
		"scope":    object{"project": object{project.member: project.value}},
	}}
	t := &tokens{address, login, make(chan *token, 1)}
	t.kept <- nil
	wrong = cmp.Or(wrong, checkGiven("username", username), checkGiven("password", password),
		checkGiven("domain_name", domainName), checkGiven(strings.Trim("project_"+project.member, "_"), project.value))
	return &Auth{"Password(" + username + ")", wrong, func() string { return password }, t.authenticate}
}

// tokens keeps a fetched token, or nil. Who takes it from the channel puts it, or a new one, back.
type tokens struct {
	address string
	login   any
	kept    chan *token
}

// token is a fetched one. renewAt is on the monotonic clock: the service's clock and this one need not agree.
type token struct {
	value   string
	renewAt time.Time
	refused atomic.Bool
}

func (t *tokens) authenticate(request *http.Request, send sender) (refuse func(), err error) {
	ctx := request.Context()
	var kept *token
	select {
	case kept = <-t.kept:
		defer func() { t.kept <- kept }()
	case <-ctx.Done():
		return nil, &ConnectionFailedError{Reason: "no token: " + ctx.Err().Error(), Ended: true, Err: ctx.Err()}
	}
	if kept == nil || kept.refused.Load() || !time.Now().Before(kept.renewAt) {
		if kept, err = t.fetch(ctx, send); err != nil {
			return nil, err
		}
	}
	request.Header.Set("X-Auth-Token", kept.value)
	return func() { kept.refused.Store(true) }, nil
}

// fetch gets a token from IAM. Whatever fails here, the operation's own request was not sent or was refused.
//
// A token's life counts from now; it is renewed five minutes, or a tenth, before its end. Where IAM does not tell when it
// issued the token, the two clocks are taken to agree.
func (t *tokens) fetch(ctx context.Context, send sender) (*token, error) {
	request, err := api.NewRequest(ctx, http.MethodPost, t.address, t.login)
	if err != nil {
		return nil, err
	}
	answer, err := send(request)
	if failed, ok := errors.AsType[*ConnectionFailedError](err); ok {
		failed.MayHaveBeenSent = false
	}
	if err != nil {
		return nil, err
	}
	if answer.Status != http.StatusCreated {
		return nil, answer.Failure()
	}
	var described struct {
		Token struct {
			Issued  any    `json:"issued_at"`
			Expires string `json:"expires_at"`
		}
	}
	// What is no JSON leaves no time.
	_ = json.Unmarshal(answer.Body, &described)
	value, now := answer.Header.Get("X-Subject-Token"), time.Now()
	expires, err := api.ParseTime(described.Token.Expires)
	if err != nil || value == "" {
		return nil, answer.Unexpected("IAM's answer holds no token")
	}
	issued, err := api.ParseTime(fmt.Sprint(described.Token.Issued))
	if err != nil {
		issued = now
	}
	life := expires.Sub(issued)
	return &token{value: value, renewAt: now.Add(life - min(5*time.Minute, life/10))}, nil
}
