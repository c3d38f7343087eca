package enginetest

import (
	"io"
	"net/http"
	"slices"
	"strings"

	dcontainer "github.com/docker/docker/api/types/container"
)

func execStart(s *Server, w http.ResponseWriter, r *request) error {
	var q dcontainer.ExecStartOptions
	if err := decodeRequired(r.Request, &q); err != nil {
		return err
	}
	s.mu.Lock()
	x := s.execs[r.args[0]]
	err := checkExec(x, r.args[0])
	s.mu.Unlock()
	if err != nil {
		return err
	}
	if !q.Detach {
		return s.attachExec(w, r, x)
	}
	if err := s.beginExec(x, strings.NewReader(""), io.Discard, io.Discard); err != nil {
		return err
	}
	s.running.Go(func() { s.finishExec(x) })
	w.WriteHeader(http.StatusOK)
	return nil
}

func checkExec(x *execution, id string) error {
	switch {
	case x == nil:
		return notFoundf("No such exec instance: %s", id)
	case x.process != nil || x.exitCode != nil:
		return conflictf("Error: Exec command %s has already run", id)
	case !x.container.running:
		return conflictf("Container %s is not running", x.container.id)
	}
	return nil
}

// beginExec starts an exec, or ends it where its container has ended since it was
// asked for, or has no such program.
func (s *Server) beginExec(x *execution, in io.Reader, out, problems io.Writer) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if !x.container.running {
		s.failExec(x)
		return conflictf("container %s is not running", x.container.id)
	}
	if words := x.container.missing(x.asked.Cmd[0], duringExec); words != "" {
		s.failExec(x)
		return badRequestf("%s", words)
	}
	s.startExec(x, in, out, problems)
	return nil
}

func (s *Server) failExec(x *execution) {
	code := 126
	x.exitCode = &code
	x.container.execs = slices.DeleteFunc(x.container.execs, func(id string) bool { return id == x.id })
	s.execEvent(x, "exec_start: "+execCommand(x.asked.Cmd))
}

func (s *Server) attachExec(w http.ResponseWriter, r *request, x *execution) error {
	t, err := s.hijack(w, r, "application/vnd.docker.raw-stream")
	if err != nil {
		return err
	}
	defer s.letGo(t.conn)
	t.plain = x.asked.Tty
	var in io.Reader = strings.NewReader("")
	if x.asked.AttachStdin {
		in = t.in
	}
	out, problems := t.output(stdout, x.asked.AttachStdout), t.output(stderr, x.asked.AttachStderr)
	if t.plain {
		out = terminalWriter{out}
		problems = out
	}
	if err := s.beginExec(x, in, out, problems); err != nil {
		t.write(stdout, []byte(err.Error()+"\r\n"))
		return nil
	}
	s.finishExec(x)
	return nil
}

// output gives one of the stream's outputs, or nowhere where it is not attached.
func (t *stream) output(number byte, attached bool) io.Writer {
	if !attached {
		return io.Discard
	}
	return t.writer(number)
}
