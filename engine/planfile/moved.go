package planfile

import (
	"encoding/json"
	"maps"
	"slices"

	"gocompose/compose/diag"
)

// Moved gives what is not as it was when the plan was made, an error each;
// now was made in the same way, with the same Key.
func (f *File) Moved(now *File) (problems diag.List) {
	moved := func(text string) { problems.Add(diag.Diagnostic{Summary: text}) }
	switch {
	case f.Project != now.Project:
		moved("the project is " + now.Project + ", and was " + f.Project)
	case f.Engine != now.Engine:
		moved("the engine is " + now.Engine + ", and was " + f.Engine)
	}
	for _, name := range union(f.Inputs, now.Inputs) {
		if text := inputMoved(f.Inputs, now.Inputs, name); text != "" {
			moved(text)
		}
	}
	if len(problems) == 0 && f.Values != now.Values {
		moved("the files come to something else than they did: a variable has another value")
	}
	for _, name := range union(f.State, now.State) {
		if text := stateMoved(f.State, now.State, name); text != "" {
			moved(text)
		}
	}
	if len(problems) == 0 {
		problems.Add(stepsMoved(f.Plan, now.Plan)...)
	}
	return problems
}

func union[V any](a, b map[string]V) []string {
	all := maps.Clone(a)
	maps.Copy(all, b)
	return slices.Sorted(maps.Keys(all))
}

func inputMoved(then, now map[string]string, name string) string {
	before, known := then[name]
	after, read := now[name]
	switch {
	case known && !read:
		return name + " is not read any more"
	case !known:
		return name + " is read, which it was not"
	case before == after:
		return ""
	case after == "":
		return name + " is gone"
	case before == "":
		return name + " is there, which it was not"
	}
	return name + " has changed"
}

func stateMoved(then, now map[string]Seen, name string) string {
	before, known := then[name]
	after, there := now[name]
	switch {
	case !there:
		return name + " is gone"
	case !known:
		return name + " is there, which it was not"
	case before.ID != after.ID:
		return name + " is another one"
	case before.State != after.State:
		return name + " is " + after.State + ", and was " + before.State
	case before.Labels != after.Labels:
		return name + " has other labels"
	}
	return ""
}

// step is what must be the same of a step when the plan is made again.
type step struct {
	Key, Op, Reason string
	Because         []struct{ Reason string }
}

// text gives the step in a line. How long ago an image was pulled, which may
// be the reason of another pull, is not the same a minute later.
func (s step) text() string {
	if s.Op == "pull" {
		return s.Key
	}
	out := s.Key + " (" + s.Op + "): " + s.Reason
	for _, b := range s.Because {
		out += "; " + b.Reason
	}
	return out
}

// stepsMoved compares the steps of two plans in JSON, and gives the first difference.
func stepsMoved(then, now json.RawMessage) diag.List {
	before, after := steps(then), steps(now)
	for i := range max(len(before), len(after)) {
		switch {
		case i >= len(after):
			return differs("step " + before[i] + " is not needed any more")
		case i >= len(before):
			return differs("step " + after[i] + " is needed, too")
		case before[i] != after[i]:
			return differs("where the plan had " + before[i] + " there is now " + after[i])
		}
	}
	return nil
}

func differs(text string) diag.List { return diag.List{{Summary: text}} }

// steps gives the steps of a plan in JSON, a line each; none where it cannot be read.
func steps(text json.RawMessage) (out []string) {
	var p struct{ Steps []step }
	if json.Unmarshal(text, &p) != nil {
		return nil
	}
	for _, s := range p.Steps {
		out = append(out, s.text())
	}
	return out
}
