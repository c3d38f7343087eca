package enginetest

import (
	"io"
	"slices"
	"strings"

	"github.com/docker/docker/api/types/events"
)

// execution is one exec in a container.
type execution struct {
	id        string
	container *container
	args      []string
	env       []string
	running   bool
	exitCode  *int
}

// addExec makes an exec and tells of it.
func (s *Server) addExec(c *container, args []string) *execution {
	x := &execution{id: s.id(), container: c, args: args, env: c.config.Env}
	s.execs[x.id] = x
	c.execs = append(c.execs, x.id)
	s.containerEvent(c, events.Action("exec_create: "+strings.Join(args, " ")), "execID", x.id)
	return x
}

func (s *Server) dropExec(x *execution) {
	delete(s.execs, x.id)
	x.container.execs = slices.DeleteFunc(x.container.execs, func(id string) bool { return id == x.id })
}

func (s *Server) execEvents(x *execution) {
	x.running = true
	s.containerEvent(x.container, events.Action("exec_start: "+strings.Join(x.args, " ")), "execID", x.id)
}

// execProcess makes the process of an exec; it ends with the server.
func (s *Server) execProcess(x *execution, out, err io.Writer) *Process {
	p := s.newProcess(x.container, x.args, x.env)
	p.Stdout, p.Stderr = out, err
	return p
}

func runExec(b Behaviour, p *Process) int {
	defer p.kill()
	if b.Exec == nil {
		return 0
	}
	return b.Exec(p)
}
