package tree

// Merge puts over on top of base. The rules say how; rules may be nil.
//
// Where only one side contributes, the result has its place and the place of
// its key; a map or list made of both has base's, which is where it was first
// defined. A null in over changes nothing unless the rule says otherwise. Kinds
// that do not go together leave the later value, for the decoder to judge.
//
// A value of over tagged !reset deletes what base has there, and an item of a
// list tagged !reset deletes the items of base that equal it, or have its key.
// A value tagged !override is taken whole. The result has neither tag. Either
// tree may be nil: Merge(n, nil, rules) is Normalise(n, rules).
func Merge(base, over *Node, rules *Rules) *Node {
	return merging{}.run(base, over, rules)
}

// Layer is Merge for a result that will itself be put on top of another tree:
// it still has over's !reset and !override.
func Layer(base, over *Node, rules *Rules) *Node {
	return merging{keep: true}.run(base, over, rules)
}

// Normalise gives a tree that was merged with nothing the forms that Merge
// gives: values in the one form of their rule, repeated items dropped, and
// !reset and !override carried out. It is the same tree where it has them.
func Normalise(n *Node, rules *Rules) *Node {
	return merging{}.run(n, nil, rules)
}

type merging struct {
	keep bool // the directives, for a later merge
}

func (m merging) run(base, over *Node, rules *Rules) *Node {
	out := m.merge(base, over, rules.start())
	switch {
	case out != nil:
		return out
	case over != nil:
		return over.as(Null).withDirective(NoDirective)
	case base != nil:
		return base.as(Null).withDirective(NoDirective)
	}
	return nil
}

// merge gives nil where nothing is left.
func (m merging) merge(base, over *Node, at *step) *Node {
	switch {
	case over == nil:
		return m.settle(base, at)
	case over.Directive == Reset && !m.keep:
		return nil
	case base == nil || base.Directive == Reset || over.Directive != NoDirective:
		return m.settle(over, at)
	}
	if base.Directive != NoDirective && !m.keep {
		base = base.withDirective(NoDirective)
	}
	return m.join(at.form(base), at.form(over), at)
}

func (m merging) join(base, over *Node, at *step) *Node {
	rule := at.ruleHere()
	switch {
	case rule.how == whole, base.Kind == Null:
		return m.settle(over, at)
	case over.Kind == Null:
		return m.settle(base, at)
	case rule.when != nil && !rule.when(base, over):
		return m.settle(over, at)
	case base.Kind == Map && over.Kind == Map:
		return m.maps(base, over, at)
	case base.Kind == List && over.Kind == List:
		return m.lists(base, over, at)
	}
	return m.settle(over, at)
}

// settle is merge with nothing.
func (m merging) settle(n *Node, at *step) *Node {
	if n == nil || at == nil && !n.marked {
		return n
	}
	if n.Directive != NoDirective && !m.keep {
		if n.Directive == Reset {
			return nil
		}
		n = n.withDirective(NoDirective)
	}
	n = at.form(n)
	switch n.Kind {
	case Map:
		return n.mapValues(func(e Entry) *Node { return m.settle(e.Value, at.at(e.Key)) })
	case List:
		return m.settleList(n, at)
	}
	return n
}

func (m merging) maps(base, over *Node, at *step) *Node {
	out := make([]Entry, 0, len(base.Entries)+len(over.Entries))
	add := func(e Entry, value *Node) {
		if value != nil {
			out = append(out, Entry{e.Key, e.KeyPos, value})
		}
	}
	for _, b := range base.Entries {
		o, ok := over.Entry(b.Key)
		if !ok {
			add(b, m.settle(b.Value, at.at(b.Key)))
			continue
		}
		value := m.value(b, o, at)
		if value != nil && value.Pos == o.Value.Pos && value.Pos != b.Value.Pos {
			b = o
		}
		add(b, value)
	}
	for _, o := range over.Entries {
		if _, ok := base.Entry(o.Key); !ok {
			add(o, m.settle(o.Value, at.at(o.Key)))
		}
	}
	return base.WithEntries(out)
}

func (m merging) value(base, over Entry, at *step) *Node {
	below := at.at(base.Key)
	if at.ruleHere().how == valueWise {
		return m.settle(over.Value, below)
	}
	return m.merge(base.Value, over.Value, below)
}
