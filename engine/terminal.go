package engine

import (
	"context"
	"errors"
	"fmt"
	"io"
	"syscall"

	"github.com/docker/docker/api/types"
	"github.com/docker/docker/api/types/container"
	"github.com/docker/docker/pkg/stdcopy"
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
	Unending       bool          // the end of Stdin is not that of the program's, which others may write to
	Paused         func(bool)    // is told when the container is paused, and when it goes on
}

// Size is that of a window, in characters.
type Size struct{ Columns, Rows uint }

// ErrDetached is what Stdin gives instead of its end where a person leaves the
// program to itself.
var ErrDetached = errors.New("detached")

// ErrUnread tells that nobody reads what a program writes any more.
var ErrUnread = errors.New("nobody reads the output any more")

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
	code := 0
	if seen, unseen := e.client.ContainerInspect(ctx, name); unseen == nil {
		code = seen.State.ExitCode
	}
	return errors.Join(notStarted(name, code, err), e.Discard(ctx, name))
}

// notStarted is the error of a container that could not be started. The exit
// code that the engine gave it tells whether that is for a reason of its own.
func notStarted(name string, code int, err error) error {
	err = fmt.Errorf("start container %s: %w", name, explain(err))
	if code == 126 || code == 127 {
		err = &NotStarted{Code: code, Err: err}
	}
	return err
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
	t := e.inContainer(name, s)
	t.ended = e.awaitEnd(ctx, name, s.until())
	err = e.client.ContainerStart(ctx, name, container.StartOptions{})
	switch {
	case err != nil && s.Removes: // which the engine does then, too
		discarded := e.Discard(ctx, name)
		code, unended := t.ended()
		return 0, errors.Join(notStarted(name, code, err), discarded, unended)
	case err != nil:
		return 0, e.unstarted(ctx, name, err)
	}
	return t.serve(ctx, stream)
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
	return func() (code int, err error) {
		defer cancel()
		select {
		case end := <-ended:
			if end.Error != nil {
				err = errors.New(end.Error.Message)
			}
			code = int(end.StatusCode)
		case err = <-failed:
		}
		if err != nil {
			err = fmt.Errorf("wait for container %s: %w", name, explain(err))
		}
		return code, err
	}
}

// inContainer is the terminal of a container's own program. One that has ended
// has no size and gets no signal; nothing else can be done about it.
func (e *Engine) inContainer(name string, s Streams) *terminal {
	return &terminal{Streams: s, engine: e, container: name,
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
	engine    *Engine
	container string // its name or id
	resize    func(context.Context, container.ResizeOptions)
	signal    func(ctx context.Context, signal string) error
	ended     func() (code int, err error) // waits, once the output is at its end
}

// outcome is how a program ended.
type outcome struct {
	code int
	err  error
}

// serve returns with the program's end, and gives its exit code.
func (t *terminal) serve(ctx context.Context, stream types.HijackedResponse) (code int, err error) {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	over, left := make(chan outcome, 1), make(chan error, 1)
	go func() { over <- t.toItsEnd(stream) }()
	go t.resizeWith(ctx)
	if t.Stdin != nil {
		go func() { left <- t.input(stream) }()
	}
	if t.Paused != nil {
		go t.engine.tellPauses(ctx, t.container, t.Paused)
	}
	for {
		select {
		case end := <-over:
			return end.code, end.err
		case err := <-left:
			if errors.Is(err, ErrDetached) {
				return 0, err
			}
		case <-ctx.Done():
			return 0, context.Cause(ctx)
		case signal := <-t.Signals:
			if err := t.signal(ctx, signal); err != nil {
				return 0, err
			}
		}
	}
}

// resizeWith lets the program know the sizes of its window.
func (t *terminal) resizeWith(ctx context.Context) {
	for {
		select {
		case size := <-t.Sizes:
			t.resize(ctx, container.ResizeOptions{Width: size.Columns, Height: size.Rows})
		case <-ctx.Done():
			return
		}
	}
}

func (t *terminal) toItsEnd(stream types.HijackedResponse) (end outcome) {
	if end.err = t.output(stream); end.err == nil {
		end.code, end.err = t.ended()
	}
	return end
}

func (t *terminal) output(stream types.HijackedResponse) (err error) {
	if t.TTY {
		_, err = io.Copy(t.Stdout, stream.Reader)
	} else {
		_, err = stdcopy.StdCopy(t.Stdout, t.Stderr, stream.Reader)
	}
	switch {
	case errors.Is(err, syscall.EPIPE): // the engine is only read from
		return ErrUnread
	case err != nil:
		return fmt.Errorf("pass on the output of %s: %w", t.container, explain(err))
	}
	return nil
}

// input ends with the reader, which ends the program's standard input, also
// where it cannot be read any further.
func (t *terminal) input(stream types.HijackedResponse) error {
	_, err := io.Copy(stream.Conn, t.Stdin)
	if errors.Is(err, ErrDetached) || t.Unending {
		return err
	}
	return errors.Join(err, stream.CloseWrite())
}
