package engine

import (
	"context"
	"errors"
	"fmt"
	"io"

	"github.com/docker/docker/api/types"
	"github.com/docker/docker/api/types/container"
	"github.com/docker/docker/pkg/stdcopy"

	"gocompose/engine/plan"
)

// Streams is what a person's terminal, or what stands for it, is to a program
// in a container.
type Streams struct {
	Stdin          io.Reader // nil: none. Its end is the end of the program's
	Stdout, Stderr io.Writer // with TTY all goes to Stdout
	TTY            bool      // the program has a terminal of its own
	DetachKeys     string    // as docker writes them: ctrl-p,ctrl-q; empty: those. Stdin gives ErrDetached with them
	Size           Size      // of the window at first; none where it is not known
	Sizes          <-chan Size
	Signals        <-chan string // names such as SIGTERM, for the program
	Removes        bool          // the engine removes the container at its end
}

// Size is that of a window, in characters.
type Size struct{ Columns, Rows uint }

// ErrDetached is what Stdin gives instead of its end where a person leaves the
// program to itself.
var ErrDetached = errors.New("detached")

// Start starts a new container that nobody watches, and gives its id. One that
// cannot be started is removed.
func (e *Engine) Start(ctx context.Context, name string) (id string, err error) {
	seen, err := e.client.ContainerInspect(ctx, name)
	if err == nil {
		err = e.client.ContainerStart(ctx, name, container.StartOptions{})
	}
	if err != nil {
		return "", e.unstarted(ctx, name, err)
	}
	return seen.ID, nil
}

// NotStarted is the error of a program that could not be started for a reason
// of its own.
type NotStarted struct {
	Code int // as a shell has it: 126 where it cannot be run, 127 where it is not there
	Err  error
}

func (e *NotStarted) Error() string { return e.Err.Error() }
func (e *NotStarted) Unwrap() error { return e.Err }

// unstarted removes a container that could not be started. The exit code that
// the engine gives it tells why.
func (e *Engine) unstarted(ctx context.Context, name string, err error) error {
	err = fmt.Errorf("start container %s: %w", name, explain(err))
	seen, unseen := e.client.ContainerInspect(ctx, name)
	if unseen == nil && (seen.State.ExitCode == 126 || seen.State.ExitCode == 127) {
		err = &NotStarted{Code: seen.State.ExitCode, Err: err}
	}
	return errors.Join(err, e.Discard(ctx, name))
}

// Discard removes a container with its anonymous volumes, running or not.
func (e *Engine) Discard(ctx context.Context, name string) error {
	err := gone(e.client.ContainerRemove(ctx, name, container.RemoveOptions{Force: true, RemoveVolumes: true}))
	if err != nil {
		return fmt.Errorf("remove container %s: %w", name, explain(err))
	}
	return nil
}

// Interact starts a new container, attached to the streams from its first byte
// on, and gives the exit code of its program. One that cannot be started is
// removed. The error is ErrDetached where Stdin gave it.
func (e *Engine) Interact(ctx context.Context, name string, s Streams) (code int, err error) {
	stream, err := e.client.ContainerAttach(ctx, name, s.attachment())
	if err != nil {
		return 0, e.unstarted(ctx, name, err)
	}
	defer stream.Close()
	ended := e.awaitEnd(ctx, name, s.until())
	if err := e.client.ContainerStart(ctx, name, container.StartOptions{}); err != nil {
		return 0, e.unstarted(ctx, name, err)
	}
	if err := e.inContainer(name, s).serve(ctx, stream); err != nil {
		return 0, err
	}
	return ended()
}

// Attach joins the streams to those of a container that runs, and gives the exit
// code of its program. The error is ErrDetached where Stdin gave it.
func (e *Engine) Attach(ctx context.Context, c plan.Container, s Streams) (code int, err error) {
	stream, err := e.client.ContainerAttach(ctx, c.ID, s.attachment())
	if err != nil {
		return 0, fmt.Errorf("attach to %s: %w", c.Name, explain(err))
	}
	defer stream.Close()
	ended := e.awaitEnd(ctx, c.ID, container.WaitConditionNotRunning)
	t := e.inContainer(c.Name, s)
	if s.TTY && s.Size != (Size{}) { // a program draws anew where its window has another size
		t.resize(ctx, container.ResizeOptions{Width: s.Size.Columns, Height: s.Size.Rows + 1})
	}
	if err := t.serve(ctx, stream); err != nil {
		return 0, err
	}
	return ended()
}

