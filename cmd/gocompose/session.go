package main

import (
	"bytes"
	"context"
	"io"
	"os"
	"strconv"
	"time"

	"gocompose/cmd/ui"
	"gocompose/compose"
	"gocompose/compose/remote"
	"gocompose/engine"
	"gocompose/engine/build"
	"gocompose/engine/endpoint"
	"gocompose/engine/lock"
	"gocompose/engine/plan"
	"gocompose/engine/planfile"
)

// session is what all commands share: the streams, the global flags, and the
// project and engine once they are asked for.
type session struct {
	name                   string // how the user calls the program; see program
	stdin                  io.Reader
	stdoutFile, stderrFile *os.File
	getenv                 func(string) string
	environ                []string
	unknown                error         // the command that does not exist
	unhelped               error         // why its help could not be written
	again                  chan struct{} // gets the second signal while somebody receives
	letSignals             func()        // leaves the signals to somebody else; see interruptible

	begun          time.Time
	stdout, stderr *ui.Terminal
	mode           ui.Mode
	quiet          []plan.Act // whose progress is not shown
	parallel       int
	strict         bool
	global         compose.Options
	loaded         *compose.Project // what was read last; nil: nothing, or not without errors
	input          bytes.Buffer     // what "-" read
	remotes        remote.Cache
	endpoint       endpoint.Choice
	held           *lock.Lock // on the project; nil: none
	lockTimeout    time.Duration
	redactor       *compose.Redactor // see hide

	seen     *plan.State    // what a plan was last made from
	seenOn   string         // the address of its engine
	making   *planfile.File // gets the plan that is made again; nil: plans are shown
	uncached bool           // a remote file is not in the cache, and is not to be fetched
}

// observe opens the engine and asks it for a project's state. The caller closes the engine.
func (s *session) observe(ctx context.Context, project string) (*engine.Engine, *plan.State, error) {
	e, err := engine.Open(s.endpoint)
	if err != nil {
		return nil, nil, err
	}
	return look(ctx, e, project)
}

// look asks an open engine for a project's state, and closes it where that fails.
func look(ctx context.Context, e *engine.Engine, project string) (*engine.Engine, *plan.State, error) {
	state, err := e.Observe(ctx, project)
	if err != nil {
		e.Close()
		return nil, nil, err
	}
	return e, state, nil
}

// backend says which builder DOCKER_BUILDKIT asks for.
func (s *session) backend() build.Backend {
	if on, err := strconv.ParseBool(s.getenv("DOCKER_BUILDKIT")); err == nil && !on {
		return build.Classic
	}
	return build.Auto
}

func isTrue(text string) bool {
	on, err := strconv.ParseBool(text)
	return err == nil && on
}
