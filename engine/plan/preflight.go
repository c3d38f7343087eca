package plan

import (
	"fmt"
	"strconv"
	"strings"

	"gocompose/compose"
	"gocompose/compose/diag"
)

// preflight finds what would make steps fail, before any is taken: host ports
// and container names that others hold.
func (u *up) preflight() {
	taken := map[string]*slot{} // host port → the slot that takes it
	u.each(func(s *slot) {
		if !s.starts() || u.o.NoStart {
			return
		}
		u.nameFree(s)
		u.supported(s)
		for _, p := range s.service.Ports {
			if number, err := strconv.ParseUint(p.Published, 10, 16); err == nil {
				u.portFree(s, p, uint16(number), taken)
			}
		}
	})
}

// requirements is the attributes that not every engine from API 1.41 on knows.
var requirements = []struct {
	api    API
	engine string
	path   []string
	used   func(*compose.Service) bool
}{
	{API{1, 44}, "25.0", []string{"healthcheck", "start_interval"}, func(s *compose.Service) bool {
		return s.Healthcheck != nil && s.Healthcheck.StartInterval != nil
	}},
}

// supported finds what the engine is too old for, once a service.
func (u *up) supported(s *slot) {
	for _, n := range requirements {
		if s.number > 1 || !n.used(s.service) || !u.state.API.Before(n.api) {
			continue
		}
		u.problems.Add(diag.Diagnostic{Pos: s.service.At(n.path...),
			Summary: fmt.Sprintf("%s needs Docker Engine %s (API %s); this engine speaks %s", strings.Join(n.path, "."), n.engine, n.api, u.state.API),
			Hint:    "update the engine, or leave the attribute out"})
	}
}

func (u *up) nameFree(s *slot) {
	for _, c := range u.state.Others {
		if c.Name == s.name && s.fate == create {
			pos := s.service.At("container_name")
			u.problems.Add(diag.Diagnostic{Pos: pos, Summary: fmt.Sprintf("container name %s is taken by a container of %s", s.name, owner(&c)),
				Hint: "remove that container, or choose another name"})
		}
	}
}

func (u *up) portFree(s *slot, p compose.Port, number uint16, taken map[string]*slot) {
	spot := fmt.Sprintf("%s:%d/%s", p.HostIP, number, p.Protocol)
	if first := taken[spot]; first != nil && first.service == s.service {
		if first.number == s.number-1 || first == s {
			u.problems.Add(diag.Diagnostic{Pos: p.Pos, Summary: fmt.Sprintf("port %d cannot be published by %d containers of %s", number, s.service.Replicas(), s.service.Name),
				Hint: "write a range such as \"8000-8010:80\", or leave the host port out"})
		}
		return
	}
	taken[spot] = s
	for i := range u.state.Others {
		if c := &u.state.Others[i]; c.holds(p, number) {
			u.problems.Add(portTaken(p, number, c))
		}
	}
	u.each(func(x *slot) {
		if x.old == nil || x == s || !x.old.holds(p, number) {
			return
		}
		if x.fate != recreate && x.fate != remove {
			u.problems.Add(portTaken(p, number, x.old))
			return
		}
		x.givesPort = true
		s.takesFrom = append(s.takesFrom, x)
	})
}

func portTaken(p compose.Port, number uint16, c *Container) diag.Diagnostic {
	d := diag.Diagnostic{Pos: p.Pos, Summary: fmt.Sprintf("port %d is taken by %s (%s)", number, c.Name, owner(c)),
		Hint: fmt.Sprintf("stop it with `docker stop %s`, or choose another port", c.Name)}
	if c.Project != "" {
		d.Hint = fmt.Sprintf("stop that project with `gocompose -p %s down`, or choose another port", c.Project)
	}
	return d
}

// owner names whose a container is.
func owner(c *Container) string {
	switch {
	case c.Project == "":
		return "no project"
	case c.WorkingDir == "":
		return "project " + c.Project
	}
	return "project " + c.Project + ", " + c.WorkingDir
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
