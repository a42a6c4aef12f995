package main

import (
	"cmp"
	"fmt"
	"maps"
	"net/http"
	"slices"
	"strings"
)

// methods writes the type Calls: a method for each operation. What every path holds is said once, to NewCalls.
func (w *writer) methods(operations []operation) {
	shared := slices.Clone(operations[0].parameters)
	for _, o := range operations {
		shared = slices.DeleteFunc(shared, func(p parameter) bool { return p.in != "path" || !named(o.parameters, p.name) })
	}
	fields, arguments, checks := []string{"server"}, []string{"server"}, ""
	for _, p := range shared {
		name := goName(p.name)
		fields, arguments = append(fields, name), append(arguments, name)
		checks += fmt.Sprintf("if err := Check%s(%s); err != nil {\nreturn nil, err\n}\n", upperFirst(name), name)
	}
	w.line("// Calls has a method for each operation of the contract. NewCalls makes one.")
	w.line("//\n// Callers give and get what a body is there for: of {\"snapshot\": …} the snapshot.")
	w.line("//\n// A method returns a *ConstraintError before anything is sent, an *APIError for any answer but success,")
	w.line("// an *UnexpectedResponseError for a success with another body, or what send returns.")
	w.line("type Calls struct {\n%s string\nsend Send\n}\n", strings.Join(fields, ", "))
	w.line("// NewCalls returns the calls of a server, an address without a slash at its end, each made by send.")
	w.line("func NewCalls(%s string, send Send) (*Calls, error) {", strings.Join(arguments, ", "))
	w.line("%sreturn &Calls{%s, send}, nil\n}\n", checks, strings.Join(fields, ", "))
	for _, o := range operations {
		w.method(o, shared)
	}
}

// method writes a method, and a second one for an operation that answers in pages.
func (w *writer) method(o operation, shared []parameter) {
	name := upperFirst(o.id)
	taken, given, params := "ctx context.Context", "ctx, c.server", ""
	for _, p := range o.parameters {
		switch argument := goName(p.name); {
		case p.in == "query":
			params = name + "Params"
		case named(shared, p.name):
			given += ", c." + argument
		default:
			taken, given = taken+", "+argument+" string", given+", "+argument
		}
	}
	own := strings.TrimPrefix(taken, "ctx context.Context")
	if params != "" {
		taken, given = taken+", params "+params, given+", params"
	}
	if o.body != nil {
		model := w.models.named(o.body.reference)
		if body := w.enveloped(model, o.body); body.kind != "" {
			argument := lowerFirst(body.name)
			taken, given = taken+", "+argument+" "+body.goType(), given+", "+model+"{"+body.name+": "+argument+"}"
		} else {
			taken, given = taken+", body "+model, given+", body"
		}
	}
	w.comment(name + " " + lowerFirst(o.description))
	build := fmt.Sprintf("func() (*http.Request, error) { return New%sRequest(%s) }", name, given)
	if o.answer == nil {
		w.line("func (c *Calls) %s(%s) error {", name, taken)
		w.line("build := %s\n_, err := call(c.send, build, %sSuccess, readNothing)\nreturn err\n}\n", build, name)
		return
	}
	model := w.models.named(o.answer.reference)
	answer := w.enveloped(model, o.answer)
	w.line("func (c *Calls) %s(%s) (%s, error) {", name, taken, cmp.Or(answer.goType(), model))
	w.line("build := %s", build)
	if answer.kind == "" {
		w.line("return call(c.send, build, %sSuccess, Read%sResponse)\n}\n", name, name)
	} else {
		w.line("answer, err := call(c.send, build, %sSuccess, Read%sResponse)", name, name)
		w.line("return answer.%s, err\n}\n", answer.name)
	}
	if params != "" {
		w.pages(o, params, own)
	}
}

// pages writes the method that reads the pages of an operation, one after the other.
func (w *writer) pages(o operation, params, own string) {
	name, model := upperFirst(o.id), w.models.named(o.answer.reference)
	s, members := w.object(o.answer)
	at := slices.IndexFunc(members, func(member string) bool { return s.properties[member].kind == "array" })
	if at < 0 || s.properties["count"] == nil || !named(o.parameters, "limit") || !named(o.parameters, "offset") {
		refuse("%s: a query other than of pages", o.id)
	}
	items := w.models.field(model, members[at])
	arguments := strings.ReplaceAll(own, " string", "")
	method := strings.TrimSuffix(strings.TrimPrefix(name, "List"), "s") + "Pages"
	w.comment(method + ` returns an iterator over the pages that ` + name + ` reads, from the one that start names. It
ends after the last page, or after the first error. A page holds 100 items unless start says otherwise.

What others create between two pages moves items to a later page: those that were seen are left out. What they delete
moves some to an earlier page: where the count shrinks, the page before is read again, once for each page.`)
	w.line("func (c *Calls) %s(ctx context.Context%s, start %s) iter.Seq2[%s, error] {", method, own, params, model)
	w.line("read := func(limit, offset int) (%s, error) {\npage := start", model)
	w.line("page.Limit, page.Offset = &limit, &offset\nreturn c.%s(ctx%s, page)\n}", name, arguments)
	w.line("inside := func(page *%s) (*[]%s, int) { return &page.%s, page.Count }", model, items.kind, items.name)
	w.line("id := func(item %s) string { return item.%s }", items.kind, w.models.field(items.kind, "id").name)
	w.line("return pages(start.Limit, start.Offset, read, inside, id)\n}\n")
}

func named(parameters []parameter, name string) bool {
	return slices.ContainsFunc(parameters, func(p parameter) bool { return p.name == name })
}

// enveloped returns the only member of a body beside its count, which is what the body is there for; or nothing.
func (w *writer) enveloped(model string, s *schema) field {
	_, members := w.object(s)
	members = slices.DeleteFunc(slices.Clone(members), func(member string) bool { return member == "count" })
	if len(members) != 1 {
		return field{}
	}
	return w.models.field(model, members[0])
}

// comment writes paragraphs as a comment.
func (w *writer) comment(text string) {
	for line := range strings.SplitSeq(strings.TrimSpace(text), "\n") {
		w.line("%s", strings.TrimSpace("// "+line))
	}
}

// statuses writes an error for each status other than a success, described as the response is.
func (w *writer) statuses(operations []operation) {
	described := map[int]string{}
	for _, o := range operations {
		maps.Copy(described, o.failures)
	}
	w.line("// The statuses of the contract's errors, for errors.Is. Any other is an *APIError that is none of them.")
	w.line("const (")
	for _, status := range slices.Sorted(maps.Keys(described)) {
		name := "Err" + strings.ReplaceAll(http.StatusText(status), " ", "")
		w.comment(fmt.Sprintf("%s is %d. %s", name, status, described[status]))
		w.line("%s = status(%d)", name, status)
	}
	w.line(")\n")
}
