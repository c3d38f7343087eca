package plan

import (
	"bytes"
	"encoding/json"
	"strings"

	"gocompose/compose"
	"gocompose/compose/tree"
)

// hidden gives what hides the secrets of the project that is planned for.
func (d *draft) hidden() *compose.Redactor {
	if d.redactor == nil {
		d.redactor = &compose.Redactor{}
		if d.about != nil {
			d.redactor = d.about.Redactor()
		}
	}
	return d.redactor
}

// hide replaces the secrets in the value of an attribute, which is JSON or plain words.
func (d *draft) hide(attribute, text string) string {
	name := attribute
	if _, key, nested := strings.Cut(attribute, "."); nested {
		name = key
	}
	var one string
	if json.Unmarshal([]byte(text), &one) == nil {
		return rewritten(text, one, d.hidden().Value(name, one))
	}
	var list []string
	if json.Unmarshal([]byte(text), &list) != nil {
		return d.hidden().Value(name, text)
	}
	return rewritten(text, list, d.hideWords(list))
}

// hideWords replaces the secrets in a command, or in another list.
func (d *draft) hideWords(words []string) []string {
	items := make([]*tree.Node, len(words))
	for i, word := range words {
		items[i] = tree.Str(word)
	}
	out := make([]string, len(words))
	for i, item := range d.hidden().Node(tree.ListOf(items...)).Items {
		out[i] = item.Value
	}
	return out
}

// rewritten gives the text of a value, or where hiding has changed that, the
// new one as JSON without the escapes that are for HTML.
func rewritten(text string, old, new any) string {
	a, b := compact(old), compact(new)
	if a == b {
		return text
	}
	return b
}

func compact(v any) string {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	_ = e.Encode(v) // texts cannot fail
	return strings.TrimSuffix(b.String(), "\n")
}

// hideReasons replaces the secrets in what is said of the steps, such as the names of images.
func (d *draft) hideReasons() {
	for i := range d.steps {
		r := &d.steps[i].Reason
		r.Text = d.hidden().Text(r.Text)
		for j := range r.Because {
			r.Because[j].Text = d.hidden().Text(r.Because[j].Text)
		}
	}
}
