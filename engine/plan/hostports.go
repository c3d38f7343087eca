package plan

import (
	"fmt"
	"strings"

	"gocompose/compose"
	"gocompose/compose/diag"
)

// portsFree looks for others that hold the host ports which a slot takes.
func (u *up) portsFree(s *slot) {
	if !s.starts() || s.old != nil && u.o.Spares(s.service.Name) {
		return // it starts with the ports that it was made with
	}
	for _, p := range s.service.Ports {
		n, known := number(p)
		if !known {
			continue
		}
		for _, c := range u.state.All() {
			if c.holds(p, n) && (s.old == nil || c.ID != s.old.ID) {
				u.takePort(s, p, &c)
			}
		}
		u.unlistened(p, n)
	}
}

func (u *up) takePort(s *slot, p compose.Port, c *Container) {
	u.takeOver(s, c, diag.Diagnostic{Pos: p.Pos, Summary: fmt.Sprintf("port %s is taken by %s (%s)", p.Published, c.Name, u.owner(c)),
		Hint: u.stopIt(c) + ", or choose another port"})
}

// takeOver lets a slot start once another container has given up the host port
// or the address that both want, if it does; otherwise that is the problem.
func (u *up) takeOver(s *slot, c *Container, problem diag.Diagnostic) {
	x := u.slotOf(c)
	switch {
	case u.leaving[c.ID] != "":
		s.portsFrom = append(s.portsFrom, u.leaving[c.ID])
	case x != nil && (x.fate == recreate || x.fate == remove):
		x.givesPort = true
		s.portsFrom = append(s.portsFrom, key(StopContainer{Name: c.Name}))
	default:
		u.problems.Add(problem)
	}
}

// holds tells whether a running container holds a host port.
func (c *Container) holds(p compose.Port, number uint16) bool {
	if !c.Running() {
		return false
	}
	for _, have := range c.Ports {
		if have.Published == number && have.Protocol == p.Protocol && overlap(have.HostIP, p.HostIP) {
			return true
		}
	}
	return false
}

func overlap(a, b string) bool { return a == b || wildcard(a) || wildcard(b) }

func wildcard(ip string) bool { return strings.Trim(ip, "0.:[]") == "" }
