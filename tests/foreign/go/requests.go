package main

import (
	"encoding/json/v2"
	"errors"
	"fmt"
	"io"
	"mime"
	"net/http"
	"net/url"
	"regexp"
	"strconv"
	"strings"
)

var (
	uuidForm        = regexp.MustCompile(`^[0-9A-Fa-f]{8}(-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}$`)
	nameForm        = regexp.MustCompile(`^[A-Za-z][A-Za-z0-9_-]{3,63}$`)
	descriptionForm = regexp.MustCompile(`^[^!<>'=&"]{0,256}$`)
)

// text is a JSON string; null is refused.
type text string

func (t *text) UnmarshalJSON(content []byte) error {
	if string(content) == "null" {
		return errors.New("null is no string")
	}
	return json.Unmarshal(content, (*string)(t))
}

type createRequest struct {
	Snapshot *struct {
		Name        text `json:"name"`
		ClusterID   text `json:"cluster_id"`
		Description text `json:"description"`
	} `json:"snapshot"`
}

type restoreRequest struct {
	Restore *struct {
		Name                text    `json:"name"`
		SubnetID            string  `json:"subnet_id"`
		SecurityGroupID     string  `json:"security_group_id"`
		VpcID               string  `json:"vpc_id"`
		AvailabilityZone    string  `json:"availability_zone"`
		Port                *int    `json:"port"`
		EnterpriseProjectID *string `json:"enterprise_project_id"`
		IPv6Enable          bool    `json:"ipv6_enable"`
		NumberOfCN          *int    `json:"number_of_cn"`
		PublicIP            struct {
			BindType     string `json:"public_bind_type"`
			EipID        string `json:"eip_id"`
			IPType       string `json:"ip_type"`
			EipAddress   string `json:"eip_address"`
			BandWidth    int    `json:"band_width"`
			Status       string `json:"status"`
			ErrorMessage string `json:"error_message"`
		} `json:"public_ip"`
	} `json:"restore"`
}

type copyRequest struct {
	BackupName  text `json:"backup_name"`
	Description text `json:"description"`
}

func badRequest(format string, values ...any) error {
	return refused{http.StatusBadRequest, "DWS.0001", fmt.Sprintf(format, values...)}
}

// readBody reads a body of JSON in UTF-8.
func readBody[T any](r *http.Request) (body T, err error) {
	mediaType, parameters, err := mime.ParseMediaType(r.Header.Get("Content-Type"))
	charset, told := parameters["charset"]
	if err != nil || mediaType != "application/json" || (told && !strings.EqualFold(charset, "utf-8")) {
		return body, badRequest("Content-Type: application/json is needed")
	}
	content, err := io.ReadAll(r.Body)
	if err != nil {
		return body, badRequest("the body ends early")
	}
	if err := json.Unmarshal(content, &body); err != nil {
		return body, badRequest("the body: %v", err)
	}
	return body, nil
}

func checkText(value text, form *regexp.Regexp, member string) error {
	if !form.MatchString(string(value)) {
		return badRequest("%s: %v is needed", member, form)
	}
	return nil
}

func checkRange(value *int, least, most int, member string) error {
	if value != nil && (*value < least || *value > most) {
		return badRequest("%s: %d to %d is needed", member, least, most)
	}
	return nil
}

// pathID returns an ID of the path in lower case.
func pathID(r *http.Request, name string) (string, error) {
	id := strings.ToLower(r.PathValue(name))
	return id, checkText(text(id), uuidForm, name)
}

// paging is the query of a page. A limit of 0 means that none was given.
type paging struct {
	limit, offset int
	sortKey       string
	descending    bool
}

func readPaging(r *http.Request) (p paging, err error) {
	query, err := url.ParseQuery(r.URL.RawQuery)
	if err != nil {
		return p, badRequest("the query: %v", err)
	}
	if query.Has("limit") {
		if p.limit, err = strconv.Atoi(query.Get("limit")); err != nil || p.limit < 1 {
			return p, badRequest("limit: a number from 1 is needed")
		}
	}
	if query.Has("offset") {
		if p.offset, err = strconv.Atoi(query.Get("offset")); err != nil || p.offset < 0 {
			return p, badRequest("offset: a number from 0 is needed")
		}
	}
	switch p.sortKey = query.Get("sort_key"); p.sortKey {
	case "", "name", "startTime":
	default:
		return p, badRequest("sort_key: name or startTime is needed")
	}
	switch direction := query.Get("sort_dir"); {
	case direction == "desc":
		p.descending = true
	case direction != "asc" && query.Has("sort_dir"):
		return p, badRequest("sort_dir: asc or desc is needed")
	}
	return p, nil
}
