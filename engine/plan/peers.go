package plan

import (
	"fmt"
	"slices"
	"strings"

	"gocompose/compose"
	"gocompose/compose/diag"
)

// A peer is a service whose namespaces or volumes another shares. Containers
// know their peer's by id, so they are replaced with it.

// peer gives the slot of the container that stands for a service among its
// peers: of those that stay the one with the lowest number, which is the one
// that Want.Peers has of the containers there are. It is nil for a service
// without containers.
func (u *up) peer(service string) (first *slot) {
	for _, x := range u.slots[service] {
		if x.fate != remove && (first == nil || x.number < first.number) {
			first = x
		}
	}
	return first
}

// tied tells whether a service's containers live in namespaces of another's.
// Those end with the other container, so the one follows the other whatever
// depends_on says.
func tied(s *compose.Service, to string) bool {
	return slices.Contains([]string{s.NetworkMode, s.IPC, s.PID}, "service:"+to)
}

// follows tells whether a service stops before a dependency is replaced or
// restarted, and starts again after.
func follows(s *compose.Service, dep string) bool {
	return s.DependsOn[dep].Restart || tied(s, dep)
}

// ends tells whether a container of a dependency ends, and with it the
// namespaces that a slot's old container lives in.
func (u *up) ends(s *slot, dep string, x *slot) bool {
	return x.fate == remove && tied(s.service, dep) && x.old.ID == u.goal.Services[s.service.Name].Peers[dep]
}

// renews tells whether a slot's container gets new namespaces under its old id.
func (s *slot) renews() bool {
	return s.fate == start && s.old.State != "paused" && s.old.State != "created"
}

// peersReplaced gives the reasons why a container has to follow its peers.
func (u *up) peersReplaced(s *compose.Service) (reasons []Reason) {
	for _, name := range s.Peers() {
		x := u.peer(name)
		if x != nil && (x.fate == create || x.fate == recreate || x.old.ID != u.goal.Services[s.Name].Peers[name]) {
			reasons = append(reasons, sharing(s, name))
		}
	}
	return reasons
}

// cutOff gives those of peersReplaced because of which a container cannot run
// again: its namespaces are those of one that is gone, or goes.
func (u *up) cutOff(s *compose.Service) (reasons []Reason) {
	for _, name := range s.Peers() {
		if x := u.peer(name); x != nil && (x.fate == create || x.fate == recreate) && tied(s, name) {
			reasons = append(reasons, sharing(s, name))
		}
	}
	return reasons
}

func sharing(s *compose.Service, peer string) Reason {
	return Reason{Text: "shares with " + peer + ", which has another container now", Pos: peerPos(s, peer)}
}

// shares tells whether a container shares with just those that it should.
func shares(c *Container, want Want) bool {
	return !slices.ContainsFunc([]string{"network_mode", "ipc", "pid", "volumes_from"}, func(attribute string) bool {
		_, declared := want.Digests[attribute]
		return declared && c.Observed[attribute] != want.Texts[attribute]
	})
}

// otherPeers is the reason why the config hash differs although no attribute
// does: it has the peers' ids in it.
func otherPeers(s *compose.Service) Reason {
	names := s.Peers()
	if len(names) == 1 {
		return sharing(s, names[0])
	}
	return Reason{Text: "shares with " + strings.Join(names, " and ") + ", of which one has another container now", Pos: peerPos(s, names[0])}
}

func peerPos(s *compose.Service, peer string) diag.Pos {
	switch "service:" + peer {
	case s.NetworkMode:
		return s.At("network_mode")
	case s.IPC:
		return s.At("ipc")
	case s.PID:
		return s.At("pid")
	}
	return s.At("volumes_from")
}

// peers gives the containers that a slot's container shares with, by service:
// an id, or the name of one that an earlier step creates, whose key is among
// created.
func (u *up) peers(s *slot) (ids map[string]string, created []string) {
	for _, name := range s.service.Peers() {
		x := u.peer(name)
		if x == nil {
			continue
		}
		if ids == nil {
			ids = map[string]string{}
		}
		ids[name], created = x.id(), append(created, x.created)
	}
	return ids, created
}

// peersThere looks for the containers that a slot's is to share with.
func (u *up) peersThere(s *slot) {
	if s.fate == remove {
		return
	}
	for _, name := range s.service.Peers() {
		if u.peer(name) == nil {
			u.problems.Add(diag.Diagnostic{Pos: peerPos(s.service, name), Summary: fmt.Sprintf("service %s shares with %s, which has no container", s.service.Name, name),
				Hint: fmt.Sprintf("scale %s to 1 or more, or %s to 0", name, s.service.Name)})
		}
	}
}

// leftApart warns of the containers that live in the namespaces of one which is
// replaced or started again, and that this plan does not cover.
func (u *up) leftApart() {
	for _, c := range u.state.Containers {
		s := u.goal.Project.Disabled[c.Service]
		if s == nil || c.OneOff || c.State != "running" {
			continue
		}
		for _, name := range s.Peers() {
			if x := u.peer(name); x != nil && tied(s, name) && !u.o.NoStart && (replaced(x) || x.renews()) {
				u.problems.Add(diag.Diagnostic{Severity: diag.Warning, Pos: peerPos(s, name), Summary: fmt.Sprintf("%s is not part of this command, and shares with %s, which gets new namespaces", c.Name, name),
					Hint: fmt.Sprintf("run `gocompose up -d --force-recreate %s` after", s.Name)})
			}
		}
	}
}

// swaps tells whether a slot's replacement, and all that it shares with, can be
// created before anything stops. Then nothing stops where one cannot be.
func (u *up) swaps(s *slot) bool {
	if s.fate != recreate {
		return s.fate != create && s.fate != remove
	}
	if len(u.renewed) > 0 || onBridge(s.service) {
		return false // networks and links wait for others
	}
	return !slices.ContainsFunc(s.service.Peers(), func(name string) bool { return !u.swaps(u.peer(name)) })
}
