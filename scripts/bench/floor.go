package main

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"sync"
	"time"
)

// inFlight is how many calls the floor has under way at once. On two cores more of them gain nothing.
const inFlight = 8

// floor makes the calls that no Compose implementation can do without. What it
// makes is labelled, so that it is found and removed like a project.
type floor struct {
	engine  *bareEngine
	project project
	dir     string   // for files
	ids     []string // of the containers that there are
}

func (f *floor) name() string { return floorName }

func (f *floor) does(task taskName) bool {
	return tasks[task].floor != "" || slices.Contains([]taskName{taskStand, taskClear, taskUnchain, taskTalk, taskTalked, taskSilence}, task)
}

func (f *floor) do(ctx context.Context, task taskName) (sample, error) {
	if task == taskLogs {
		return child(ctx, f.dir, 0, "docker", "logs", f.ids[0])
	}
	start := time.Now()
	err := f.carryOut(ctx, task)
	return sample{wall: time.Since(start)}, err
}

func (f *floor) carryOut(ctx context.Context, task taskName) error {
	switch task {
	case taskUp, taskStand:
		return f.up(ctx, stackSize, sleeps)
	case taskBigUp:
		return f.up(ctx, bigSize, sleeps)
	case taskTalk:
		return f.up(ctx, talkSize, talks)
	case taskTalked:
		return f.engine.call(ctx, "POST", "/containers/"+f.ids[0]+"/wait", nil, nil)
	case taskChain:
		return f.chain(ctx, chainSize)
	case taskAgain, taskBigAgain:
		return f.list(ctx)
	case taskExec:
		return f.exec(ctx)
	case taskDown, taskClear, taskBigDown, taskUnchain, taskSilence:
		return f.down(ctx)
	}
	return fmt.Errorf("nobody told what the floor of %s is", task)
}

func (f *floor) up(ctx context.Context, n int, command []string) error {
	f.ids = make([]string, n)
	if err := f.network(ctx); err != nil {
		return err
	}
	return each(n, func(i int) error {
		if err := f.create(ctx, i, f.body(serviceName(i), command)); err != nil {
			return err
		}
		return f.start(ctx, f.ids[i])
	})
}

func (f *floor) network(ctx context.Context) error {
	network := map[string]any{"Name": f.project.name(), "CheckDuplicate": true, "Labels": f.labels()}
	return f.engine.call(ctx, "POST", "/networks/create", network, nil)
}

func (f *floor) labels() map[string]string {
	return map[string]string{"com.docker.compose.project": f.project.name()}
}

func (f *floor) create(ctx context.Context, i int, body map[string]any) error {
	var made struct{ ID string }
	err := f.engine.call(ctx, "POST", fmt.Sprintf("/containers/create?name=%s-%d", f.project.name(), i+1), body, &made)
	f.ids[i] = made.ID
	return err
}

func (f *floor) start(ctx context.Context, id string) error {
	return f.engine.call(ctx, "POST", "/containers/"+id+"/start", nil, nil)
}

// body is what the engine is told of a container: what the stack's file says of a service, and not a word more.
func (f *floor) body(service string, command []string) map[string]any {
	return map[string]any{
		"Image":      image,
		"Cmd":        command,
		"Labels":     f.labels(),
		"HostConfig": map[string]any{"NetworkMode": f.project.name()},
		"NetworkingConfig": map[string]any{"EndpointsConfig": map[string]any{
			f.project.name(): map[string]any{"Aliases": []string{service}},
		}},
	}
}

func (f *floor) list(ctx context.Context) error {
	_, err := f.engine.containers(ctx, f.project.name())
	return err
}

// exec runs a program to its end, which is that of the start's answer.
func (f *floor) exec(ctx context.Context) error {
	var made struct{ ID string }
	program := map[string]any{"Cmd": []string{"true"}, "AttachStdin": true, "AttachStdout": true, "AttachStderr": true}
	if err := f.engine.call(ctx, "POST", "/containers/"+f.ids[0]+"/exec", program, &made); err != nil {
		return err
	}
	if err := f.engine.call(ctx, "POST", "/exec/"+made.ID+"/start", map[string]any{}, nil); err != nil {
		return err
	}
	return f.engine.call(ctx, "GET", "/exec/"+made.ID+"/json", nil, nil)
}

func (f *floor) down(ctx context.Context) error {
	err := each(len(f.ids), func(i int) error {
		return f.engine.call(ctx, "DELETE", "/containers/"+f.ids[i]+"?force=1&v=1", nil, nil)
	})
	if err != nil {
		return err
	}
	err = f.engine.call(ctx, "DELETE", "/networks/"+f.project.name(), nil, nil)
	if refused := new(refusal); errors.As(err, &refused) && refused.status == http.StatusForbidden {
		f.project.leave(err)
		return nil // the engine answered, as it would have otherwise
	}
	return err
}

// each calls do for 0 to n-1 with inFlight of them at once, and gives the first error.
func each(n int, do func(i int) error) error {
	var all sync.WaitGroup
	free := make(chan struct{}, inFlight)
	errs := make(chan error, n)
	for i := range n {
		free <- struct{}{}
		all.Go(func() {
			errs <- do(i)
			<-free
		})
	}
	all.Wait()
	close(errs)
	for err := range errs {
		if err != nil {
			return err
		}
	}
	return nil
}
