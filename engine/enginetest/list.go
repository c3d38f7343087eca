package enginetest

import (
	"cmp"
	"net/http"
	"slices"
	"strconv"
	"strings"

	dcontainer "github.com/docker/docker/api/types/container"
	"github.com/docker/docker/api/types/filters"
	dnetwork "github.com/docker/docker/api/types/network"
	"github.com/docker/go-connections/nat"
)

func (s *Server) containerList(r *request) (int, any, error) {
	args, err := r.filters(keys("ancestor", "before", "exited", "expose", "health", "id", "is-task", "isolation", "label", "name", "network", "publish", "since", "status", "volume"))
	if err != nil {
		return 0, nil, err
	}
	for _, status := range args.Get("status") {
		if !slices.Contains(statuses, status) {
			return 0, nil, badRequestf("Invalid filter 'status=%s'", status)
		}
	}
	limit, _ := strconv.Atoi(r.FormValue("limit")) // -1 is none, as old clients say
	all := r.flag("all") || limit > 0 || args.Contains("status") || args.Contains("exited")
	list := []dcontainer.Summary{}
	for _, c := range s.sorted() {
		if (all || c.running) && s.containerFits(c, args) && (limit <= 0 || len(list) < limit) {
			list = append(list, s.summarise(c))
		}
	}
	return http.StatusOK, list, nil
}

var statuses = []string{"created", "running", "paused", "restarting", "removing", "exited", "dead"}

func (s *Server) containerFits(c *container, args filters.Args) bool {
	health := dcontainer.NoHealthcheck
	if c.health != nil {
		health = c.health.Status
	}
	return args.Match("id", c.id) && (args.Match("name", "/"+c.name) || args.Match("name", c.name)) &&
		args.MatchKVList("label", c.config.Labels) && args.ExactMatch("status", c.status()) &&
		(!args.Contains("exited") || !c.running && !c.started.IsZero() && args.ExactMatch("exited", strconv.Itoa(c.exitCode))) &&
		(!args.Contains("health") || args.ExactMatch("health", health)) &&
		s.networkFilter(c, args) && volumeFilter(c, args) && s.ancestorFilter(c, args) && s.ageFilter(c, args)
}

func (s *Server) networkFilter(c *container, args filters.Args) bool {
	if !args.Contains("network") {
		return true
	}
	for name, e := range c.endpoints {
		if args.ExactMatch("network", name) || args.ExactMatch("network", e.NetworkID) {
			return true
		}
	}
	return false
}

func volumeFilter(c *container, args filters.Args) bool {
	return !args.Contains("volume") || slices.ContainsFunc(c.mounts, func(m mountPoint) bool {
		return args.ExactMatch("volume", m.Name) || args.ExactMatch("volume", m.Destination)
	})
}

func (s *Server) ancestorFilter(c *container, args filters.Args) bool {
	return !args.Contains("ancestor") || slices.ContainsFunc(args.Get("ancestor"), func(ref string) bool {
		found, err := s.findImage(ref)
		return err == nil && found == c.image
	})
}

func (s *Server) ageFilter(c *container, args filters.Args) bool {
	for _, ref := range args.Get("before") {
		if other, err := s.find(ref); err == nil && !c.created.Before(other.created) {
			return false
		}
	}
	for _, ref := range args.Get("since") {
		if other, err := s.find(ref); err == nil && !c.created.After(other.created) {
			return false
		}
	}
	return true
}

func (s *Server) summarise(c *container) dcontainer.Summary {
	summary := dcontainer.Summary{
		ID: c.id, Names: []string{"/" + c.name}, Image: c.config.Image, Command: quoteCommand(c.command()), Created: c.created.Unix(),
		Ports: listPorts(c.ports), Labels: orEmpty(c.config.Labels), State: c.status(), Status: c.summary(s.now()),
		NetworkSettings: &dcontainer.NetworkSettingsSummary{Networks: map[string]*dnetwork.EndpointSettings{}}, Mounts: []dcontainer.MountPoint{},
	}
	summary.HostConfig.NetworkMode = string(c.host.NetworkMode)
	if c.image != nil {
		summary.ImageID = c.image.id
		if !s.stillNamed(c) {
			summary.Image = c.image.id
		}
	}
	for name, e := range c.endpoints {
		// The list leaves out what was asked for and keeps what came of it.
		copied := *e
		copied.Aliases, copied.Links, copied.DriverOpts = nil, nil, nil
		if copied.IPAMConfig != nil {
			copied.IPAMConfig = &dnetwork.EndpointIPAMConfig{IPv4Address: e.IPAMConfig.IPv4Address, IPv6Address: e.IPAMConfig.IPv6Address}
		}
		summary.NetworkSettings.Networks[name] = &copied
	}
	for _, m := range c.mounts {
		if m.declared {
			m.Source = ""
		}
		summary.Mounts = append(summary.Mounts, m.MountPoint)
	}
	return summary
}

// stillNamed tells whether the name that the container was created with still means its image.
func (s *Server) stillNamed(c *container) bool {
	found, err := s.findImage(c.config.Image)
	return err == nil && found == c.image
}

// quoteCommand joins with spaces, an argument with a space in single quotes.
func quoteCommand(command []string) string {
	quoted := make([]string, len(command))
	for i, arg := range command {
		if strings.Contains(arg, " ") {
			arg = "'" + arg + "'"
		}
		quoted[i] = arg
	}
	if len(quoted) == 1 {
		return command[0]
	}
	return strings.Join(append([]string{command[0]}, quoted[1:]...), " ")
}

func listPorts(ports nat.PortMap) []dcontainer.Port {
	list := []dcontainer.Port{}
	for port, bindings := range ports {
		private := uint16(port.Int())
		if len(bindings) == 0 {
			list = append(list, dcontainer.Port{PrivatePort: private, Type: port.Proto()})
		}
		for _, b := range bindings {
			public, _ := strconv.ParseUint(b.HostPort, 10, 16)
			list = append(list, dcontainer.Port{IP: b.HostIP, PrivatePort: private, PublicPort: uint16(public), Type: port.Proto()})
		}
	}
	slices.SortFunc(list, func(a, b dcontainer.Port) int {
		return cmp.Or(cmp.Compare(a.PrivatePort, b.PrivatePort), cmp.Compare(a.Type, b.Type), cmp.Compare(a.PublicPort, b.PublicPort), cmp.Compare(a.IP, b.IP))
	})
	return list
}
