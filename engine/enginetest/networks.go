package enginetest

import (
	"fmt"
	"net/http"
	"net/netip"
	"slices"
	"strings"

	"github.com/docker/docker/api/types/events"
	dnetwork "github.com/docker/docker/api/types/network"
)

type network struct {
	dnetwork.Inspect
	four, six pool
	taken     map[netip.Addr]bool
}

func (s *Server) addPredefinedNetworks() {
	for _, name := range []string{"bridge", "host", "none"} {
		driver := name
		if name == "none" {
			driver = "null"
		}
		n := s.newNetwork(dnetwork.CreateRequest{Name: name, CreateOptions: dnetwork.CreateOptions{Driver: driver}})
		if name != "bridge" {
			continue
		}
		docker0, err := s.freePool()
		if err != nil {
			panic(err) // there is no other network yet
		}
		n.takePools(docker0, pool{}, nil)
		n.Options = map[string]string{
			"com.docker.network.bridge.default_bridge": "true", "com.docker.network.bridge.enable_icc": "true",
			"com.docker.network.bridge.enable_ip_masquerade": "true", "com.docker.network.bridge.host_binding_ipv4": "0.0.0.0",
			"com.docker.network.bridge.name": "docker0", "com.docker.network.driver.mtu": "1500",
		}
	}
}

// newNetwork adds a network without a subnet.
func (s *Server) newNetwork(q dnetwork.CreateRequest) *network {
	n := &network{taken: map[netip.Addr]bool{}, Inspect: dnetwork.Inspect{
		Name: q.Name, ID: s.id(), Created: s.now(), Scope: "local", Driver: q.Driver,
		Internal: q.Internal, Attachable: q.Attachable, Options: orEmpty(q.Options), Labels: orEmpty(q.Labels),
		EnableIPv4: s.speaks("1.47") && (q.EnableIPv4 == nil || *q.EnableIPv4), EnableIPv6: q.EnableIPv6 != nil && *q.EnableIPv6,
		IPAM: dnetwork.IPAM{Driver: "default", Config: []dnetwork.IPAMConfig{}}, Containers: map[string]dnetwork.EndpointResource{},
	}}
	if q.IPAM != nil {
		n.IPAM.Options = q.IPAM.Options
		if q.IPAM.Driver != "" {
			n.IPAM.Driver = q.IPAM.Driver
		}
	}
	s.networks[n.ID] = n
	return n
}

func (s *Server) networkCreate(r *request) (int, any, error) {
	var q dnetwork.CreateRequest
	if err := decode(r.Request, &q); err != nil {
		return 0, nil, err
	}
	if q.Driver == "" {
		q.Driver = "bridge"
	}
	warning, err := s.checkNetwork(q)
	if err != nil {
		return 0, nil, err
	}
	four, six, err := s.choosePools(q)
	if err != nil {
		return 0, nil, err
	}
	n := s.newNetwork(q)
	n.takePools(four, six, q.IPAM)
	s.networkEvent(n, events.ActionCreate, "")
	return http.StatusCreated, dnetwork.CreateResponse{ID: n.ID, Warning: warning}, nil
}

// checkNetwork refuses what the engine refuses. A second network of the same name
// is only a warning where the request does not ask to check, up to API 1.43.
func (s *Server) checkNetwork(q dnetwork.CreateRequest) (warning string, err error) {
	same := s.networksNamed(q.Name)
	check := s.speaks("1.44") || q.CheckDuplicate != nil && *q.CheckDuplicate
	switch {
	case predefined(q.Name):
		return "", failf(http.StatusForbidden, "operation is not permitted on predefined %s network ", q.Name)
	case len(same) > 0 && check || q.Name == "":
		return "", conflictf("network with name %s already exists", q.Name)
	case q.Driver == "host" || q.Driver == "null":
		return "", failf(http.StatusForbidden, "only one instance of \"%s\" network is allowed", q.Driver)
	case q.IPAM != nil && q.IPAM.Driver != "" && q.IPAM.Driver != "default":
		return "", notFoundf("plugin %q not found", q.IPAM.Driver)
	case !slices.Contains([]string{"bridge", "macvlan", "ipvlan"}, q.Driver):
		return "", notFoundf("plugin %q not found", q.Driver)
	case len(same) > 0:
		return fmt.Sprintf("Network with name %s (id : %s) already exists", q.Name, same[0].ID), nil
	}
	return "", nil
}

func (s *Server) networkEvent(n *network, action events.Action, container string) {
	attributes := map[string]string{"name": n.Name, "type": n.Driver}
	if container != "" {
		attributes["container"] = container
	}
	s.emit(events.NetworkEventType, action, n.ID, attributes)
}

func predefined(name string) bool { return name == "bridge" || name == "host" || name == "none" }

func (s *Server) networksNamed(name string) []*network {
	return slices.DeleteFunc(s.sortedNetworks(), func(n *network) bool { return n.Name != name })
}

// findNetwork looks up by full id, name, then prefix of an id.
func (s *Server) findNetwork(ref string) (*network, error) {
	if n := s.networks[ref]; n != nil {
		return n, nil
	}
	found, by := s.networksNamed(ref), "name"
	if len(found) == 0 && isHex.MatchString(ref) {
		by = "ID prefix"
		found = slices.DeleteFunc(s.sortedNetworks(), func(n *network) bool { return !strings.HasPrefix(n.ID, ref) })
	}
	switch len(found) {
	case 0:
		return nil, notFoundf("network %s not found", ref)
	case 1:
		return found[0], nil
	}
	return nil, badRequestf("network %s is ambiguous (%d matches found based on %s)", ref, len(found), by)
}

func orEmpty(m map[string]string) map[string]string {
	if m == nil {
		return map[string]string{}
	}
	return m
}
