package main

import (
	"context"
	"fmt"
	"os"
	"time"
)

// stage is tasks that belong together: what one makes, the next ones find.
type stage []taskName

// stages are those of a round.
var stages = []stage{
	{taskUp, taskAgain, taskExec, taskDown},
	{taskBigUp, taskBigAgain, taskBigDown},
	{taskChain, taskUnchain},
	{taskVersion, taskCheck, taskMany, taskPlan},
}

// once is what takes minutes, and is done after all rounds.
var once = []stage{
	{taskTalk, taskTalked, taskLogs, taskSilence},
	{taskNoise, taskFollow, taskQuiet},
	{taskCrowdUp, taskCrowdAgain, taskCrowdList, taskCrowdDown},
}

// measure lets the contenders take turns at each stage, so that what else the
// machine does falls on each of them. What is done goes to stderr, since a run
// takes minutes.
func measure(ctx context.Context, contenders []contender, rounds int) (results, error) {
	res := results{}
	for round := range rounds {
		fmt.Fprintf(os.Stderr, "round %d of %d\n", round+1, rounds)
		for _, s := range stages {
			if err := s.turns(ctx, contenders, res); err != nil {
				return nil, err
			}
		}
	}
	fmt.Fprintln(os.Stderr, "what is measured once")
	for _, s := range once {
		if err := s.turns(ctx, contenders, res); err != nil {
			return nil, err
		}
	}
	return res, nil
}

func (s stage) turns(ctx context.Context, contenders []contender, res results) error {
	for _, c := range contenders {
		if err := s.turn(ctx, c, res); err != nil {
			return fmt.Errorf("%s: %w", c.name(), err)
		}
	}
	return nil
}

// turn is one contender's.
func (s stage) turn(ctx context.Context, c contender, res results) error {
	for _, task := range s {
		if !c.does(task) {
			continue
		}
		for range tasks[task].times {
			measured, err := c.do(ctx, task)
			if err != nil {
				return err
			}
			res.add(task, c.name(), measured)
		}
	}
	return settle(ctx)
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
