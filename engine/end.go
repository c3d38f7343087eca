package engine

import (
	"context"

	"github.com/docker/docker/api/types/container"

	"gocompose/engine/plan"
)

// Ended is a container whose process has ended, and its exit code.
type Ended struct {
	Container plan.Container
	ExitCode  int
}

// AwaitEnds waits until all of the containers have ended. It tells of each as it
// ends; the function is called by one goroutine at a time.
func (e *Engine) AwaitEnds(ctx context.Context, containers []plan.Container, tell func(Ended)) error {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	type end struct {
		Ended
		err error
	}
	ends := make(chan end, len(containers))
	for _, c := range containers {
		go func() {
			code, err := e.awaitEnd(ctx, c.ID, container.WaitConditionNotRunning)()
			ends <- end{Ended{c, code}, err}
		}()
	}
	for range containers {
		one := <-ends
		if one.err != nil {
			return one.err
		}
		tell(one.Ended)
	}
	return nil
}
