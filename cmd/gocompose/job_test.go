package main

import (
	"os"
	"os/exec"
	"strconv"
	"strings"
	"syscall"
	"time"

	"github.com/rogpeppe/go-internal/testscript"
)

// job is a command that runs while the script goes on.
type job struct {
	cmd   *exec.Cmd
	ended chan struct{} // closed at its end
}

// names gives the names in NAME=VALUE pairs.
func names(pairs []string) (out []string) {
	for _, pair := range pairs {
		name, _, _ := strings.Cut(pair, "=")
		out = append(out, name)
	}
	return out
}

func (s *stage) inBackground(ts *testscript.TestScript, neg bool, args []string) {
	need(ts, args, 2, "background NAME gocompose ARG…")
	cmd := exec.Command(program, behindName(ts, args[1:])...)
	cmd.Dir = ts.MkAbs(".")
	for _, name := range s.vars {
		cmd.Env = append(cmd.Env, name+"="+ts.Getenv(name))
	}
	stdout, err := os.Create(ts.MkAbs(args[0] + ".out"))
	ts.Check(err)
	defer stdout.Close()
	stderr, err := os.Create(ts.MkAbs(args[0] + ".err"))
	ts.Check(err)
	defer stderr.Close()
	cmd.Stdout, cmd.Stderr = stdout, stderr
	ts.Check(cmd.Start())
	j := &job{cmd: cmd, ended: make(chan struct{})}
	s.background[args[0]] = j
	go func() {
		cmd.Wait() // its code is in ProcessState
		close(j.ended)
	}()
}

func (s *stage) job(ts *testscript.TestScript, name string) *job {
	j := s.background[name]
	if j == nil {
		ts.Fatalf("nothing runs by the name of %s", name)
	}
	return j
}

var signals = map[string]syscall.Signal{"INT": syscall.SIGINT, "TERM": syscall.SIGTERM, "HUP": syscall.SIGHUP, "KILL": syscall.SIGKILL,
	"QUIT": syscall.SIGQUIT, "USR1": syscall.SIGUSR1, "USR2": syscall.SIGUSR2}

func (s *stage) signal(ts *testscript.TestScript, neg bool, args []string) {
	need(ts, args, 2, "signal NAME INT|TERM|HUP|KILL|QUIT|USR1|USR2")
	sig, ok := signals[args[1]]
	if !ok {
		ts.Fatalf("unknown signal %s", args[1])
	}
	ts.Check(s.job(ts, args[0]).cmd.Process.Signal(sig))
}

func (s *stage) ends(ts *testscript.TestScript, neg bool, args []string) {
	need(ts, args, 2, "ends NAME CODE")
	want, err := strconv.Atoi(args[1])
	ts.Check(err)
	j := s.job(ts, args[0])
	select {
	case <-j.ended:
	case <-time.After(patience):
		ts.Fatalf("%s has not ended; its stderr:\n%s", args[0], ts.ReadFile(args[0]+".err"))
	}
	ts.Stdout().Write([]byte(ts.ReadFile(args[0] + ".out")))
	ts.Stderr().Write([]byte(ts.ReadFile(args[0] + ".err")))
	if got := j.cmd.ProcessState.ExitCode(); got != want {
		ts.Fatalf("exit code %d, want %d", got, want)
	}
}

// endJobs ends what a failed script has left running.
func (s *stage) endJobs() {
	for _, j := range s.background {
		j.cmd.Process.Kill()
		<-j.ended
	}
}
