package plan

import (
	"gocompose/compose"
	"gocompose/compose/diag"
)

// A peer is a service whose namespaces or volumes another shares. Containers
// know their peer's by id, so they are replaced with it.

// peer gives the slot of the container that stands for a service among its
// peers: the first that stays. It is nil for a service without containers.
func (u *up) peer(service string) *slot {
	for _, x := range u.slots[service] {
		if x.fate != remove {
			return x
		}
	}
	return nil
}

// peersReplaced gives the reasons why a container has to follow its peers.
func (u *up) peersReplaced(s *compose.Service) (reasons []Reason) {
	for _, name := range s.Peers() {
		x := u.peer(name)
		if x != nil && (x.fate == create || x.fate == recreate || x.old.ID != u.goal.Services[s.Name].Peers[name]) {
			reasons = append(reasons, Reason{Text: "shares with " + name + ", which has another container now", Pos: peerPos(s, name)})
		}
	}
	return reasons
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
