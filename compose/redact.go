package compose

import (
	"slices"
	"strconv"
	"strings"

	"gocompose/compose/interp"
	"gocompose/compose/tree"
)

// Redaction stands in the place of a secret.
const Redaction = "***"

// Redactor replaces what must not be read by everybody: what stands under a
// name such as DB_PASSWORD, what looks like a key or token or a URL with a
// password, the content of configs and secrets, and wherever they turn up the
// values of the variables that secrets are made of or that have such a name.
type Redactor struct {
	known []string // values, the longest first
}

// Values of variables are looked for elsewhere only if they are so long, lest
// a password "web" should hide every service of that name.
const (
	leastOfSecret   = 4 // characters of what a secret is made of, or of the default of a variable with a secret's name
	leastOfVariable = 8 // characters of a variable with a secret's name
)

// Redactor gives what hides the secrets of this project.
func (p *Project) Redactor() *Redactor {
	found := secrets{}
	for name, value := range p.Environment {
		if secretName(name) {
			found.add(value, leastOfVariable)
		}
	}
	for _, d := range p.documents {
		found.defaults(d.root)
	}
	for _, s := range p.Secrets {
		value, _ := p.Variable(s)
		found.add(value, leastOfSecret)
	}
	known := sortedKeys(found)
	slices.SortStableFunc(known, func(a, b string) int { return len(b) - len(a) })
	return &Redactor{known}
}

// secrets is a set of values that must not be shown, as they are and with $ doubled.
type secrets map[string]bool

func (s secrets) add(value string, least int) {
	if len(value) >= least && !harmless(value) {
		s[value], s[double(value)] = true, true
	}
}

// defaults adds what templates put in the place of variables with a secret's name.
func (s secrets) defaults(root *tree.Node) {
	root.Scalars(func(n *tree.Node) *tree.Node {
		uses, _ := interp.Variables(n.Value) // Load tells what is wrong with it
		for _, use := range uses {
			if secretName(use.Name) && !strings.HasSuffix(use.Operator, "?") {
				s.add(use.Operand, leastOfSecret)
			}
		}
		return n
	})
}

// Node gives a tree as `config` writes it with its secrets replaced.
func (r *Redactor) Node(n *tree.Node) *tree.Node { return r.node(nil, n) }

func (r *Redactor) node(path []string, n *tree.Node) *tree.Node {
	switch n.Kind {
	case tree.Map:
		entries := slices.Clone(n.Entries)
		for i, e := range entries {
			entries[i].Key = r.key(e.Key, entries[:i])
			entries[i].Value = r.node(append(slices.Clip(path), e.Key), e.Value)
		}
		return n.WithEntries(entries)
	case tree.List:
		items := slices.Clone(n.Items)
		for i, item := range items {
			items[i] = r.node(append(slices.Clip(path), ""), item)
			if i > 0 && item.Kind == tree.Scalar && announces(items[i-1].Value) && !harmless(item.Value) {
				items[i] = item.WithValue(Redaction)
			}
		}
		return n.WithItems(items)
	case tree.Scalar:
		if text := r.At(path, n.Value); text != n.Value {
			return n.WithValue(text)
		}
	}
	return n
}

// key gives the key of a map, which those before it do not have: two secrets
// must not become one.
func (r *Redactor) key(key string, before []tree.Entry) string {
	hidden := r.Text(key)
	if hidden == key {
		return key
	}
	key = hidden
	taken := func(e tree.Entry) bool { return e.Key == key }
	for n := 2; slices.ContainsFunc(before, taken); n++ {
		key = hidden + "-" + strconv.Itoa(n)
	}
	return key
}

// At gives the text of a value that stands at a path, such as services, web,
// environment, TOKEN.
func (r *Redactor) At(path []string, text string) string {
	last := len(path) - 1
	if len(path) == 3 && path[last] == "content" && (path[0] == "configs" || path[0] == "secrets") {
		return Redaction
	}
	if last < 0 {
		return r.Text(text)
	}
	return r.Value(path[last], text)
}

// Value gives a named value, such as a variable's.
func (r *Redactor) Value(name, text string) string {
	if secretName(name) && !harmless(text) {
		return Redaction
	}
	return r.Text(text)
}

// Text gives a text with the secrets in it replaced.
func (r *Redactor) Text(text string) string {
	for _, value := range r.known {
		text = strings.ReplaceAll(text, value, Redaction)
	}
	for _, s := range secretShapes {
		if s.may(text) {
			text = s.form().ReplaceAllString(text, s.with)
		}
	}
	return assigned(text)
}

// announces tells whether an argument says that the next one is a secret, as
// --password does.
func announces(argument string) bool {
	return strings.HasPrefix(argument, "-") && !strings.Contains(argument, "=") && secretName(argument)
}
