package dws

import (
	"cmp"
	"io"
	"net/http"
	"strings"
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
	// secrets returns what must never be shown, besides a token in a request's headers.
	secrets func() []string
	// authenticate adds the proof to a request's headers, within a time. It returns what to call if the service refuses it
	// and there can be another, or nil.
	authenticate func(request *http.Request, send sender, within time.Duration) (refuse func(), err error)
}

type sender func(*http.Request) (*api.Answer, error)

func (a *Auth) String() string { return a.name }

func (a *Auth) check() error {
	if a == nil || a.authenticate == nil {
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
		invalid: cmp.Or(checkHeaderValue("access_key", accessKey), checkSecretKey(secretKey), invalid),
		secrets: func() []string { return []string{secretKey} },
		authenticate: func(request *http.Request, _ sender, _ time.Duration) (func(), error) {
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
		secrets: func() []string { return []string{token} },
		authenticate: func(request *http.Request, _ sender, _ time.Duration) (func(), error) {
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
// authURL is IAM's address, with or without /v3; domainName is the user's domain. Source: "Token" in openapi.yaml.
//
// Callers that need a token at the same time wait for one fetch, each as long as its own context and time allow, and
// share its failure, except where the one that fetches ran out of its own. A token that is still valid is used when
// renewing it fails or takes over 5 seconds; renewing it is tried again 30 seconds later.
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
	t := &tokens{address: address, login: login, password: password}
	wrong = cmp.Or(wrong, checkGiven("username", username), checkGiven("password", password),
		checkGiven("domain_name", domainName), checkGiven(strings.Trim("project_"+project.member, "_"), project.value))
	return &Auth{"Password(" + username + ")", wrong, t.secrets, t.authenticate}
}
