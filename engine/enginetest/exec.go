package enginetest

import (
	"io"
	"net/http"
	"slices"
	"strconv"
	"strings"

	dcontainer "github.com/docker/docker/api/types/container"
	"github.com/docker/docker/api/types/events"
)

// execution is one exec in a container.
type execution struct {
	id        string
	container *container
	asked     dcontainer.ExecOptions
	process   *Process // from its start on
	running   bool
	exitCode  *int // nil before it has ended
}

// addExec makes an exec and tells of it.
func (s *Server) addExec(c *container, asked dcontainer.ExecOptions) *execution {
	x := &execution{id: s.id(), container: c, asked: asked}
	s.execs[x.id] = x
	c.execs = append(c.execs, x.id)
	s.execEvent(x, "exec_create: "+execCommand(asked.Cmd))
	return x
}

// execCommand is written as the engine does: the program, a space, the arguments.
func execCommand(cmd []string) string { return cmd[0] + " " + strings.Join(cmd[1:], " ") }

func (s *Server) execEvent(x *execution, action string, attributes ...string) {
	s.containerEvent(x.container, events.Action(action), append(attributes, "execID", x.id)...)
}

// startExec makes the process of an exec and tells of it; the lock is held.
func (s *Server) startExec(x *execution, in io.Reader, out, err io.Writer) {
	env := append(slices.Clone(x.container.environment(x.user())), x.asked.Env...)
	x.process = s.newProcess(x.container, x.asked.Cmd, env)
	x.process.Stdin, x.process.Stdout, x.process.Stderr = in, out, err
	x.running = true
	s.execEvent(x, "exec_start: "+execCommand(x.asked.Cmd))
}

func (x *execution) user() string { return or(x.asked.User, x.container.config.User) }

// finishExec runs it to its end, which may be that of the container.
func (s *Server) finishExec(x *execution) {
	s.mu.Lock()
	program := s.behaviour(x.container).Exec
	s.mu.Unlock()
	s.endExec(x, runExec(program, x.process))
}

func (s *Server) endExec(x *execution, code int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	x.running, x.exitCode = false, &code
	x.container.execs = slices.DeleteFunc(x.container.execs, func(id string) bool { return id == x.id })
	s.execEvent(x, "exec_die", "exitCode", strconv.Itoa(code))
}

// forgetExec is the end of a health check's exec, of which nobody asks any more.
func (s *Server) forgetExec(x *execution) {
	delete(s.execs, x.id)
	x.container.execs = slices.DeleteFunc(x.container.execs, func(id string) bool { return id == x.id })
}

// runExec gives 137 where the process is killed before its program returns, or so
// that it returns.
func runExec(program func(*Process) int, p *Process) int {
	defer p.kill()
	if program == nil {
		return 0
	}
	ended := make(chan int, 1)
	go func() { ended <- program(p) }()
	code := 0
	select {
	case code = <-ended:
	case <-p.Killed:
	}
	select {
	case <-p.Killed:
		return 137
	default:
		return code
	}
}

func (s *Server) execCreate(r *request) (int, any, error) {
	var q dcontainer.ExecOptions
	if err := decodeRequired(r.Request, &q); err != nil {
		return 0, nil, err
	}
	if len(q.Cmd) == 0 {
		return 0, nil, badRequestf("No exec command specified")
	}
	c, err := s.find(r.args[0])
	switch {
	case err != nil:
		return 0, nil, err
	case !c.running:
		return 0, nil, conflictf("Container %s is not running", c.id)
	case c.paused:
		return 0, nil, conflictf("Container %s is paused, unpause the container before exec", r.args[0])
	case c.restarting:
		return 0, nil, conflictf("Container %s is restarting, wait until the container is running", c.id)
	}
	return http.StatusCreated, map[string]string{"Id": s.addExec(c, q).id}, nil
}

func (s *Server) execInspect(r *request) (int, any, error) {
	x := s.execs[r.args[0]]
	if x == nil {
		return 0, nil, notFoundf("No such exec instance: %s", r.args[0])
	}
	pid := 0
	if x.process != nil {
		pid = x.process.pid
	}
	config := map[string]any{
		"tty": x.asked.Tty, "entrypoint": x.asked.Cmd[0], "arguments": orNone(x.asked.Cmd[1:]), "privileged": x.asked.Privileged,
	}
	if x.asked.User != "" {
		config["user"] = x.asked.User
	}
	return http.StatusOK, map[string]any{
		"ID": x.id, "Running": x.running, "ExitCode": x.exitCode, "ContainerID": x.container.id, "Pid": pid, "ProcessConfig": config,
		"OpenStdin": x.asked.AttachStdin, "OpenStdout": x.asked.AttachStdout, "OpenStderr": x.asked.AttachStderr,
		"CanRemove": false, "DetachKeys": x.asked.DetachKeys,
	}, nil
}
