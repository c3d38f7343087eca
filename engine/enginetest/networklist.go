package enginetest

import (
	"maps"
	"net/http"
	"slices"
	"strings"

	"github.com/docker/docker/api/types/events"
	"github.com/docker/docker/api/types/filters"
	dnetwork "github.com/docker/docker/api/types/network"
)

func (s *Server) networkInspect(r *request) (int, any, error) {
	n, err := s.findNetwork(r.args[0])
	if err != nil {
		return 0, nil, err
	}
	view := n.Inspect
	view.Containers = s.attached(n)
	return http.StatusOK, view, nil
}

// attached lists the endpoints of running containers; those of stopped ones hold no network.
func (s *Server) attached(n *network) map[string]dnetwork.EndpointResource {
	list := map[string]dnetwork.EndpointResource{}
	for _, c := range s.containers {
		for _, e := range c.endpoints {
			if e.NetworkID == n.ID && e.EndpointID != "" {
				list[c.id] = dnetwork.EndpointResource{Name: c.name, EndpointID: e.EndpointID, MacAddress: e.MacAddress, IPv4Address: cidr(e)}
			}
		}
	}
	return list
}

func (s *Server) networkList(r *request) (int, any, error) {
	args, err := r.filters(keys("dangling", "driver", "id", "label", "name", "scope", "type", "idOrName"))
	if err != nil {
		return 0, nil, err
	}
	list := []dnetwork.Summary{}
	for _, n := range s.sortedNetworks() {
		if s.networkFits(n, args) {
			list = append(list, n.Inspect)
		}
	}
	return http.StatusOK, list, nil
}

func (s *Server) networkFits(n *network, args filters.Args) bool {
	kind := "custom"
	if predefined(n.Name) {
		kind = "builtin"
	}
	unused := len(s.attached(n)) == 0 && !predefined(n.Name)
	wanted, _ := args.GetBoolOrDefault("dangling", unused)
	return args.Match("name", n.Name) && args.Match("id", n.ID) && args.ExactMatch("driver", n.Driver) &&
		args.ExactMatch("scope", n.Scope) && args.ExactMatch("type", kind) && args.MatchKVList("label", n.Labels) && wanted == unused
}

func (s *Server) networkRemove(r *request) (int, any, error) {
	n, err := s.findNetwork(r.args[0])
	if err != nil {
		return 0, nil, err
	}
	if predefined(n.Name) {
		return 0, nil, failf(http.StatusForbidden, "%s is a pre-defined network and cannot be removed", n.Name)
	}
	if len(s.attached(n)) > 0 {
		return 0, nil, failf(http.StatusForbidden, "error while removing network: network %s id %s has active endpoints", n.Name, n.ID)
	}
	delete(s.networks, n.ID)
	s.networkEvent(n, events.ActionDestroy, "")
	return http.StatusNoContent, nil, nil
}

// sortedNetworks is in order of creation, ids deciding where the clock does not.
func (s *Server) sortedNetworks() []*network {
	return slices.SortedFunc(maps.Values(s.networks), func(a, b *network) int {
		if c := a.Created.Compare(b.Created); c != 0 {
			return c
		}
		return strings.Compare(a.ID, b.ID)
	})
}

// Networks gives the networks with the endpoints on them, the three predefined ones first.
func (s *Server) Networks() []dnetwork.Inspect {
	s.mu.Lock()
	defer s.mu.Unlock()
	var list []dnetwork.Inspect
	for _, n := range s.sortedNetworks() {
		view := n.Inspect
		view.Containers = s.attached(n)
		list = append(list, clone(view))
	}
	return list
}
