package main

import (
	"cmp"
	"fmt"
	"maps"
	"net/http"
	"os"
	"slices"
	"strconv"
	"strings"

	"go.yaml.in/yaml/v3"
)

// contract is openapi.yaml, as far as a client needs it, and what the templates need of it.
type contract struct {
	Paths      ordered[map[string]yaml.Node]
	Components struct {
		Schemas       map[string]yaml.Node
		Parameters    map[string]parameter
		RequestBodies map[string]message `yaml:"requestBodies"`
		Responses     map[string]message
	}

	Operations []*operation `yaml:"-"`
	Models     []*model     `yaml:"-"`
	Rules      []rule       `yaml:"-"`
	Failures   []failure    `yaml:"-"`
}

// ordered is a mapping in the order of the document.
type ordered[T any] []struct {
	name  string
	value T
}

func (o *ordered[T]) UnmarshalYAML(node *yaml.Node) error {
	*o = make(ordered[T], len(node.Content)/2)
	for i := range *o {
		(*o)[i].name = node.Content[2*i].Value
		if err := node.Content[2*i+1].Decode(&(*o)[i].value); err != nil {
			return err
		}
	}
	return nil
}

type parameter struct {
	Ref         string `yaml:"$ref"`
	Name, In    string
	Description string
	Required    bool
	Schema      yaml.Node
}

// message is a request's or an answer's body.
type message struct {
	Ref         string `yaml:"$ref"`
	Description string
	Content     map[string]struct{ Schema yaml.Node }
}

// failure is the status of answers that are no success, and what the contract says of them.
type failure struct {
	Status      int
	Description string
}

// operation is one method of one path, with the parameters of both.
type operation struct {
	ID           string `yaml:"operationId"`
	Summary      string
	Description  string
	Method, Path string   `yaml:"-"`
	InPath       []*field `yaml:"-"`
	Query        []*field `yaml:"-"`
	Body, Answer *model   `yaml:"-"`
	Success      int      `yaml:"-"`
}

// unenforceable ends the generation: the contract states a rule that a client could not enforce.
type unenforceable string

func (e unenforceable) Error() string { return string(e) + " can't be enforced" }

func refuse(format string, arguments ...any) {
	panic(unenforceable(fmt.Sprintf(format, arguments...)))
}

// decode refuses what does not have the form that OpenAPI gives it.
func decode(node yaml.Node, target any, where string) {
	if err := node.Decode(target); err != nil {
		refuse("%s: %s", where, strings.Join(strings.Fields(err.Error()), " "))
	}
}

// component follows a reference, if there is one, and returns its name.
func component[T any](reference, kind string, components map[string]T, itself T) (string, T) {
	if reference == "" {
		return "", itself
	}
	name := strings.TrimPrefix(reference, "#/components/"+kind+"/")
	found, ok := components[name]
	if !ok {
		refuse("%s", reference)
	}
	return name, found
}

func load(path string) (*contract, error) {
	content, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	c := &contract{}
	if err := yaml.Unmarshal(content, c); err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	for _, item := range c.Paths {
		for _, method := range []string{"get", "put", "post", "delete", "options", "head", "patch", "trace"} {
			if described, ok := item.value[method]; ok {
				c.operation(item.name, method, item.value["parameters"], described)
			}
		}
	}
	c.Models = slices.DeleteFunc(c.Models, func(m *model) bool { return !m.Sent && !m.Read })
	return c, nil
}

func (c *contract) operation(path, method string, shared, described yaml.Node) {
	o := &operation{Path: path, Method: strings.ToUpper(method)}
	decode(described, o, path)
	if o.Description = cmp.Or(o.Description, o.Summary); o.ID == "" {
		refuse("%s %s: no operationId", o.Method, path)
	}
	var given struct {
		Parameters  []parameter
		RequestBody *message `yaml:"requestBody"`
		Responses   map[string]message
	}
	var parameters []parameter
	decode(shared, &parameters, path)
	decode(described, &given, path)
	for _, p := range append(parameters, given.Parameters...) {
		c.parameter(o, p)
	}
	if given.RequestBody != nil {
		_, body := component(given.RequestBody.Ref, "requestBodies", c.Components.RequestBodies, *given.RequestBody)
		o.Body = c.body(body, o.ID)
		o.Body.mark(func(m *model) *bool { return &m.Sent })
	}
	for _, status := range slices.Sorted(maps.Keys(given.Responses)) {
		answer := given.Responses[status]
		_, answer = component(answer.Ref, "responses", c.Components.Responses, answer)
		c.response(o, status, answer)
	}
	if o.Success == 0 {
		refuse("%s: no success", o.ID)
	}
	c.Operations = append(c.Operations, o)
}

