package engine

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/docker/docker/api/types/container"

	"gocompose/engine/plan"
)

// errNotReady is the cause of the end of a wait that took longer than allowed.
var errNotReady = errors.New("not ready in time")

// await waits until a container is what the operation says. It looks once and
// then again whenever the engine has news of the container: events only wake,
// what inspect says counts. Step is the key of the step that waits.
func (r *run) await(ctx context.Context, step string, op plan.AwaitContainer) error {
	id := r.id(op.ID)
	news, stop := r.watch.subscribe(id)
	defer stop()
	var since time.Time // when it came to be what is waited for; zero: it is not
	for {
		seen, err := r.client.ContainerInspect(ctx, id)
		if ctx.Err() != nil {
			return r.waited(ctx, op)
		}
		if err != nil {
			return err
		}
		met, err := verdict(op, seen)
		if err != nil {
			return err
		}
		if met && !seen.State.Running {
			r.completed(step)
		}
		if met && hold(op, seen) == 0 {
			return nil
		}
		var proven <-chan time.Time
		switch {
		case !met:
			since = time.Time{}
		case since.IsZero():
			since = time.Now()
			fallthrough
		default:
			proven = time.After(hold(op, seen) - time.Since(since))
		}
		select {
		case <-news:
		case <-proven:
			return nil
		case <-r.watch.ctx.Done():
			return context.Cause(r.watch.ctx)
		case <-ctx.Done():
			return r.waited(ctx, op)
		}
	}
}

// completed notes that what a step waited for is a job that has done its work.
func (r *run) completed(step string) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.jobs[step] = true
}

// hold gives how long a container must go on being what is waited for.
func hold(op plan.AwaitContainer, seen container.InspectResponse) time.Duration {
	switch {
	case !seen.State.Running: // a job that is done
		return 0
	case op.For == plan.ActWaitRunning && seen.State.Health == nil:
		return max(op.Monitor, runsAtLeast)
	}
	return op.Monitor
}

// runsAtLeast is how long a container without a healthcheck must go on running
// before it counts as ready: one that fails does so at once, mostly.
const runsAtLeast = 500 * time.Millisecond

func (r *run) waited(ctx context.Context, op plan.AwaitContainer) error {
	if errors.Is(context.Cause(ctx), errNotReady) {
		return fmt.Errorf("%s is not %s after %s", op.Name, strings.ToLower(op.For.Done()), r.Wait)
	}
	return context.Cause(ctx)
}

// verdict tells whether what is waited for has come; the error says that it will not.
func verdict(op plan.AwaitContainer, seen container.InspectResponse) (met bool, err error) {
	ended := seen.State.Status == container.StateExited || seen.State.Status == container.StateDead
	switch {
	case op.For == plan.ActWaitExit:
		return completed(op, seen, ended)
	case ended && op.For == plan.ActWaitRunning && seen.State.ExitCode == 0 && endsByItself(seen):
		return true, nil
	case ended:
		return false, fmt.Errorf("%s exited with code %d", op.Name, seen.State.ExitCode)
	case seen.State.Restarting && seen.RestartCount >= restartsTooMany:
		return false, fmt.Errorf("%s keeps restarting, the last time after exit code %d", op.Name, seen.State.ExitCode)
	case seen.State.Health == nil && op.For == plan.ActWaitHealthy:
		return false, fmt.Errorf("%s has no healthcheck, neither in the file nor in its image", op.Name)
	case seen.State.Health == nil:
		return seen.State.Running && !seen.State.Restarting, nil
	}
	return healthy(op, seen)
}

// restartsTooMany is how often a container may be restarted before a wait gives it up.
const restartsTooMany = 3

func completed(op plan.AwaitContainer, seen container.InspectResponse, ended bool) (bool, error) {
	if ended && seen.State.ExitCode != 0 {
		return false, fmt.Errorf("%s did not complete: exit code %d", op.Name, seen.State.ExitCode)
	}
	return ended, nil
}

// endsByItself tells whether a container is a job: the engine does not start it again after success.
func endsByItself(seen container.InspectResponse) bool {
	p := seen.HostConfig.RestartPolicy
	return p.IsNone() || p.IsOnFailure()
}

func healthy(op plan.AwaitContainer, seen container.InspectResponse) (bool, error) {
	if stale(seen.State) {
		return false, nil
	}
	switch seen.State.Health.Status {
	case container.Healthy:
		return true, nil
	case container.Unhealthy:
		return false, fmt.Errorf("%s is unhealthy", op.Name)
	}
	return false, nil
}
