package compose

import (
	"gocompose/compose/diag"
	"gocompose/compose/tree"
)

// importedSections are what an include brings in; the rest of its files, such
// as name and x-*, is its own.
var importedSections = []string{"services", "volumes", "networks", "secrets", "configs", "models"}

// imports gathers what the includes of one document bring in.
type imports struct {
	l        *loader
	sections [6]section // in the order of importedSections
}

type section struct {
	at      diag.Pos
	entries []tree.Entry
	places  map[string]int
}

// add puts the resources of an included project below those of the earlier ones.
func (in *imports) add(model *tree.Node) {
	for i, key := range importedSections {
		from := model.Get(key)
		if from.IsNull() || from.Kind != tree.Map {
			continue
		}
		s := &in.sections[i]
		if s.places == nil {
			s.at, s.places = from.Pos, map[string]int{}
		}
		for _, e := range from.Entries {
			place, there := s.places[e.Key]
			if !there {
				s.places[e.Key] = len(s.entries)
				s.entries = append(s.entries, e)
			} else if in.clash(key, e, s.entries[place], siblings) {
				s.entries[place].Value = on(key, e, s.entries[place])
			}
		}
	}
	in.strangers(model)
}

// on gives the value that one entry of a section has on top of another.
func on(key string, base, over tree.Entry) *tree.Node {
	wrap := func(e tree.Entry) *tree.Node { return tree.MapOf(tree.Pair(key, tree.MapOf(e))) }
	return tree.Layer(wrap(base), wrap(over), mergeRules).Get(key).Get(over.Key)
}

// rivals are the words for two definitions of one thing: where they are, which
// wins, and what the other one is.
type rivals struct{ where, winner, loser string }

var (
	siblings = rivals{"two included files", "this one, which is included first, wins", "the other definition"}
	nested   = rivals{"an included file too", "this one wins", "the definition that is included"}
)

// clash warns of two definitions of one thing, and tells whether there are two:
// a file that is included twice has but one.
func (in *imports) clash(key string, base, over tree.Entry, r rivals) bool {
	if base.KeyPos == over.KeyPos || tree.Equal(base.Value, over.Value) {
		return false
	}
	what := singular(key) + " " + over.Key
	in.l.problems.Add(diag.Diagnostic{
		Severity: diag.Warning, Pos: over.KeyPos,
		Summary: what + " is defined in " + r.where + "; the two are merged, and " + r.winner,
		Hint:    "rename one of the two, or remove what both say",
		Related: []diag.Related{{Pos: base.KeyPos, Note: r.loser}},
	})
	return true
}

func singular(key string) string { return key[:len(key)-1] }

// below gives what lies below a document.
func (in *imports) below(n *tree.Node) *tree.Node {
	var out []tree.Entry
	for i, key := range importedSections {
		s := in.sections[i]
		if len(s.entries) == 0 {
			continue
		}
		own := n.Get(key)
		kept := s.entries[:0:0]
		for _, e := range s.entries {
			if over, ok := own.Entry(e.Key); !ok || in.clash(key, e, over, nested) {
				kept = append(kept, e)
			}
		}
		section := tree.Pair(key, tree.MapOf(kept...).WithPos(s.at))
		section.KeyPos = s.at
		out = append(out, section)
	}
	return tree.MapOf(out...)
}

// strangers refuses keys that a compose file does not have.
func (in *imports) strangers(model *tree.Node) {
	d := &decoder{broken: in.l.broken}
	s := spot{Node: model, owner: "the included file"}
	for _, e := range entriesOf(model) {
		below := spot{Node: e.Value, key: e.KeyPos, name: e.Key, word: e.Key, owner: s.owner}
		if _, ok := projectFields[e.Key]; !ok && !isExtension(e.Key) {
			projectFields.unknown(d, below, e.Key)
		}
	}
	in.l.follow(d.diags)
}
