package engine

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"maps"
	"os"
	"slices"
	"syscall"
	"time"

	"github.com/containerd/errdefs"
	"github.com/docker/docker/api/types/container"
	"golang.org/x/sys/unix"

	"gocompose/compose"
	"gocompose/engine/plan"
)

// ExecOptions is a program to run in a container beside its own.
type ExecOptions struct {
	Command          []string
	Environment      map[string]*string // what has no value is left out
	User, WorkingDir string             // empty: those of the container
	Privileged       bool
}

// OfHook gives what a hook runs.
func OfHook(h compose.Hook) ExecOptions {
	return ExecOptions{Command: h.Command, Environment: h.Environment, User: h.User, WorkingDir: h.WorkingDir, Privileged: h.Privileged}
}

// ErrUnsignalled tells that a program goes on, since the engine has no way to
// hand it a signal.
var ErrUnsignalled = errors.New("the program goes on")

// Exec runs a program in a container that runs, and gives its exit code. The
// error is ErrDetached where Stdin gave it, ErrUnsignalled where a signal could
// not be handed on, and tells with the code 137 of a container that has ended.
func (e *Engine) Exec(ctx context.Context, c plan.Container, o ExecOptions, s Streams) (code int, err error) {
	begun := time.Now()
	id, err := e.addExec(ctx, c, o, s)
	if err != nil {
		return 0, err
	}
	stream, err := e.client.ContainerExecAttach(ctx, id, container.ExecAttachOptions{Tty: s.TTY})
	if err != nil {
		return 0, unexecuted(c, o, err)
	}
	defer stream.Close()
	t := &terminal{Streams: s, engine: e, container: c.ID,
		resize: func(ctx context.Context, size container.ResizeOptions) { e.resizeExec(ctx, id, size) },
		signal: func(ctx context.Context, signal string) error { return e.signalExec(ctx, id, c, signal) },
		ended: func() (int, error) {
			code, err := e.exitOf(ctx, id)
			return code, unexecuted(c, o, err)
		},
	}
	code, err = t.serve(ctx, stream)
	switch {
	case errors.Is(err, ErrUnread):
		_ = e.signalExec(ctx, id, c, "SIGHUP") // else it writes on for nobody
	case err == nil && code == killed:
		err = e.endedMeanwhile(ctx, c, begun)
	}
	return code, err
}

// RunIn runs a program in a container to its end, and gives its exit code and
// the last lines of what it said; tell gets all of them.
func (e *Engine) RunIn(ctx context.Context, c plan.Container, o ExecOptions, tell func(line string)) (code int, said []string, err error) {
	out := newLastLines(tell)
	code, err = e.Exec(ctx, c, o, Streams{Stdout: out, Stderr: out})
	if err != nil {
		return code, nil, err // after an interruption out may still be written to
	}
	out.end()
	return code, out.lines(), nil
}

// killed is the exit code of what SIGKILL has ended: a container that did not
// heed its stop signal, or what else ran in a container when that ended.
const killed = 137

// endedMeanwhile tells where it was the end of its container that killed a
// program. The program's comes a moment before.
func (e *Engine) endedMeanwhile(ctx context.Context, c plan.Container, begun time.Time) error {
	short, cancel := context.WithTimeout(ctx, endMoment)
	defer cancel()
	if code, err := e.awaitEnd(short, c.ID, container.WaitConditionNotRunning)(); err == nil {
		return fmt.Errorf("the command was killed: %s ended with code %d", c.Name, code)
	}
	seen, err := e.client.ContainerInspect(ctx, c.ID)
	if errdefs.IsNotFound(err) {
		return fmt.Errorf("the command was killed: %s was removed", c.Name)
	}
	if err != nil {
		return explain(err)
	}
	if started, err := time.Parse(time.RFC3339Nano, seen.State.StartedAt); err == nil && started.After(begun) {
		return fmt.Errorf("the command was killed: %s was restarted", c.Name)
	}
	return nil
}

