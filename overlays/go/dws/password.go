package dws

import (
	"cmp"
	"strings"
)

// reference names something of IAM's, by its name or by its ID, which is the member.
type reference struct{ field, member, value string }

func (r reference) check(otherwise string) error {
	return checkGiven(cmp.Or(r.field, otherwise), r.value)
}

// User says who logs in. UserName and UserID make one.
type User struct{ user, domain reference }

// UserName names a user of a domain.
func UserName(name string, domain Domain) User {
	return User{reference{"username", "name", name}, domain.reference}
}

// UserID names a user by the ID, which no other domain has.
func UserID(id string) User { return User{user: reference{"user_id", "id", id}} }

// Domain is where a user is at home. DomainName and DomainID make one.
type Domain struct{ reference }

// DomainName names a domain, for example "OTC-EU-DE-00000000001000012345".
func DomainName(name string) Domain { return Domain{reference{"domain_name", "name", name}} }

// DomainID names a domain by its ID.
func DomainID(id string) Domain { return Domain{reference{"domain_id", "id", id}} }

// Project says what a token is for. ProjectName and ProjectID make one.
type Project struct{ reference }

// ProjectName names a project, for example "eu-de".
func ProjectName(name string) Project { return Project{reference{"project_name", "name", name}} }

// ProjectID names a project by its ID.
func ProjectID(id string) Project { return Project{reference{"project_id", "id", id}} }

// Password fetches a token with a user's password, keeps it, and renews it before it ends or after one 401. authURL is
// IAM's address, with or without /v3 or /v3/auth/tokens. Source: "Token" in openapi.yaml.
//
// Callers that need a token at the same time wait for one fetch, each as long as its own context and time allow, and
// share its failure, except where the one that fetches ran out of its own. A token that is still valid is used when
// renewing it fails or takes over 5 seconds; renewing it is tried again 30 seconds later.
//
// A call returns ErrUnauthorized where IAM refuses the password, and its other errors for IAM's other answers.
func Password(authURL string, user User, password string, project Project) Auth {
	address, wrong := checkedURL("auth_url", authURL)
	address = strings.TrimSuffix(strings.TrimSuffix(address, "/auth/tokens"), "/v3") + "/v3/auth/tokens"
	type object = map[string]any
	who := object{user.user.member: user.user.value, "password": password}
	wrong = cmp.Or(wrong, user.user.check("user"))
	if user.user.member != "id" {
		who["domain"] = object{user.domain.member: user.domain.value}
		wrong = cmp.Or(wrong, user.domain.check("domain"))
	}
	login := object{"auth": object{
		"identity": object{"methods": []string{"password"}, "password": object{"user": who}},
		"scope":    object{"project": object{project.member: project.value}},
	}}
	wrong = cmp.Or(wrong, checkGiven("password", password), project.check("project"))
	t := &tokens{address: address, login: login, password: password}
	return &proof{"Password(" + user.user.value + ")", wrong, t.secrets, t.authenticate, t.refused, t.projectID}
}
