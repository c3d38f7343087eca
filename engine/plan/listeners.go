package plan

import (
	"cmp"
	"fmt"
	"strconv"

	"gocompose/compose"
	"gocompose/compose/diag"
)

// Listener is a socket of the engine's host that waits on a port.
type Listener struct {
	IP       string // 127.0.0.1, ::1, 0.0.0.0 or ::
	Port     uint16
	Protocol string // tcp or udp
	Process  string // "nginx (process 4711)"; empty where that is not to be seen
}

// number gives the host port that a port is published on; known is false where
// the engine chooses it.
func number(p compose.Port) (n uint16, known bool) {
	wide, err := strconv.ParseUint(p.Published, 10, 16)
	return uint16(wide), err == nil && wide > 0
}

// Unheld gives the host ports that a project publishes and no container holds:
// those that somebody else may.
func (s *State) Unheld(p *compose.Project) map[uint16]bool {
	out := map[uint16]bool{}
	for _, service := range p.Services {
		for _, port := range service.Ports {
			if n, known := number(port); known && !s.held(port, n) {
				out[n] = true
			}
		}
	}
	return out
}

// held tells whether a running container holds a host port.
func (s *State) held(p compose.Port, number uint16) bool {
	for _, all := range [][]Container{s.Containers, s.Others} {
		for i := range all {
			if all[i].holds(p, number) {
				return true
			}
		}
	}
	return false
}

// unlistened looks for a process of the host, none of a container's, that
// listens on a host port which a slot takes.
func (u *up) unlistened(p compose.Port, number uint16) {
	if len(u.state.Listening) == 0 || u.state.held(p, number) || u.endsOnHost() {
		return
	}
	for _, l := range u.state.Listening {
		if l.Port == number && l.Protocol == p.Protocol && overlap(l.IP, p.HostIP) {
			hint := "stop that process, or choose another port"
			if l.Process == "" {
				hint = "`sudo ss -lntup` names it; " + hint
			}
			u.problems.Add(diag.Diagnostic{Pos: p.Pos, Hint: hint,
				Summary: fmt.Sprintf("port %s is taken by %s, which is no container", p.Published, cmp.Or(l.Process, "a process of this machine"))})
			return
		}
	}
}

// endsOnHost tells whether a container in the host's network goes, whose
// process may be the one that listens.
func (u *up) endsOnHost() bool {
	for i := range u.state.Containers {
		c := &u.state.Containers[i]
		x := u.slotOf(c)
		if _, on := c.Networks["host"]; on && (u.leaving[c.ID] != "" || x != nil && (x.fate == recreate || x.fate == remove)) {
			return true
		}
	}
	return false
}
