package plan

import (
	"maps"
	"slices"
	"strings"
)

// unlike gives the names of the attributes in which a container that carries
// no digests, made by another tool, differs from what it should be, sorted.
// What the files do not set may be as the image or the engine fills it in, or
// follow from something else that they set.
func unlike(c *Container, want Want) (names []string) {
	all := maps.Clone(want.Texts)
	maps.Copy(all, c.Observed)
	for _, name := range slices.Sorted(maps.Keys(all)) {
		text, told := want.Texts[name]
		switch {
		case c.Observed[name] == text:
		case want.declares(name):
			if told { // others, such as a variable without a value, cannot be compared
				names = append(names, name)
			}
		case unset[text] && c.Observed[name] != c.Filled[name] && !strings.HasPrefix(name, "deploy."): // told by other names
			names = append(names, name)
		}
	}
	return names
}

// declares tells whether the files set an attribute, or attach to a network.
func (w Want) declares(name string) bool {
	_, declared := w.Digests[name]
	_, told := w.Texts[name]
	return declared || told && strings.HasPrefix(name, "networks.")
}

// unset is the texts of attributes that nothing sets.
var unset = map[string]bool{"": true, `""`: true, "[]": true, "null": true, "unset": true, "0": true, "false": true, `"no"`: true}
