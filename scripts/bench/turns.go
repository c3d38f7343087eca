package main

import (
	"context"
	"fmt"
	"os"
	"time"
)

// stage is tasks that belong together: what one makes, the next ones find.
type stage struct {
	tasks []taskName
	// closely lets the contenders take turns at each sample, so that small
	// differences can be told. What all of them have made is there at once.
	closely bool
}

// stages are those of a round.
var stages = []stage{
	{tasks: []taskName{taskUp, taskAgain, taskDown}},
	{tasks: []taskName{taskStand, taskExec, taskClear}, closely: true},
	{tasks: []taskName{taskBigUp, taskBigAgain, taskBigDown}},
	{tasks: []taskName{taskChain, taskUnchain}},
	{tasks: []taskName{taskVersion, taskCheck, taskMany, taskPlan}},
}

// once is what takes minutes, and is done after all rounds.
var once = []stage{
	{tasks: []taskName{taskTalk, taskTalked, taskLogs, taskSilence}, closely: true},
	{tasks: []taskName{taskNoise, taskFollow, taskQuiet}},
	{tasks: []taskName{taskCrowdUp, taskCrowdAgain, taskCrowdList, taskCrowdDown}},
}

// measure lets the contenders take turns, so that what else the machine does
// falls on each of them. What is done goes to stderr, since a run takes minutes.
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
	if s.closely {
		return turn(ctx, contenders, s.tasks, res)
	}
	for _, c := range contenders {
		if err := turn(ctx, []contender{c}, s.tasks, res); err != nil {
			return err
		}
	}
	return nil
}

// turn lets contenders do tasks, alternately for each sample.
func turn(ctx context.Context, contenders []contender, names []taskName, res results) error {
	for _, task := range names {
		if tasks[task].brief() {
			if err := settle(ctx); err != nil {
				return err
			}
		}
		for range tasks[task].times {
			for _, c := range contenders {
				if err := take(ctx, c, task, res); err != nil {
					return fmt.Errorf("%s: %w", c.name(), err)
				}
			}
		}
	}
	return settle(ctx)
}

// take adds a sample of a task, if the contender does that.
func take(ctx context.Context, c contender, task taskName, res results) error {
	if !c.does(task) {
		return nil
	}
	if tasks[task].brief() { // the engine still tidies up behind the sample before
		if err := wait(ctx, respite); err != nil {
			return err
		}
	}
	measured, err := c.do(ctx, task)
	if err == nil {
		res.add(task, c.name(), measured)
	}
	return err
}

const (
	quiet    = 0.9                    // the share of the processors' time that is idle where nothing is done
	patience = 30                     // seconds that this is waited for
	respite  = 200 * time.Millisecond // between samples
)

// settle leaves the engine the time to tidy up behind what was made or removed, so that nobody starts on another's account.
func settle(ctx context.Context) error {
	for before, n := processors(), 0; n < patience; n++ {
		if err := wait(ctx, time.Second); err != nil {
			return err
		}
		now := processors()
		if now.since(before).idle() >= quiet {
			return nil
		}
		before = now
	}
	return nil
}

func wait(ctx context.Context, long time.Duration) error {
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-time.After(long):
		return nil
	}
}
