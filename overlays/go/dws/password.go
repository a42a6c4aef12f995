package dws

import (
	"cmp"
	"strings"
)

// reference names a thing in IAM. member is "name" or "id", and says which of the two value is.
type reference struct{ field, member, value string }

func (r reference) check(otherwise string) error {
	return checkGiven(cmp.Or(r.field, otherwise), r.value)
}

// User says who logs in. UserName and UserID return one.
type User struct{ user, domain reference }

// UserName names a user of a domain.
func UserName(name string, domain Domain) User {
	return User{reference{"username", "name", name}, domain.reference}
}

// UserID names a user by the ID, which is unique in all domains.
func UserID(id string) User { return User{user: reference{"user_id", "id", id}} }

// Domain is the domain of a user. DomainName and DomainID return one.
type Domain struct{ reference }

// DomainName names a domain, for example "OTC-EU-DE-00000000001000012345".
func DomainName(name string) Domain { return Domain{reference{"domain_name", "name", name}} }

// DomainID names a domain by its ID.
func DomainID(id string) Domain { return Domain{reference{"domain_id", "id", id}} }

// Project is the project of a token. ProjectName and ProjectID return one.
type Project struct{ reference }

// ProjectName names a project, for example "eu-de".
func ProjectName(name string) Project { return Project{reference{"project_name", "name", name}} }

// ProjectID names a project by its ID.
func ProjectID(id string) Project { return Project{reference{"project_id", "id", id}} }

// Password fetches a token with a user's password, keeps it, and renews it before it expires, or once after a 401.
// authURL is IAM's address, with or without /v3 or /v3/auth/tokens. Source: "Token" in openapi.yaml.
//
// Calls that need a token at the same time share one fetch and its failure; each waits only as long as its own context
// and timeout allow. If the call that fetches runs out of its own time, the others try again. If renewing a token fails
// or takes over 5 seconds, the old one is used while it is valid, and renewing is tried again 30 seconds later.
//
// If IAM refuses the password, a call returns ErrUnauthorized; for other bad answers of IAM it returns the same errors as
// for those of the service.
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