// endMoment is how long after its programs a container may end.
const endMoment = 500 * time.Millisecond

// ExecDetached begins to run a program in a container, and leaves it to itself.
func (e *Engine) ExecDetached(ctx context.Context, c plan.Container, o ExecOptions) error {
	id, err := e.addExec(ctx, c, o, Streams{})
	if err == nil {
		err = e.client.ContainerExecStart(ctx, id, container.ExecStartOptions{Detach: true})
	}
	return unexecuted(c, o, err)
}

func (e *Engine) addExec(ctx context.Context, c plan.Container, o ExecOptions, s Streams) (id string, err error) {
	asked := container.ExecOptions{
		Cmd: o.Command, Env: assignments(o.Environment), User: o.User, WorkingDir: o.WorkingDir, Privileged: o.Privileged,
		AttachStdin: s.Stdin != nil, AttachStdout: s.Stdout != nil, AttachStderr: s.Stderr != nil, Tty: s.TTY, DetachKeys: s.DetachKeys,
	}
	if s.Size != (Size{}) {
		asked.ConsoleSize = &[2]uint{s.Size.Rows, s.Size.Columns}
	}
	made, err := e.client.ContainerExecCreate(ctx, c.ID, asked)
	return made.ID, unexecuted(c, o, err)
}

// assignments gives variables as KEY=VALUE, sorted.
func assignments(environment map[string]*string) (out []string) {
	for _, name := range slices.Sorted(maps.Keys(environment)) {
		if value := environment[name]; value != nil {
			out = append(out, name+"="+*value)
		}
	}
	return out
}

// unexecuted tells which program in which container it was.
func unexecuted(c plan.Container, o ExecOptions, err error) error {
	if err == nil {
		return nil
	}
	return fmt.Errorf("run %s in %s: %w", o.Command[0], c.Name, explain(err))
}

// resizeExec lets a program know the size of its window. A program that is about
// to start has none yet, and the engine does not tell when it has.
func (e *Engine) resizeExec(ctx context.Context, id string, size container.ResizeOptions) {
	for range 5 {
		if e.client.ContainerExecResize(ctx, id, size) == nil || !pause(ctx, execPoll) {
			return
		}
	}
}

// signalExec hands a signal to a program. The Engine API has no call for it, but
// on this machine, where the program is an own process, that can be signalled;
// its control group tells whether the process is what the engine means.
func (e *Engine) signalExec(ctx context.Context, id string, c plan.Container, name string) error {
	seen, err := e.client.ContainerExecInspect(ctx, id)
	for tries := 50; tries > 0 && err == nil && seen.Running && seen.Pid == 0 && pause(ctx, execPoll); tries-- { // a program may write before the engine knows its process
		seen, err = e.client.ContainerExecInspect(ctx, id)
	}
	if err != nil || !seen.Running {
		return nil // its end is on the way
	}
	groups, err := os.ReadFile(fmt.Sprintf("/proc/%d/cgroup", seen.Pid))
	if err != nil || !bytes.Contains(groups, []byte(c.ID)) {
		return ErrUnsignalled
	}
	if err := syscall.Kill(seen.Pid, unix.SignalNum(name)); err != nil && !errors.Is(err, syscall.ESRCH) {
		return ErrUnsignalled
	}
	return nil
}

// exitOf gives the code with which an exec ended. Its streams end a moment
// before the engine knows.
func (e *Engine) exitOf(ctx context.Context, exec string) (code int, err error) {
	for wait := time.Millisecond; ; wait = min(2*wait, execPoll) {
		seen, err := e.client.ContainerExecInspect(ctx, exec)
		if err != nil || !seen.Running {
			return seen.ExitCode, err
		}
		if !pause(ctx, wait) {
			return 0, context.Cause(ctx)
		}
	}
}

const execPoll = 20 * time.Millisecond
