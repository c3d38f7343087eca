package compose

import (
	"fmt"
	"slices"

	"gocompose/compose/diag"
)

// resources refuses two different values for one limit, of which one would be
// ignored.
func (c *checker) resources(s *Service) {
	if s.Deploy == nil {
		return
	}
	limits, reservations := s.Deploy.Resources.Limits, s.Deploy.Resources.Reservations
	if limits != nil {
		agree(c, s, "cpus", s.CPUs, limits.NanoCPUs, "limits", "cpus")
		agree(c, s, "mem_limit", s.MemLimit, limits.MemoryBytes, "limits", "memory")
		agree(c, s, "pids_limit", s.PidsLimit, limits.Pids, "limits", "pids")
	}
	if reservations != nil {
		agree(c, s, "mem_reservation", s.MemReservation, reservations.MemoryBytes, "reservations", "memory")
	}
}

// memory refuses to reserve more than the limit, as the engine does.
func (c *checker) memory(s *Service) {
	limit, reserved := s.MemLimit, s.MemReservation
	limitAt, reservedAt := s.At("mem_limit"), s.At("mem_reservation")
	if s.Deploy != nil {
		if r := s.Deploy.Resources.Limits; r != nil && r.MemoryBytes != 0 {
			limit, limitAt = r.MemoryBytes, s.At("deploy", "resources", "limits", "memory")
		}
		if r := s.Deploy.Resources.Reservations; r != nil && r.MemoryBytes != 0 {
			reserved, reservedAt = r.MemoryBytes, s.At("deploy", "resources", "reservations", "memory")
		}
	}
	if limit > 0 && reserved > limit {
		c.clash(reservedAt, limitAt, "the limit", "raise the limit, or reserve less",
			fmt.Sprintf("service %s reserves %d bytes of memory, above its limit of %d", s.Name, reserved, limit))
	}
}

func agree[T comparable](c *checker, s *Service, key string, mine, deploys T, path ...string) {
	var unset T
	if mine != unset && deploys != unset && mine != deploys {
		place := append([]string{"deploy", "resources"}, path...)
		name := "deploy.resources." + path[0] + "." + path[1]
		c.clash(s.At(key), s.At(place...), name, "keep one of the two", fmt.Sprintf("service %s has another %s than %s", s.Name, key, name))
	}
}

// platforms wants a service's platform among those that its image is built for.
func (c *checker) platforms(s *Service) {
	if s.Build == nil || len(s.Build.Platforms) == 0 {
		return
	}
	switch platform := c.project.Platform(s); {
	case platform == "" || slices.Contains(s.Build.Platforms, platform):
	case s.Platform != "":
		c.clash(s.At("platform"), s.At("build", "platforms"), "what the image is built for", "add "+platform+" to build.platforms, or remove platform",
			fmt.Sprintf("service %s runs on %s, for which its image is not built", s.Name, platform))
	default:
		c.fail(s.At("build", "platforms"), "add it, or set DOCKER_DEFAULT_PLATFORM to one of them",
			"the image of service %s is not built for DOCKER_DEFAULT_PLATFORM, %s", s.Name, platform)
	}
}

// probes looks at the times of a healthcheck.
func (c *checker) probes(s *Service) {
	h := s.Healthcheck
	if h == nil {
		return
	}
	for key, span := range map[string]*Duration{"interval": h.Interval, "timeout": h.Timeout, "start_period": h.StartPeriod, "start_interval": h.StartInterval} {
		if span != nil && *span > 0 && *span < shortestProbe {
			c.problems.Add(diag.Diagnostic{
				Rule: diag.Value, Pos: s.At("healthcheck", key), Hint: "write 1ms or more",
				Summary: fmt.Sprintf("healthcheck.%s of service %s is under a millisecond", key, s.Name),
			})
		}
	}
	if h.StartInterval != nil && h.StartPeriod == nil && !h.Disable {
		c.warn(s.At("healthcheck", "start_interval"), "add start_period", "healthcheck.start_interval has no effect without start_period")
	}
}

// shortestProbe is the least that the engine takes, in nanoseconds.
const shortestProbe = 1e6