func (c *contract) parameter(o *operation, p parameter) {
	where, p := component(p.Ref, "parameters", c.Components.Parameters, p)
	if where == "" {
		where = o.ID + "." + p.Name
	}
	f := c.field(p.Name, p.Schema, where, p.Required)
	f.Description = p.Description
	switch {
	case f.Kind == "object", f.Kind == "array", f.Format == "date-time", p.In == "path" && f.Kind != "string":
		refuse("%s: a parameter of type %s %s in %s", p.Name, f.Kind, f.Format, p.In)
	case p.In == "path" && p.Required:
		o.InPath = append(o.InPath, f)
	case p.In == "query":
		o.Query = append(o.Query, f)
	default:
		refuse("%s: a parameter in %s", p.Name, p.In)
	}
}

// response takes in an answer. A success without a mandatory member has a body that nobody reads.
func (c *contract) response(o *operation, status string, answer message) {
	code, _ := strconv.Atoi(status)
	switch success := code/100 == 2; {
	case !success && code != 0:
		if !slices.ContainsFunc(c.Failures, func(f failure) bool { return f.Status == code }) {
			c.Failures = append(c.Failures, failure{code, answer.Description})
		}
	case success && o.Success != 0:
		refuse("%s: a second success", o.ID)
	case success:
		o.Success = code
		if answer.Content == nil {
			return
		}
		if body := c.body(answer, o.ID); len(body.mandatory()) > 0 {
			o.Answer, body.Whole = body, true
			body.mark(func(m *model) *bool { return &m.Read })
		}
	}
}

func (c *contract) body(m message, where string) *model {
	media, ok := m.Content["application/json"]
	if !ok || len(m.Content) != 1 {
		refuse("%s: content other than application/json: %v", where, slices.Sorted(maps.Keys(m.Content)))
	}
	s := c.schema(media.Schema, where+"'s body")
	if s.Model == nil {
		refuse("%s: a body of type %s", where, s.Kind)
	}
	return s.Model
}

// Name returns the operation's name in Go.
func (o *operation) Name() string { return upperFirst(o.ID) }

// Target returns the expression of the path.
func (o *operation) Target() string {
	target := strconv.Quote(o.Path)
	for _, f := range o.InPath {
		target = strings.Replace(target, "{"+f.JSON+"}", `" + url.PathEscape(`+f.Local()+`) + "`, 1)
	}
	return strings.TrimSuffix(target, ` + ""`)
}

// Shared returns the parameters that all paths have.
func (c *contract) Shared() []*field {
	return slices.DeleteFunc(slices.Clone(c.Operations[0].InPath), func(f *field) bool { return !c.Everywhere(f) })
}

// Everywhere tells whether all paths have a parameter.
func (c *contract) Everywhere(f *field) bool {
	return !slices.ContainsFunc(c.Operations, func(o *operation) bool { return find(o.InPath, f.JSON) == nil })
}

// Own returns the parameters of the path that not all have.
func (c *contract) Own(o *operation) []*field {
	return slices.DeleteFunc(slices.Clone(o.InPath), c.Everywhere)
}

// Argument returns what a request's body is there for: its only member, if that is an object, or nil.
func (o *operation) Argument() *field {
	if o.Body != nil && len(o.Body.Fields) == 1 && o.Body.Fields[0].Model != nil {
		return o.Body.Fields[0]
	}
	return nil
}

// Result returns what an answer's body is there for: the only mandatory member, if that is an object or a list and no
// page's; or nil.
func (o *operation) Result() *field {
	mandatory := o.Answer.mandatory()
	if kind := mandatory[0].Kind; len(mandatory) == 1 && !o.paged() && (kind == "object" || kind == "array") {
		return mandatory[0]
	}
	return nil
}

// Iter returns the name of the iterator over the items of all pages.
func (o *operation) Iter() string { return "Iter" + strings.TrimPrefix(o.Name(), "List") }

// Count returns the member with the number of items on all pages, or nil.
func (o *operation) Count() *field { return find(o.Answer.Fields, "count") }

// Paged tells whether an operation has pages.
func (c *contract) Paged() bool {
	return slices.ContainsFunc(c.Operations, func(o *operation) bool { return o.Items() != nil })
}

// Times tells whether a model holds a time.
func (c *contract) Times() bool {
	return slices.ContainsFunc(c.Models, func(m *model) bool {
		return slices.ContainsFunc(m.Fields, func(f *field) bool { return strings.Contains(f.Go(), "time.Time") })
	})
}

// Name returns the name of the status's error.
func (f failure) Name() string { return "Err" + strings.ReplaceAll(http.StatusText(f.Status), " ", "") }

func (o *operation) paged() bool {
	return find(o.Query, "limit") != nil && find(o.Query, "offset") != nil
}

// Items returns the list of a page, if there are pages and their items have an ID; or nil.
func (o *operation) Items() *field {
	if o.Answer == nil || !o.paged() {
		return nil
	}
	for _, name := range []string{"limit", "offset"} {
		if f := find(o.Query, name); f.Pointer()+f.Go() != "*int" {
			refuse("%s: a %s that is no optional integer", o.ID, name)
		}
	}
	for _, f := range o.Answer.Fields {
		if f.Item != nil && f.Item.Model != nil && find(f.Item.Model.mandatory(), "id") != nil {
			return f
		}
	}
	return nil
}
