package tree

import (
	"strings"
	"sync"
)

// Table says how the values at some paths merge. A path is keys joined by dots,
// such as "services.*.ports"; * stands for any key of a map and any item of a
// list. An exact key hides a * beside it. Where the table is silent, maps merge
// key by key, lists are appended, and the later scalar wins.
type Table map[string]Rule

// Rules is a table made ready for matching, which happens at its first use.
type Rules struct {
	table Table
	once  sync.Once
	root  *step
}

// NewRules prepares a table.
func NewRules(table Table) *Rules { return &Rules{table: table} }

// step is the place in the rules that a walk down a tree has reached. The nil
// step has no rule, and none below it.
type step struct {
	rule Rule
	keys map[string]*step
	any  *step
}

func (r *Rules) start() *step {
	if r == nil {
		return nil
	}
	r.once.Do(func() {
		r.root = &step{}
		for path, rule := range r.table {
			r.root.add(path).rule = rule
		}
	})
	return r.root
}

func (s *step) add(path string) *step {
	for key := range strings.SplitSeq(path, ".") {
		s = s.grow(key)
	}
	return s
}

func (s *step) grow(key string) *step {
	if key == "*" {
		if s.any == nil {
			s.any = &step{}
		}
		return s.any
	}
	if s.keys == nil {
		s.keys = make(map[string]*step)
	}
	if s.keys[key] == nil {
		s.keys[key] = &step{}
	}
	return s.keys[key]
}

func (s *step) at(key string) *step {
	if s == nil {
		return nil
	}
	if next, ok := s.keys[key]; ok {
		return next
	}
	return s.any
}

func (s *step) item() *step {
	if s == nil {
		return nil
	}
	return s.any
}

func (s *step) form(n *Node) *Node {
	if s == nil || s.rule.form == nil {
		return n
	}
	return s.rule.form(n)
}

func (s *step) ruleHere() Rule {
	if s == nil {
		return Rule{}
	}
	return s.rule
}
