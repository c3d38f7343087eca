package main

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
)

// contender does a round of all the tasks it knows.
type contender interface {
	name() string
	round(ctx context.Context, res results) error
}

const (
	floorName   = "floor"
	productName = "gocompose"
)

// tool is a Compose implementation: gocompose, or docker-compose beside it.
type tool struct {
	title, path, project string
	dir                  string
	stacks               map[int]string
	knows                []taskName
}

func (t *tool) name() string { return t.title }

// round measures the tasks in order; each is repeated in place, which for up and down means once.
func (t *tool) round(ctx context.Context, res results) error {
	return t.measure(ctx, res, t.knows)
}

// crowd is measured once, after all rounds: it takes minutes, and engines up to
// 20.10 may lose count of so many endpoints, and keep networks then.
func (t *tool) crowd(ctx context.Context, res results) error {
	return t.measure(ctx, res, []taskName{taskManyUp, taskManyIdle, taskManyDown})
}

func (t *tool) measure(ctx context.Context, res results, names []taskName) error {
	for _, name := range names {
		for range tasks[name].times {
			s, err := child(ctx, t.dir, t.path, t.args(name)...)
			if err != nil && name == taskManyDown && ctx.Err() == nil {
				fmt.Fprintln(os.Stderr, err)
				continue
			}
			if err != nil {
				return err
			}
			res.add(name, t.title, s)
		}
	}
	return settle(ctx)
}

// projectOf gives the crowd a project of its own: its network may outlive it.
func (t *tool) projectOf(size int) string {
	if size == crowdSize {
		return t.project + "-crowd"
	}
	return t.project
}

// args gives the words of a task, which are the same for every Compose implementation.
func (t *tool) args(name taskName) []string {
	in := func(n int, words ...string) []string {
		return append([]string{"-p", t.projectOf(n), "-f", t.stacks[n]}, words...)
	}
	switch name {
	case taskUp, taskAgain:
		return in(stackSize, "up", "-d")
	case taskDown:
		return in(stackSize, "down")
	case taskBigUp, taskBigAgain:
		return in(bigSize, "up", "-d")
	case taskBigDown:
		return in(bigSize, "down")
	case taskChain:
		return in(chainSize, "up", "-d")
	case taskUnchain:
		return in(chainSize, "down")
	case taskManyUp, taskManyIdle:
		return in(crowdSize, "up", "-d")
	case taskManyDown:
		return in(crowdSize, "down")
	case taskCheck:
		return in(checkSize, "config", "-q")
	case taskMany:
		return in(manySize, "config", "-q")
	case taskPlan:
		return in(planSize, "plan")
	}
	return []string{"version"}
}

// meet prepares the contenders in the order in which they take turns.
func meet(ctx context.Context, dir, product, peer string) ([]contender, error) {
	engine, err := newEngine()
	if err != nil {
		return nil, err
	}
	stacks, err := writeStacks(dir)
	if err != nil {
		return nil, err
	}
	path, err := filepath.Abs(product)
	if err != nil {
		return nil, err
	}
	all := []contender{&floor{engine}, &tool{
		title: productName, path: path, project: "gocompose-bench-product", dir: dir, stacks: stacks,
		knows: []taskName{taskVersion, taskUp, taskAgain, taskDown, taskBigUp, taskBigAgain, taskBigDown, taskChain, taskUnchain, taskCheck, taskMany, taskPlan},
	}}
	if peer == "" {
		return all, nil
	}
	version, err := firstLine(ctx, peer, "version", "--short")
	if err != nil {
		return nil, err
	}
	return append(all, &tool{
		title: "docker-compose " + version, path: peer, project: "gocompose-bench-peer", dir: dir, stacks: stacks,
		knows: []taskName{taskVersion, taskUp, taskAgain, taskDown, taskCheck},
	}), nil
}

func names(contenders []contender) (all []string) {
	for _, c := range contenders {
		all = append(all, c.name())
	}
	return all
}
