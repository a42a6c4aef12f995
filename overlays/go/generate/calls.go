package main

import (
	"bytes"
	"fmt"
	"go/format"
	"maps"
	"math"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// writer writes the requests, checks and readers of a contract's operations. written holds what it need not write
// again: functions by name, and rules by name with their text.
type writer struct {
	*contract
	models  models
	calls   bytes.Buffer
	rules   bytes.Buffer
	written map[string]string
}

const header = `// Code generated from openapi.yaml by overlays/go/generate. DO NOT EDIT.

package api

import (
	"context"
	"iter"
	"math"
	"net/http"
	"net/url"
	"regexp"
	"strconv"
)

`

func writeCalls(c *contract, m models) ([]byte, error) {
	w := &writer{contract: c, models: m, written: map[string]string{}}
	operations := c.operations()
	w.methods(operations)
	w.statuses(operations)
	for _, operation := range operations {
		w.request(operation)
		w.response(operation)
	}
	source := header + w.calls.String() + "var (\n" + w.rules.String() + ")\n"
	for _, unused := range []string{"iter", "math", "net/url", "regexp", "strconv"} {
		if !strings.Contains(source, strings.TrimPrefix(unused, "net/")+".") {
			source = strings.Replace(source, "\t\""+unused+"\"\n", "", 1)
		}
	}
	return format.Source([]byte(source))
}

func (w *writer) line(format string, arguments ...any) {
	fmt.Fprintf(&w.calls, format+"\n", arguments...)
}

// first tells whether something is written for the first time.
func (w *writer) first(name string) bool {
	_, again := w.written[name]
	w.written[name] = ""
	return !again
}

func (w *writer) request(o operation) {
	name := upperFirst(o.id)
	arguments, path, query := "ctx context.Context, server string", strconv.Quote(o.path), ""
	for _, p := range o.parameters {
		if p.in == "path" {
			arguments += ", " + goName(p.name) + " string"
			path = strings.Replace(path, "{"+p.name+"}", `" + url.PathEscape(`+goName(p.name)+`) + "`, 1)
		} else {
			query = ", params " + name + "Params"
		}
	}
	arguments += query
	if o.body != nil {
		arguments += ", body " + w.models.named(o.body.reference)
	}
	w.line("// %sSuccess is the status of a success of %s.\nconst %sSuccess = %d\n", name, o.id, name, o.success)
	w.line("// New%sRequest builds a request of %s.", name, o.id)
	w.line("//\n// The server is an address without a slash at its end. A value that does not keep a rule of the contract gives a")
	w.line("// *ConstraintError.")
	w.line("func New%sRequest(%s) (*http.Request, error) {", name, arguments)
	for _, p := range o.parameters {
		if p.in == "path" {
			w.line("if err := Check%s(%s); err != nil {\nreturn nil, err\n}", upperFirst(goName(p.name)), goName(p.name))
		}
	}
	if query != "" {
		w.line("query := url.Values{}")
	}
	for _, p := range o.parameters {
		if p.in == "query" {
			w.query(name+"Params", p)
		}
	}
	body := "nil"
	if o.body != nil {
		body = "body"
		w.line("if err := body.check(); err != nil {\nreturn nil, err\n}")
	}
	target := "server + " + strings.TrimSuffix(path, ` + ""`)
	if query != "" {
		w.line("target := %s", target)
		w.line("if len(query) > 0 {\ntarget += \"?\" + query.Encode()\n}")
		target = "target"
	}
	w.line("return NewRequest(ctx, %q, %s, %s)\n}\n", strings.ToUpper(o.method), target, body)
	for _, p := range o.parameters {
		if function := upperFirst(goName(p.name)); p.in == "path" && w.first(function) {
			w.line("// Check%s returns a *ConstraintError if a %s does not keep the contract.", function, p.name)
			w.line("func Check%s(value string) error {\nreturn under(%q, %s.check(value))\n}\n",
				function, p.name, w.rule("parameter"+function, p.schema))
		}
	}
	if o.body != nil {
		w.check(w.models.named(o.body.reference), o.body)
	}
}

func (w *writer) query(params string, p parameter) {
	f := w.models.field(params, p.name)
	value := "params." + f.name
	if f.pointer {
		w.line("if %s != nil {", value)
		value = "*" + value
	}
	rule, checked, text := w.rule("parameter"+upperFirst(goName(p.name)), p.schema), inString(f, value), inString(f, value)
	if p.schema.kind == "integer" {
		checked, text = "float64("+value+")", "strconv.Itoa("+value+")"
	}
	w.line("if err := under(%q, %s.check(%s)); err != nil {\nreturn nil, err\n}", p.name, rule, checked)
	w.line("query.Set(%q, %s)", p.name, text)
	if f.pointer {
		w.line("}")
	}
}

func (w *writer) response(o operation) {
	if o.answer == nil {
		return
	}
	name, model := upperFirst(o.id), w.models.named(o.answer.reference)
	w.line("// Read%sResponse reads the body of a success of %s.", name, o.id)
	w.line("//\n// A value that does not keep a rule of the contract gives a *ConstraintError; what is no JSON gives another error.")
	w.line("func Read%sResponse(body []byte) (%s, error) {", name, model)
	w.line("value, err := parse(body)\nif err != nil {\nreturn %s{}, err\n}", model)
	w.line("result, err := read%s(value)\nif err == nil {\nerr = result.check()\n}\nreturn result, whole(err)\n}\n", model)
	w.check(model, o.answer)
	w.reader(model, o.answer)
}

// object follows a reference and returns the members in order.
func (w *writer) object(s *schema) (*schema, []string) {
	if s.reference != "" {
		s = w.schema(w.components("schemas")[s.reference], s.reference)
	}
	for name := range s.required {
		if s.properties[name] == nil {
			refuse("%s: required %s, which is no property,", s.origin, name)
		}
	}
	return s, slices.Sorted(maps.Keys(s.properties))
}

// check writes the method that checks a model's fields.
func (w *writer) check(model string, s *schema) {
	if !w.first("check " + model) {
		return
	}
	s, names := w.object(s)
	var nested []func()
	w.line("func (v *%s) check() error {", model)
	for _, name := range names {
		f, member := w.models.field(model, name), s.properties[name]
		value := "v." + f.name
		check := w.checkOf(model+f.name, member, f, value)
		if check == "" {
			continue
		}
		statement := fmt.Sprintf("if err := under(%q, %s); err != nil {\nreturn err\n}", name, check)
		if f.pointer {
			statement = fmt.Sprintf("if %s != nil {\n%s\n}", value, statement)
		}
		w.line("%s", statement)
		for inner := member; inner != nil; inner = inner.items {
			if inner.kind == "object" {
				nested = append(nested, func() { w.check(f.kind, inner) })
			}
		}
	}
	w.line("return nil\n}\n")
	for _, write := range nested {
		write()
	}
}

// checkOf returns the expression that checks a value, or "" where its type says all.
func (w *writer) checkOf(rule string, s *schema, f field, value string) string {
	content := value
	if f.pointer {
		content = "*" + value
	}
	switch {
	case s.kind == "object":
		return value + ".check()"
	case s.kind == "array" && s.items.kind == "object":
		return fmt.Sprintf("checkItems(%s, (*%s).check)", content, f.kind)
	case s.kind == "array" && s.items.kind == "string" && s.items.format != "date-time":
		return fmt.Sprintf("checkItems(%s, func(item *string) error { return %s.check(*item) })",
			content, w.rule(rule, s.items))
	case s.kind == "array":
		refuse("%s: items of type %s", s.origin, s.items.kind)
	case s.kind == "string" && s.format != "date-time":
		return fmt.Sprintf("%s.check(%s)", w.rule(rule, s), inString(f, content))
	case (s.kind == "integer" || s.kind == "number") && (s.least != math.MinInt || s.most != math.MaxInt):
		return fmt.Sprintf("%s.check(float64(%s))", w.rule(rule, s), content)
	}
	return ""
}

// reader writes the function that turns a parsed JSON value into a model.
func (w *writer) reader(model string, s *schema) {
	if !w.first("read " + model) {
		return
	}
	s, names := w.object(s)
	var nested []func()
	w.line("func read%s(value any) (%s, error) {\no := open(value)\nresult := %s{", model, model, model)
	for _, name := range names {
		f, member := w.models.field(model, name), s.properties[name]
		function := "optional"
		if s.required[name] {
			function = "required"
		} else if member.format == "date-time" {
			function = "optionalTime"
		}
		w.line("%s: %s(o, %q, %s),", f.name, function, name, readerOf(member, f))
		for inner := member; inner != nil; inner = inner.items {
			if inner.kind == "object" {
				nested = append(nested, func() { w.reader(f.kind, inner) })
			}
		}
	}
	w.line("}\nreturn result, o.err\n}\n")
	for _, write := range nested {
		write()
	}
}

func readerOf(s *schema, f field) string {
	switch {
	case s.kind == "object":
		return "read" + f.kind
	case s.kind == "array":
		return "listOf(" + readerOf(s.items, f) + ")"
	case s.format == "date-time":
		return "readTime"
	case s.among != nil:
		refuse("%s: enum in an answer", s.origin)
	}
	return "read" + upperFirst(s.kind)
}

// inString returns the expression of a value as a string; models give an enumeration a type of its own.
func inString(f field, value string) string {
	if f.kind == "string" {
		return value
	}
	return "string(" + value + ")"
}

// rule writes the limits of a value once and returns their name.
func (w *writer) rule(name string, s *schema) string {
	name = lowerFirst(name) + "Rule"
	least, most := strconv.Itoa(s.least), strconv.Itoa(s.most)
	if s.least == math.MinInt {
		least = "math.MinInt"
	}
	if s.most == math.MaxInt {
		most = "math.MaxInt"
	}
	text := fmt.Sprintf("rangeRule{%s, %s}", least, most)
	if s.kind == "string" {
		text = fmt.Sprintf("textRule{least: %s, most: %s", least, most)
		if s.pattern != "" {
			text += fmt.Sprintf(", pattern: regexp.MustCompile(%s)", strconv.Quote(s.pattern))
		}
		if s.among != nil {
			text += fmt.Sprintf(", among: %#v", s.among)
		}
		if s.format == "uuid" {
			text += ", uuid: true"
		}
		text += "}"
	}
	if text == anyText {
		name = "anyTextRule"
	}
	if known := w.written[name]; known != "" && known != text {
		refuse("%s: two rules named %s", s.origin, name)
	} else if known == "" {
		fmt.Fprintf(&w.rules, "%s = %s\n", name, text)
	}
	w.written[name] = text
	return name
}

const anyText = "textRule{least: math.MinInt, most: math.MaxInt}"

var word = regexp.MustCompile(`_[a-z]`)

// goName turns project_id into projectID.
func goName(name string) string {
	camel := word.ReplaceAllStringFunc(name, func(match string) string { return strings.ToUpper(match[1:]) })
	if strings.HasSuffix(camel, "Id") {
		camel = strings.TrimSuffix(camel, "Id") + "ID"
	}
	return camel
}

func upperFirst(name string) string { return strings.ToUpper(name[:1]) + name[1:] }

func lowerFirst(name string) string { return strings.ToLower(name[:1]) + name[1:] }