// Input says how a container takes what is typed.
type Input struct {
	TTY  bool // its program has a terminal
	Open bool // its program reads standard input
}

// InputOf asks how a container takes what is typed.
func (e *Engine) InputOf(ctx context.Context, c plan.Container) (Input, error) {
	seen, err := e.client.ContainerInspect(ctx, c.ID)
	if err != nil {
		return Input{}, fmt.Errorf("inspect %s: %w", c.Name, explain(err))
	}
	return Input{TTY: seen.Config.Tty, Open: seen.Config.OpenStdin}, nil
}

func (s Streams) attachment() container.AttachOptions {
	return container.AttachOptions{Stream: true, Stdin: s.Stdin != nil, Stdout: true, Stderr: true, DetachKeys: s.DetachKeys}
}

// until says when the container has come to its end.
func (s Streams) until() container.WaitCondition {
	if s.Removes {
		return container.WaitConditionRemoved
	}
	return container.WaitConditionNextExit
}

// awaitEnd begins to wait for a container's end, and gives what gives its exit code.
func (e *Engine) awaitEnd(ctx context.Context, name string, until container.WaitCondition) func() (int, error) {
	ctx, cancel := context.WithCancel(ctx)
	ended, failed := e.client.ContainerWait(ctx, name, until)
	return func() (int, error) {
		defer cancel()
		select {
		case end := <-ended:
			return int(end.StatusCode), nil
		case err := <-failed:
			return 0, fmt.Errorf("wait for container %s: %w", name, explain(err))
		}
	}
}

// inContainer is the terminal of a container's own program. One that has ended
// has no size and gets no signal; nothing else can be done about it.
func (e *Engine) inContainer(name string, s Streams) *terminal {
	return &terminal{Streams: s, name: name,
		resize: func(ctx context.Context, o container.ResizeOptions) { _ = e.client.ContainerResize(ctx, name, o) },
		signal: func(ctx context.Context, signal string) error {
			_ = e.client.ContainerKill(ctx, name, signal)
			return nil
		},
	}
}

// terminal passes on what goes to and comes from a program.
type terminal struct {
	Streams
	name   string // of the container
	resize func(context.Context, container.ResizeOptions)
	signal func(ctx context.Context, signal string) error
}

// serve returns when the program has nothing more to say.
func (t *terminal) serve(ctx context.Context, stream types.HijackedResponse) error {
	said, left := make(chan error, 1), make(chan error, 1)
	go func() { said <- t.output(stream) }()
	if t.Stdin != nil {
		go func() { left <- t.input(stream) }()
	}
	for {
		select {
		case err := <-said:
			return err
		case err := <-left:
			if errors.Is(err, ErrDetached) {
				return err
			}
		case size := <-t.Sizes:
			t.resize(ctx, container.ResizeOptions{Width: size.Columns, Height: size.Rows})
		case <-ctx.Done():
			return context.Cause(ctx)
		case signal := <-t.Signals:
			if err := t.signal(ctx, signal); err != nil {
				return err
			}
		}
	}
}

func (t *terminal) output(stream types.HijackedResponse) (err error) {
	if t.TTY {
		_, err = io.Copy(t.Stdout, stream.Reader)
	} else {
		_, err = stdcopy.StdCopy(t.Stdout, t.Stderr, stream.Reader)
	}
	if err != nil {
		return fmt.Errorf("pass on the output of %s: %w", t.name, err)
	}
	return nil
}

// input ends with the reader, which ends the program's standard input.
func (t *terminal) input(stream types.HijackedResponse) error {
	_, err := io.Copy(stream.Conn, t.Stdin)
	if err == nil {
		err = stream.CloseWrite()
	}
	return err
}
