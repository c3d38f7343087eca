package main

import (
	"context"
	"fmt"
	"net/url"
	"sync"
	"time"
)

// inFlight is how many calls the floor has under way at once. On two cores more of them gain nothing.
const inFlight = 8

// floorProject labels what the floor makes, so that it is found and removed like a project.
const floorProject = "gocompose-bench-floor"

var floorLabels = map[string]string{"com.docker.compose.project": floorProject}

// floor makes the calls that no Compose implementation can do without.
type floor struct{ engine *bareEngine }

func (f *floor) name() string { return floorName }

func (f *floor) round(ctx context.Context, res results) error {
	few, many, chained := make([]string, stackSize), make([]string, bigSize), make([]string, chainSize)
	steps := []struct {
		task taskName
		do   func() error
	}{
		{taskUp, func() error { return f.up(ctx, few) }},
		{taskAgain, func() error { return f.list(ctx) }},
		{taskDown, func() error { return f.down(ctx, few) }},
		{taskBigUp, func() error { return f.up(ctx, many) }},
		{taskBigAgain, func() error { return f.list(ctx) }},
		{taskBigDown, func() error { return f.down(ctx, many) }},
		{taskChain, func() error { return f.chain(ctx, chained) }},
		{taskUnchain, func() error { return f.down(ctx, chained) }},
	}
	for _, s := range steps {
		for range tasks[s.task].times {
			start := time.Now()
			if err := s.do(); err != nil {
				return err
			}
			res.add(s.task, f.name(), sample{wall: time.Since(start)})
		}
	}
	return settle(ctx)
}

func (f *floor) up(ctx context.Context, ids []string) error {
	network := map[string]any{"Name": floorProject, "CheckDuplicate": true, "Labels": floorLabels}
	if err := f.engine.call(ctx, "POST", "/networks/create", network, nil); err != nil {
		return err
	}
	return each(len(ids), func(i int) error {
		if err := f.create(ctx, ids, i, body(serviceName(i))); err != nil {
			return err
		}
		return f.start(ctx, ids[i])
	})
}

func (f *floor) create(ctx context.Context, ids []string, i int, body map[string]any) error {
	var made struct{ ID string }
	err := f.engine.call(ctx, "POST", fmt.Sprintf("/containers/create?name=%s-%d", floorProject, i+1), body, &made)
	ids[i] = made.ID
	return err
}

func (f *floor) start(ctx context.Context, id string) error {
	return f.engine.call(ctx, "POST", "/containers/"+id+"/start", nil, nil)
}

// body is what the engine is told of a container: what the stack's file says of a service, and not a word more.
func body(service string) map[string]any {
	return map[string]any{
		"Image":      image,
		"Cmd":        sleeps,
		"Labels":     floorLabels,
		"HostConfig": map[string]any{"NetworkMode": floorProject},
		"NetworkingConfig": map[string]any{"EndpointsConfig": map[string]any{
			floorProject: map[string]any{"Aliases": []string{service}},
		}},
	}
}

func (f *floor) list(ctx context.Context) error {
	filters := url.QueryEscape(`{"label":["com.docker.compose.project=` + floorProject + `"]}`)
	return f.engine.call(ctx, "GET", "/containers/json?all=1&filters="+filters, nil, nil)
}

func (f *floor) down(ctx context.Context, ids []string) error {
	err := each(len(ids), func(i int) error {
		return f.engine.call(ctx, "DELETE", "/containers/"+ids[i]+"?force=1&v=1", nil, nil)
	})
	if err != nil {
		return err
	}
	return f.engine.call(ctx, "DELETE", "/networks/"+floorProject, nil, nil)
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

// settle leaves the engine the time to tidy up behind what was removed, so that nobody starts on another's account.
func settle(ctx context.Context) error {
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-time.After(time.Second):
		return nil
	}
}
