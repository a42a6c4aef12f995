package dws

import (
	"fmt"
	"slices"
	"strings"
)

// names are the names of settings in a source, each with the argument that it is for. If several names mean the same
// argument, the first one that is set is used.
type names [][2]string

var (
	ofHuawei = names{
		{"HUAWEICLOUD_SDK_AK", "access_key"}, {"HUAWEICLOUD_SDK_SK", "secret_key"},
		{"HUAWEICLOUD_SDK_SECURITY_TOKEN", "security_token"},
	}
	ofOpenStack = names{
		{"OS_ACCESS_KEY", "access_key"}, {"OS_SECRET_KEY", "secret_key"}, {"OS_TOKEN", "token"},
		{"OS_AUTH_URL", "auth_url"}, {"OS_USER_ID", "user_id"}, {"OS_USERNAME", "username"}, {"OS_PASSWORD", "password"},
		{"OS_USER_DOMAIN_ID", "domain_id"}, {"OS_USER_DOMAIN_NAME", "domain_name"},
		{"OS_DOMAIN_ID", "domain_id"}, {"OS_DOMAIN_NAME", "domain_name"},
		{"OS_PROJECT_ID", "project_id"}, {"OS_TENANT_ID", "project_id"},
		{"OS_PROJECT_NAME", "project_name"}, {"OS_TENANT_NAME", "project_name"},
	}
	overAll = names{
		{"DWS_ENDPOINT", "endpoint"}, {"OS_REGION_NAME", "region"}, {"HUAWEICLOUD_SDK_PROJECT_ID", "project_id"},
		{"OS_PROJECT_ID", "project_id"}, {"OS_TENANT_ID", "project_id"},
	}
	ofSection = names{
		{"ak", "access_key"}, {"sk", "secret_key"}, {"security_token", "security_token"},
		{"project_id", "project_id"}, {"iam_endpoint", "auth_url"},
	}
	ofCloud = names{
		{"ak", "access_key"}, {"sk", "secret_key"}, {"security_token", "security_token"},
		{"dws_endpoint_override", "endpoint"}, {"region_name", "region"}, {"token", "token"}, {"auth_url", "auth_url"},
		{"user_id", "user_id"}, {"username", "username"}, {"password", "password"},
		{"user_domain_id", "domain_id"}, {"user_domain_name", "domain_name"},
		{"domain_id", "domain_id"}, {"domain_name", "domain_name"},
		{"project_id", "project_id"}, {"tenant_id", "project_id"},
		{"project_name", "project_name"}, {"tenant_name", "project_name"},
	}
)

// setting is a value, the argument that it is for, and its name in its source.
type setting struct{ field, value, name string }

// settings are the settings of one call, by their arguments.
type settings map[string]setting

func (s settings) value(field string) string { return s[field].value }

// named returns the error of an argument with the name of the setting instead.
func (s settings) named(err error) error {
	if wrong, ok := as[*InvalidRequestError](err); ok && s[wrong.Field].name != "" {
		return check(false, s[wrong.Field].name, wrong.Rule, wrong.Value)
	}
	return err
}

// kind is a way to authenticate. If one of shownBy is set, this way is meant. It needs one setting of each group of needs.
type kind struct {
	make    func(settings) Auth
	shownBy []string
	needs   [][]string
	may     string
}

var (
	keyPair = kind{
		make: func(s settings) Auth {
			if token := s.value("security_token"); token != "" {
				return TemporaryAKSK(s.value("access_key"), s.value("secret_key"), token)
			}
			return AKSK(s.value("access_key"), s.value("secret_key"))
		},
		shownBy: []string{"access_key", "secret_key"},
		needs:   [][]string{{"access_key"}, {"secret_key"}},
		may:     "security_token",
	}
	aToken = kind{
		make:    func(s settings) Auth { return Token(s.value("token")) },
		shownBy: []string{"token"},
		needs:   [][]string{{"token"}},
	}
	ofProject  = []string{"project_id", "project_name"}
	byPassword = kind{
		make: func(s settings) Auth {
			user, project := UserID(s.value("user_id")), ProjectName(s.value("project_name"))
			if name := s.value("username"); name != "" {
				domain := DomainName(s.value("domain_name"))
				if id := s.value("domain_id"); id != "" {
					domain = DomainID(id)
				}
				user = UserName(name, domain)
			}
			if id := s.value("project_id"); id != "" {
				project = ProjectID(id)
			}
			return Password(s.value("auth_url"), user, s.value("password"), project)
		},
		shownBy: []string{"password"},
		needs:   [][]string{{"auth_url"}, {"user_id"}, {"password"}, ofProject},
	}
	ofNamedUser = [][]string{{"auth_url"}, {"username"}, {"password"}, {"domain_id", "domain_name"}, ofProject}
)

// source is a source of settings. where is the beginning of messages about it; empty for the environment.
type source struct {
	where string
	names names
	value func(name string) string
}

// find returns the first setting for one of these arguments.
func (s *source) find(fields ...string) setting {
	for _, known := range s.names {
		if value := s.value(known[0]); value != "" && slices.Contains(fields, known[1]) {
			return setting{known[1], value, s.where + known[0]}
		}
	}
	return setting{}
}

// called returns the names of these arguments in this source.
func (s *source) called(fields ...string) string {
	var found []string
	for _, known := range s.names {
		if slices.Contains(fields, known[1]) {
			found = append(found, known[0])
		}
	}
	return strings.Join(found, " or ")
}

// ways returns the names of the settings that show a way to authenticate, for each way.
func (s *source) ways() (ways []string) {
	for _, way := range []kind{keyPair, aToken, byPassword} {
		var names []string
		for _, field := range way.shownBy {
			if name := s.called(field); name != "" {
				names = append(names, name)
			}
		}
		if len(names) > 0 {
			ways = append(ways, strings.Join(names, " with "))
		}
	}
	return ways
}

// kind returns the way to authenticate that this source gives, or nil.
func (s *source) kind() *kind {
	for _, way := range []kind{keyPair, aToken, byPassword} {
		if s.find(way.shownBy...).value == "" {
			continue
		}
		if way.shownBy[0] == "password" && s.find("user_id").value == "" {
			way.needs = ofNamedUser
		}
		return &way
	}
	return nil
}

// auth returns the credentials. project is an ID that takes precedence over this source's.
func (s *source) auth(way *kind, project setting) (Auth, error) {
	given, missing := settings{}, []string(nil)
	for _, group := range way.needs {
		found := s.find(group...)
		if group[0] == ofProject[0] && project.value != "" {
			found = project
		}
		if given[found.field] = found; found.value == "" {
			missing = append(missing, s.called(group...))
		}
	}
	if len(missing) > 0 {
		shown := s.find(way.shownBy...).name
		return nil, &MissingSettingError{fmt.Sprintf("%s is set, but not %s", shown, strings.Join(missing, ", "))}
	}
	given[way.may] = s.find(way.may)
	auth := way.make(given)
	return auth, given.named(checkAuth(auth))
}
