package plan

import (
	"fmt"
	"slices"

	"gocompose/compose/diag"
)

// preflight finds what would make steps fail, before any is taken: an engine
// that is too old, container names and host ports that others hold, and files
// that are not there. What
// this plan itself makes free is waited for.
func (u *up) preflight() {
	for _, name := range u.services {
		if slices.ContainsFunc(u.slots[name], func(s *slot) bool { return s.fate == create || s.fate == recreate }) {
			u.supported(u.goal.Project.Services[name])
			u.supportedAddresses(u.goal.Project.Services[name])
			u.externalLinks(u.goal.Project.Services[name])
			u.remarks(u.goal.Project.Services[name])
		}
	}
	u.updatesPossible()
	u.each(u.peersThere)
	u.leftApart()
	u.supportedNetworks()
	u.subnetsFree()
	u.each(u.nameFree)
	u.each(u.sourcesSane)
	if !u.o.NoStart {
		u.each(u.portsFree)
		u.each(u.addressesFree)
	}
}

// nameFree looks for another container that has the name which a slot's is to get.
func (u *up) nameFree(s *slot) {
	if s.fate == remove || s.old != nil && s.old.Name == s.name {
		return
	}
	for _, c := range u.state.All() {
		switch {
		case c.Name != s.name:
		case u.leaving[c.ID] != "":
			s.nameFrom = u.leaving[c.ID]
		case u.givesName(&c, s):
			s.nameFrom = key(RemoveContainer{Name: c.Name})
		default:
			u.problems.Add(diag.Diagnostic{Pos: s.service.At("container_name"), Summary: fmt.Sprintf("container name %s is taken by a container of %s", s.name, u.owner(&c)),
				Hint: u.makeWay(&c, "remove that container") + ", or choose another name"})
		}
	}
}

// givesName tells whether a container makes its name free for another slot. One
// that is replaced under a new name is removed only after its replacement has
// started, which may need a container that is yet to be created.
func (u *up) givesName(c *Container, to *slot) bool {
	x := u.slotOf(c)
	return x != nil && (x.fate == remove || x.fate == recreate && x.name != c.Name && to.fate != create)
}

// slotOf gives the slot that a container fills; nil where it fills none.
func (u *up) slotOf(c *Container) *slot {
	for _, x := range u.slots[c.Service] {
		if x.old != nil && x.old.ID == c.ID {
			return x
		}
	}
	return nil
}

// makeWay says how a container gets out of the way: otherwise for one that is
// of no service.
func (u *up) makeWay(c *Container, otherwise string) string {
	isC := func(s Container) bool { return s.ID == c.ID }
	switch {
	case c.Project == "" || c.OneOff:
		return otherwise
	case c.Project != u.goal.Project.Name:
		return fmt.Sprintf("stop that project with `gocompose -p %s down`", c.Project)
	case slices.ContainsFunc(u.stray, isC):
		return "remove it with --remove-orphans"
	case ofOthers(u.goal.Project, c):
		return "it was made from " + filesOf(c.Home) + "; stop it from there"
	}
	return fmt.Sprintf("take it down first with `gocompose down %s`", c.Service)
}

// stopIt says how a container is stopped, so that it gives up what only
// running ones hold.
func (u *up) stopIt(c *Container) string {
	switch {
	case c.Project == "" || c.Service == "" || c.OneOff:
		return fmt.Sprintf("stop it with `docker stop %s`", c.Name)
	case c.Project != u.goal.Project.Name:
		return fmt.Sprintf("stop it with `gocompose -p %s stop %s`", c.Project, c.Service)
	}
	return u.makeWay(c, "")
}

// owner names whose a container is.
func (u *up) owner(c *Container) string {
	switch {
	case c.Project == "":
		return "no project"
	case c.Project == u.goal.Project.Name:
		return "service " + c.Service
	case c.WorkingDir == "":
		return "project " + c.Project
	}
	return "project " + c.Project + ", " + c.WorkingDir
}
