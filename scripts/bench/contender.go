package main

import (
	"context"
	"path/filepath"
	"slices"
)

// contender does the tasks that it knows.
type contender interface {
	name() string
	does(task taskName) bool
	// do does a task once. The sample is zero where it failed in a way that is no
	// reason to end.
	do(ctx context.Context, task taskName) (sample, error)
}

const (
	floorName   = "floor"
	productName = "gocompose"
)

// tool is a Compose implementation: gocompose, or docker-compose beside it.
type tool struct {
	title, path string
	engine      *bareEngine
	project     project
	dir         string
	stacks      map[int]string
	knows       []taskName
}

func (t *tool) name() string { return t.title }

func (t *tool) does(task taskName) bool { return slices.Contains(t.knows, task) }

func (t *tool) do(ctx context.Context, task taskName) (sample, error) {
	s, err := child(ctx, t.dir, tasks[task].lasts, t.path, t.args(task)...)
	if err != nil && task.isDown() && !t.running(ctx) {
		t.project.leave(err)
		return sample{}, nil
	}
	return s, err
}

// running tells whether the project has containers, or nobody knows.
func (t *tool) running(ctx context.Context) bool {
	containers, err := t.engine.containers(ctx, t.project.name())
	return err != nil || len(containers) > 0
}

// args gives the words of a task, which are the same for every Compose implementation.
func (t *tool) args(name taskName) []string {
	in := func(n int, words ...string) []string {
		return append([]string{"-p", t.project.name(), "-f", t.stacks[n]}, words...)
	}
	switch name {
	case taskUp, taskAgain, taskStand:
		return in(stackSize, "up", "-d")
	case taskExec:
		return in(stackSize, "exec", "-T", serviceName(0), "true")
	case taskDown, taskClear:
		return in(stackSize, "down")
	case taskBigUp, taskBigAgain:
		return in(bigSize, "up", "-d")
	case taskBigDown:
		return in(bigSize, "down")
	case taskChain:
		return in(chainSize, "up", "-d")
	case taskUnchain:
		return in(chainSize, "down")
	case taskCrowdUp, taskCrowdAgain:
		return in(crowdSize, "up", "-d")
	case taskCrowdList:
		return in(crowdSize, "ps")
	case taskCrowdDown:
		return in(crowdSize, "down")
	case taskTalk:
		return in(talkSize, "up", "-d")
	case taskTalked:
		return in(talkSize, "wait", serviceName(0))
	case taskLogs:
		return in(talkSize, "logs", "--no-log-prefix")
	case taskSilence:
		return in(talkSize, "down")
	case taskNoise:
		return in(noisySize, "up", "-d")
	case taskFollow:
		return in(noisySize, "logs", "-f", "--tail", "0")
	case taskQuiet:
		return in(noisySize, "down")
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
	all := []contender{&floor{engine: engine, project: project{base: "gocompose-bench-floor"}, dir: dir}, &tool{
		title: productName, path: path, engine: engine, project: project{base: "gocompose-bench-product"}, dir: dir, stacks: stacks,
		knows: []taskName{taskVersion, taskUp, taskAgain, taskDown, taskStand, taskExec, taskClear, taskBigUp, taskBigAgain, taskBigDown, taskChain, taskUnchain, taskCrowdUp, taskCrowdAgain, taskCrowdList, taskCrowdDown, taskTalk, taskTalked, taskLogs, taskSilence, taskNoise, taskFollow, taskQuiet, taskCheck, taskMany, taskPlan},
	}}
	if peer == "" {
		return all, nil
	}
	version, err := firstLine(ctx, peer, "version", "--short")
	if err != nil {
		return nil, err
	}
	return append(all, &tool{
		title: "docker-compose " + version, path: peer, engine: engine, project: project{base: "gocompose-bench-peer"}, dir: dir, stacks: stacks,
		knows: []taskName{taskVersion, taskUp, taskAgain, taskDown, taskStand, taskExec, taskClear, taskCheck},
	}), nil
}

func names(contenders []contender) (all []string) {
	for _, c := range contenders {
		all = append(all, c.name())
	}
	return all
}
