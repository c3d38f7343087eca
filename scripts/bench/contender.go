package main

import (
	"context"
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
	for _, name := range t.knows {
		for range tasks[name].times {
			s, err := child(ctx, t.dir, t.path, t.args(name)...)
			if err != nil {
				return err
			}
			res.add(name, t.title, s)
		}
	}
	return settle(ctx)
}

// args gives the words of a task, which are the same for every Compose implementation.
func (t *tool) args(name taskName) []string {
	in := func(n int, words ...string) []string {
		return append([]string{"-p", t.project, "-f", t.stacks[n]}, words...)
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
		knows: []taskName{taskVersion, taskUp, taskAgain, taskDown, taskBigUp, taskBigAgain, taskBigDown, taskCheck, taskMany, taskPlan},
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
