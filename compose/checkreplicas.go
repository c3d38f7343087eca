package compose

import (
	"fmt"
	"strings"

	"gocompose/compose/diag"
)

// replicas looks at scale, deploy.replicas and what forbids more than one.
func (c *checker) replicas(s *Service) {
	if s.Scale != nil && s.Deploy != nil && s.Deploy.Replicas != nil && *s.Scale != *s.Deploy.Replicas {
		c.clash(s.At("scale"), s.At("deploy", "replicas"), "deploy.replicas", "keep one of the two",
			fmt.Sprintf("service %s has scale %d but deploy.replicas %d", s.Name, *s.Scale, *s.Deploy.Replicas))
		return
	}
	n := s.Replicas()
	if n < 2 {
		return
	}
	if s.ContainerName != "" {
		c.clash(s.scalePos(), s.At("container_name"), "the name", "remove container_name, or run one",
			fmt.Sprintf("service %s cannot run %d containers with the one name %s", s.Name, n, s.ContainerName))
	}
	for _, port := range s.Ports {
		if fixed(port.Published) {
			c.clash(s.scalePos(), port.Pos, "the port", "publish a range of ports, or leave the host port out",
				fmt.Sprintf("service %s cannot run %d containers on the one host port %s", s.Name, n, port.Published))
			return
		}
	}
}

func (s *Service) scalePos() diag.Pos {
	if s.node.Get("scale") != nil {
		return s.At("scale")
	}
	return s.At("deploy", "replicas")
}

// fixed tells a host port that only one container can have.
func fixed(published string) bool {
	return published != "" && published != "0" && !strings.Contains(published, "-")
}

// containerNames refuses two services with one container_name.
func (c *checker) containerNames() {
	first := map[string]*Service{}
	for _, s := range c.inOrder() {
		if s.ContainerName == "" {
			continue
		}
		if other := first[s.ContainerName]; other != nil {
			c.clash(s.At("container_name"), other.At("container_name"), "service "+other.Name, "give each a name of its own, or none",
				fmt.Sprintf("services %s and %s have the same container_name %s", other.Name, s.Name, s.ContainerName))
			continue
		}
		first[s.ContainerName] = s
	}
}
