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
	missing := ""
	if err == nil {
		missing = x.container.missing(x.asked.Cmd[0], duringExec)
	}
	s.mu.Unlock()
	switch {
	case err != nil:
		return err
	case q.Detach && missing != "":
		s.failExec(x)
		return badRequestf("%s", missing)
	case q.Detach:
		s.mu.Lock()
		s.startExec(x, strings.NewReader(""), io.Discard, io.Discard)
		s.mu.Unlock()
		s.running.Go(func() { s.finishExec(x) })
		w.WriteHeader(http.StatusOK)
		return nil
	}
	return s.attachExec(w, r, x, missing)
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

// failExec is the end of an exec whose program is not there.
func (s *Server) failExec(x *execution) {
	s.mu.Lock()
	defer s.mu.Unlock()
	code := 126
	x.exitCode = &code
	x.container.execs = slices.DeleteFunc(x.container.execs, func(id string) bool { return id == x.id })
	s.execEvent(x, "exec_start: "+execCommand(x.asked.Cmd))
}

func (s *Server) attachExec(w http.ResponseWriter, r *request, x *execution, missing string) error {
	t, err := s.hijack(w, r, "application/vnd.docker.raw-stream")
	if err != nil {
		return err
	}
	defer s.letGo(t.conn)
	t.plain = x.asked.Tty
	if missing != "" {
		t.write(stdout, []byte(missing+"\r\n"))
		s.failExec(x)
		return nil
	}
	var in io.Reader = strings.NewReader("")
	if x.asked.AttachStdin {
		in = t.in
	}
	s.mu.Lock()
	out, problems := t.output(stdout, x.asked.AttachStdout), t.output(stderr, x.asked.AttachStderr)
	if t.plain {
		out = terminalWriter{out}
		problems = out
	}
	s.startExec(x, in, out, problems)
	s.mu.Unlock()
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
