package main

import (
	"cmp"
	"encoding/json"
	"fmt"
	"os"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// contract is the output of overlays/reader.py for openapi.yaml, with what the templates need. overlays/model.py explains
// its parts.
type contract struct {
	Operations []*operation
	Shared     []string
	Schemas    []*Schema
	Failures   map[int]string

	// Module is the beginning of the paths of all modules; Models are the objects that are sent or read; Rules are the
	// limits of values.
	Module string    `json:"-"`
	Models []*Schema `json:"-"`
	Rules  []*Schema `json:"-"`
}

type operation struct {
	ID, Method, Path, Summary, Description string
	Parameters                             []*field
	Body, Result                           *body
	Pages                                  *field
	Success                                int
	ByID                                   bool `json:"by_id"`
}

type body struct {
	Schema *Schema
	Member *field
}

// Schema holds the rules of a value.
type Schema struct {
	Place, Type, Format, Description string
	Keywords                         struct {
		Title, Format, Pattern string
		MinLength, MaxLength   int
		Minimum, Maximum       json.Number
		Enum                   []string
	}
	Items   *Schema
	Members []*field

	// Sent and Read say whether a request or an answer contains an object, Whole whether it is the body of an answer.
	Sent, Read, Whole bool `json:"-"`
}

// field is a member of an object, or a parameter.
type field struct {
	JSON        string `json:"name"`
	Mandatory   bool   `json:"required"`
	Description string
	Within      string
	*Schema     `json:"schema"`
}

func load(path string) (*contract, error) {
	content, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	c := &contract{}
	if err := json.Unmarshal(content, c); err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	for _, o := range c.Operations {
		if o.Body != nil {
			c.mark(o.Body.Schema, func(s *Schema) *bool { return &s.Sent })
		}
		if o.Result != nil {
			c.mark(o.Result.Schema, func(s *Schema) *bool { return &s.Read })
			c.named(o.Result.Schema).Whole = true
		}
	}
	var limited []*field
	for _, m := range c.Models {
		if m.Sent {
			limited = append(limited, m.Members...)
		}
	}
	for _, o := range c.Operations {
		limited = append(limited, o.Parameters...)
	}
	for _, f := range limited {
		if err := c.limit(f.Schema); err != nil {
			return nil, err
		}
	}
	return c, nil
}

// named returns the object that has a schema's name.
func (c *contract) named(s *Schema) *Schema {
	return c.Schemas[slices.IndexFunc(c.Schemas, func(known *Schema) bool { return known.Place == s.Place })]
}

// mark marks an object and those within it.
func (c *contract) mark(s *Schema, of func(*Schema) *bool) {
	if s.Items != nil {
		c.mark(s.Items, of)
	}
	if s.Type != "object" || s.Items != nil || *of(c.named(s)) {
		return
	}
	m := c.named(s)
	if !m.Sent && !m.Read {
		c.Models = append(c.Models, m)
	}
	*of(m) = true
	for _, f := range m.Members {
		c.mark(f.Schema, of)
	}
}

// Name returns the operation's name in Go.
func (o *operation) Name() string { return upperFirst(o.ID) }

// About says what the operation does.
func (o *operation) About() string { return cmp.Or(o.Description, o.Summary) }

// InPath returns the parameters of the path.
func (o *operation) InPath() []*field { return o.within("path") }

// Query returns the parameters of the query.
func (o *operation) Query() []*field { return o.within("query") }

// Unpaged returns the parameters of the query, except for the one that chooses a page.
func (o *operation) Unpaged() []*field {
	return slices.DeleteFunc(o.Query(), func(f *field) bool { return f.JSON == "offset" })
}

// ByHand reports whether package dws has a hand-written method for the operation.
func (o *operation) ByHand() bool { return o.ID == "createSnapshot" }

// Told returns the models that callers give and get, without the bodies that only wrap one.
func (c *contract) Told() []*Schema {
	return slices.DeleteFunc(slices.Clone(c.Models), func(m *Schema) bool {
		holds := 0
		for _, o := range c.Operations {
			for _, b := range []*body{o.Body, o.Result} {
				if b == nil || b.Schema.Place != m.Place {
					continue
				}
				if b.Member == nil {
					return false
				}
				holds++
			}
		}
		return holds > 0
	})
}

func (o *operation) within(place string) []*field {
	return slices.DeleteFunc(slices.Clone(o.Parameters), func(f *field) bool { return f.Within != place })
}

// Target returns the expression of the path.
func (o *operation) Target() string {
	target := strconv.Quote(o.Path)
	for _, f := range o.InPath() {
		target = strings.Replace(target, "{"+f.JSON+"}", `" + url.PathEscape(`+f.Local()+`) + "`, 1)
	}
	return strings.TrimSuffix(target, ` + ""`)
}

// Asked returns the parameter with the ID of the one thing that an operation reads, or nil.
func (o *operation) Asked() *field {
	if !o.ByID {
		return nil
	}
	path := o.InPath()
	return path[len(path)-1]
}

// Known returns the parameters that all paths have.
func (c *contract) Known() []*field {
	return slices.DeleteFunc(c.Operations[0].InPath(), func(f *field) bool { return !c.Everywhere(f) })
}

// Everywhere tells whether all paths have a parameter.
func (c *contract) Everywhere(f *field) bool { return slices.Contains(c.Shared, f.JSON) }

// Own returns the parameters of the path that not all paths have.
func (c *contract) Own(o *operation) []*field { return slices.DeleteFunc(o.InPath(), c.Everywhere) }

// Iter returns the name of the iterator over the items of all pages.
func (o *operation) Iter() string { return "Iter" + strings.TrimPrefix(o.Name(), "List") }

// Count returns the member with the number of items on all pages, or nil.
func (c *contract) Count(o *operation) *field {
	members := c.named(o.Result.Schema).Members
	if at := slices.IndexFunc(members, func(f *field) bool { return f.JSON == "count" }); at >= 0 {
		return members[at]
	}
	return nil
}

// Paged tells whether an operation has pages.
func (c *contract) Paged() bool {
	return slices.ContainsFunc(c.Operations, func(o *operation) bool { return o.Pages != nil })
}

// Times tells whether a model holds a time.
func (c *contract) Times() bool {
	return slices.ContainsFunc(c.Models, func(m *Schema) bool {
		return slices.ContainsFunc(m.Members, func(f *field) bool { return strings.Contains(f.Go(), "time.Time") })
	})
}

// types holds the Go types of scalars, by type and format.
var types = map[string]string{
	"string ": "string", "string date-time": "time.Time", "boolean ": "bool",
	"integer ": "int", "integer int32": "int", "integer int64": "int64",
	"number ": "float64", "number float": "float64", "number double": "float64",
}

// Go returns the type of a value.
func (s *Schema) Go() string {
	switch {
	case s.Type == "array":
		return "[]" + s.Items.Go()
	case s.Items != nil:
		return "map[string]" + s.Items.Go()
	case s.Type == "object":
		return goName(s.Place)
	}
	return types[s.Type+" "+s.Format+s.Keywords.Format]
}

// Name returns the name of the field.
func (f *field) Name() string { return goName(f.JSON) }

// Local returns the name of a variable.
func (f *field) Local() string { return localName(f.JSON) }

// Pointer is "*" if the field is a pointer, which is nil if the member is absent. Slices and maps need no pointer.
func (f *field) Pointer() string {
	if f.Mandatory || f.Items != nil {
		return ""
	}
	return "*"
}

// Omitted returns the option of the field's tag that leaves out absent members. omitzero needs Go 1.24; with older
// versions, an absent list of an answer is null in JSON.
func (f *field) Omitted(sent bool) string {
	switch {
	case f.Mandatory:
		return ""
	case f.Items != nil && !sent:
		return ",omitzero"
	}
	return ",omitempty"
}

// Address returns the expression of a pointer to a field's value, which is nil if there is none.
func (f *field) Address(of string) string {
	switch {
	case of == "":
		return "&" + f.Local()
	case f.Pointer() != "":
		return of + f.Name()
	}
	return "&" + of + f.Name()
}

// Reader returns the function that reads a value.
func (s *Schema) Reader() string {
	switch {
	case s.Type == "array":
		return "listOf(" + s.Items.Reader() + ")"
	case s.Items != nil:
		return "mapOf(" + s.Items.Reader() + ")"
	case s.Type == "object":
		return "read" + s.Go()
	case s.Go() == "time.Time":
		return "readTime"
	case s.Type == "integer":
		return "readInteger[" + s.Go() + "]"
	}
	return "read" + upperFirst(s.Type)
}

// Way returns the function that reads a field. An answer is useless without the mandatory members of its body, and an
// object without its ID.
func (s *Schema) Way(f *field) string {
	switch {
	case f.Mandatory && (s.Whole || f.JSON == "id"):
		return "needed"
	case f.Pointer() == "":
		return "always"
	}
	return "optional"
}

// check returns the function that checks a value, or "" if its type is the only rule.
func (c *contract) check(s *Schema) string {
	switch {
	case s.Items != nil && c.check(s.Items) == "":
		return ""
	case s.Type == "array":
		return "each(" + c.check(s.Items) + ")"
	case s.Items != nil:
		return "eachOf(" + c.check(s.Items) + ")"
	case s.Type == "object":
		return s.Go() + ".check"
	case s.limited():
		return c.Rules[slices.IndexFunc(c.Rules, s.sameLimits)].Rule() + ".check"
	}
	return ""
}

// Checks returns the expressions that check the fields of a struct, or variables if it has no name.
func (c *contract) Checks(of string, fields []*field) (result []string) {
	for _, f := range fields {
		if check := c.check(f.Schema); check != "" {
			result = append(result, fmt.Sprintf("check(%q, %s, %s)", f.JSON, f.Address(of), check))
		}
	}
	return result
}

// limited tells whether a value has a rule.
func (s *Schema) limited() bool {
	return s.Go() == "string" || s.Keywords.Minimum+s.Keywords.Maximum != ""
}

func (s *Schema) sameLimits(other *Schema) bool {
	return fmt.Sprint(s.Go(), s.Keywords) == fmt.Sprint(other.Go(), other.Keywords)
}

// Rule returns the name of the variable with the limits of a value.
func (s *Schema) Rule() string {
	if s.sameLimits(&Schema{Type: "string"}) {
		return "anyTextRule"
	}
	return localName(s.Place) + "Rule"
}

// limit remembers the rule of a value, if it has one.
func (c *contract) limit(s *Schema) error {
	if s.Items != nil {
		return c.limit(s.Items)
	}
	if !s.limited() || slices.ContainsFunc(c.Rules, s.sameLimits) {
		return nil
	}
	if slices.ContainsFunc(c.Rules, func(known *Schema) bool { return known.Rule() == s.Rule() }) {
		return fmt.Errorf("%s: two rules named %s can't be told apart", s.Place, s.Rule())
	}
	if _, err := regexp.Compile(s.Keywords.Pattern); err != nil {
		return fmt.Errorf("%s: %w", s.Place, err)
	}
	c.Rules = append(c.Rules, s)
	return nil
}
