package engine

import (
	"bytes"
	"context"
	"fmt"
	"strings"

	"github.com/docker/docker/api/types/container"
	"github.com/docker/docker/pkg/stdcopy"

	"gocompose/compose"
	"gocompose/engine/plan"
	"gocompose/engine/spec"
	"gocompose/engine/split"
)

// hook runs one lifecycle hook to its end. The error of one that fails carries
// its last lines.
func (r *run) hook(ctx context.Context, s *plan.Step, op plan.RunHook) error {
	hook := op.Moment.Hooks(op.Service)[op.Index]
	if op.Moment == plan.PreStart {
		return r.preStart(ctx, s, op, hook)
	}
	code, said, err := r.RunIn(ctx, plan.Container{ID: r.id(op.ID), Name: op.Name}, OfHook(hook), r.teller(s))
	if err != nil {
		return err
	}
	return hookVerdict(op, code, said)
}

// preStart runs a hook in a container of its own. One that fails is kept, so
// that it can be looked at, until the next run.
func (r *run) preStart(ctx context.Context, s *plan.Step, op plan.RunHook, hook compose.Hook) error {
	name := op.Runner(r.Project)
	id, err := r.createRunner(context.WithoutCancel(ctx), op, hook, name)
	if err != nil {
		return err
	}
	remove := func() error {
		return r.client.ContainerRemove(context.WithoutCancel(ctx), id, container.RemoveOptions{Force: true, RemoveVolumes: true})
	}
	code, err := r.toItsEnd(ctx, name)
	if err != nil {
		_ = remove() // what went wrong already counts
		return err
	}
	lines := r.logsOf(ctx, s, id)
	if code == 0 {
		return remove()
	}
	return fmt.Errorf("%w; its container %s is kept for you to look at", hookVerdict(op, code, lines), name)
}

// logsOf tells what the container of a hook has said, and gives the last lines of it.
func (r *run) logsOf(ctx context.Context, s *plan.Step, id string) []string {
	said := newLastLines(r.teller(s))
	// What cannot be had is left out: the hook has run all the same.
	stream, err := r.client.ContainerLogs(context.WithoutCancel(ctx), id, container.LogsOptions{ShowStdout: true, ShowStderr: true})
	if err != nil {
		return nil
	}
	defer stream.Close()
	_, _ = stdcopy.StdCopy(said, said, stream)
	said.end()
	return said.lines()
}

// teller gives what reports a line that a hook has said.
func (r *run) teller(s *plan.Step) func(string) {
	return func(line string) {
		r.send(Event{Step: s.Key, Label: s.Op.Label(), Phase: Progress, Reason: s.Reason, Text: line})
	}
}

func (r *run) createRunner(ctx context.Context, op plan.RunHook, hook compose.Hook, name string) (id string, err error) {
	in := spec.Instance{Name: name, OneEndpoint: r.State.OneEndpoint(), Inputs: r.Inputs, Peers: r.peers(op.Peers)}
	request := spec.PreStart(r.Project, op.Service, hook, r.id(op.ID), in)
	made, err := r.client.ContainerCreate(ctx, request.Config, request.HostConfig, request.NetworkingConfig, request.Platform, name)
	if err != nil || !in.OneEndpoint {
		return made.ID, err
	}
	for _, key := range spec.NetworkOrder(op.Service) {
		network := r.Project.Networks[key].Name
		if string(request.HostConfig.NetworkMode) == network {
			continue
		}
		if err := r.client.NetworkConnect(ctx, network, made.ID, nil); err != nil {
			return "", err
		}
	}
	return made.ID, nil
}

// toItsEnd starts a container and gives its exit code.
func (r *run) toItsEnd(ctx context.Context, name string) (code int, err error) {
	ended := r.awaitEnd(ctx, name, container.WaitConditionNextExit)
	if err := r.client.ContainerStart(ctx, name, container.StartOptions{}); err != nil {
		return 0, err
	}
	return ended()
}

func hookName(op plan.RunHook) string {
	return fmt.Sprintf("%s[%d] of %s", op.Moment, op.Index, op.Service.Name)
}

// hookError is what went wrong with a hook, whose program is not the service's.
type hookError struct{ error }

func (e hookError) Unwrap() error { return e.error }

func hookFailed(err error) error {
	if err == nil {
		return nil
	}
	return hookError{err}
}

func hookVerdict(op plan.RunHook, code int, lines []string) error {
	switch {
	case code == 0:
		return nil
	case len(lines) == 0:
		return fmt.Errorf("%s ended with code %d and said nothing", hookName(op), code)
	}
	return fmt.Errorf("%s ended with code %d: %s", hookName(op), code, strings.Join(lines, " | "))
}

// lastLines keeps the end of what is written to it, and tells each line.
type lastLines struct {
	text  bytes.Buffer
	split split.Lines
}

func newLastLines(tell func(line string)) *lastLines {
	return &lastLines{split: split.Lines{Emit: func(line split.Piece) { tell(string(line.Text)) }}}
}

func (l *lastLines) Write(b []byte) (int, error) {
	const most = 2 << 10
	l.text.Write(b)
	if excess := l.text.Len() - most; excess > 0 {
		l.text.Next(excess)
	}
	l.split.Add(b)
	return len(b), nil
}

// end tells the last line, where that has no end of its own.
func (l *lastLines) end() { l.split.Flush() }

func (l *lastLines) lines() []string {
	text := strings.TrimRight(strings.ToValidUTF8(l.text.String(), ""), "\r\n")
	if text == "" {
		return nil
	}
	lines := strings.Split(text, "\n")
	return lines[max(0, len(lines)-evidenceLines):]
}
