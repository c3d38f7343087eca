package plan

import (
	"slices"

	"gocompose/compose"
	"gocompose/compose/diag"
)

// attachment gives the reasons why a container is not on the networks of its
// service, or cannot start on those that it was on: the engine remembers their
// ids. One that never ran has no ids yet.
func (u *up) attachment(s *compose.Service, c *Container) (reasons []Reason) {
	for _, name := range sortedKeys(c.Networks) {
		switch id := c.Networks[name]; {
		case u.renewed[id] != "":
			reasons = append(reasons, Reason{Text: "network " + name + " is replaced", Pos: u.networkPos(s, name)})
		case id != "" && !u.hasNetwork(id):
			reasons = append(reasons, Reason{Text: "network " + name + ", which it was attached to, was removed", Pos: u.networkPos(s, name)})
		}
	}
	for _, key := range sortedKeys(s.Networks) {
		name := u.goal.Project.Networks[key].Name
		if _, attached := c.Networks[name]; !attached {
			reasons = append(reasons, Reason{Text: "is not attached to network " + name, Pos: s.At("networks", key)})
		}
	}
	return reasons
}

// networkPos gives the place of a network of the project by the engine's name.
func (u *up) networkPos(s *compose.Service, name string) diag.Pos {
	if n := u.networkNamed(name); n != nil {
		return n.Pos
	}
	return s.At("networks")
}

func (u *up) hasNetwork(id string) bool {
	return slices.ContainsFunc(u.state.Networks, func(n Network) bool { return n.ID == id })
}
