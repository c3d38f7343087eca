package main

import (
	"fmt"
	"time"
)

// taskName says what is measured; the tasks are reported in the order of taskOrder.
type taskName string

const (
	taskUp         taskName = "up"
	taskDown       taskName = "down"
	taskAgain      taskName = "again"
	taskStand      taskName = "stand"
	taskExec       taskName = "exec"
	taskClear      taskName = "clear"
	taskBigUp      taskName = "big up"
	taskBigDown    taskName = "big down"
	taskBigAgain   taskName = "big again"
	taskChain      taskName = "chain"
	taskUnchain    taskName = "unchain"
	taskCrowdUp    taskName = "crowd up"
	taskCrowdAgain taskName = "crowd again"
	taskCrowdList  taskName = "crowd list"
	taskCrowdDown  taskName = "crowd down"
	taskTalk       taskName = "talk"
	taskTalked     taskName = "talked"
	taskLogs       taskName = "logs"
	taskSilence    taskName = "silence"
	taskNoise      taskName = "noise"
	taskFollow     taskName = "follow"
	taskQuiet      taskName = "quiet"
	taskVersion    taskName = "version"
	taskCheck      taskName = "check"
	taskMany       taskName = "many"
	taskPlan       taskName = "plan"
)

var taskOrder = []taskName{taskUp, taskDown, taskAgain, taskExec, taskBigUp, taskBigDown, taskBigAgain, taskChain, taskCrowdAgain, taskCrowdList, taskLogs, taskFollow, taskVersion, taskCheck, taskMany, taskPlan}

// isDown tells whether the task ends a stack.
func (n taskName) isDown() bool {
	return n == taskDown || n == taskClear || n == taskBigDown || n == taskUnchain || n == taskCrowdDown || n == taskSilence || n == taskQuiet
}

// task is one thing to measure. Of what changes nothing there are several samples a round, since one is soon disturbed.
type task struct {
	title string
	floor string        // what the floor does of it
	times int           // a round
	lasts time.Duration // after which it is interrupted; 0: it ends by itself
	goal  goal
}

// brief tells whether a task takes so little that what is done beside it shows.
func (t task) brief() bool { return t.times > 1 }

var tasks = map[taskName]task{
	taskUp: {
		title: fmt.Sprintf("up -d, %d services from nothing", stackSize), floor: "network, create and start",
		times: 1, goal: goal{ratio: 1.2, peak: mostPeak},
	},
	taskDown: {
		title: fmt.Sprintf("down, %d services", stackSize), floor: "forced removal, network",
		times: 1, goal: goal{ratio: 1.1, peak: mostPeak},
	},
	taskAgain: {
		title: fmt.Sprintf("up -d with nothing to do, %d services", stackSize), floor: "one list call",
		times: 5, goal: goal{wall: 40 * time.Millisecond, peak: mostPeak},
	},
	taskStand: {title: "up -d of what programs run in", times: 1},
	taskClear: {title: "down of that", times: 1},
	taskExec: {
		title: "exec -T s0001 true", floor: "exec create, start and inspect",
		times: 10, goal: goal{beyond: 20 * time.Millisecond, peak: mostPeak},
	},
	taskBigUp: {
		title: fmt.Sprintf("up -d, %d services from nothing", bigSize), floor: "network, create and start",
		times: 1, goal: goal{ratio: 1.15, peak: mostBigPeak},
	},
	taskBigDown: {
		title: fmt.Sprintf("down, %d services", bigSize), floor: "forced removal, network",
		times: 1, goal: goal{ratio: 1.1, peak: mostBigPeak},
	},
	taskBigAgain: {
		title: fmt.Sprintf("up -d with nothing to do, %d services", bigSize), floor: "one list call",
		times: 5, goal: goal{wall: 60 * time.Millisecond, peak: mostBigPeak},
	},
	taskChain: {
		title: fmt.Sprintf("up -d, a chain of %d links, each service needing the one before to be healthy", links), floor: "create all, then start each and hear of its health",
		times: 1, goal: goal{beyond: mostPerLink * links, peak: mostBigPeak},
	},
	taskUnchain:   {title: "down of the chain", times: 1},
	taskCrowdUp:   {title: fmt.Sprintf("up -d, %d services from nothing", crowdSize), times: 1},
	taskCrowdDown: {title: fmt.Sprintf("down, %d services", crowdSize), times: 1},
	taskCrowdAgain: {
		title: fmt.Sprintf("up -d with nothing to do, %d services", crowdSize),
		times: 5, goal: goal{wall: 200 * time.Millisecond, peak: mostBigPeak},
	},
	taskCrowdList: {
		title: fmt.Sprintf("ps, %d containers", crowdSize),
		times: 5, goal: goal{wall: 100 * time.Millisecond, peak: mostBigPeak},
	},
	taskTalk:   {title: "up -d of a service that writes 100 MB", times: 1},
	taskTalked: {title: "wait for that", times: 1},
	taskLogs: {
		title: "logs of 100 MB, into a file", floor: "docker logs, into a file",
		times: 5, goal: goal{ratio: 1, peak: mostBigPeak},
	},
	taskSilence: {title: "down of that", times: 1},
	taskNoise:   {title: "up -d of services that write", times: 1},
	taskFollow: {
		title: fmt.Sprintf("logs -f for 5 s, %d services of which each writes 100 lines a second", noisySize),
		times: 1, lasts: 5 * time.Second, goal: goal{peak: mostBigPeak},
	},
	taskQuiet:   {title: "down of those", times: 1},
	taskVersion: {title: "version", times: 5, goal: goal{wall: 15 * time.Millisecond, peak: mostPeak}},
	taskCheck: {
		title: fmt.Sprintf("config -q, %d services", checkSize),
		times: 2, goal: goal{wall: 150 * time.Millisecond, peak: 60_000_000},
	},
	taskMany: {
		title: fmt.Sprintf("config -q, %d services", manySize),
		times: 2, goal: goal{as: taskCheck, asMuch: 12, peak: 200_000_000},
	},
	taskPlan: {title: fmt.Sprintf("plan, %d services, none there", planSize), times: 3},
}

// mostPeak and mostBigPeak are the memory that gocompose may hold with
// stackSize and with bigSize services, in bytes.
const (
	mostPeak    = 40_000_000
	mostBigPeak = 64_000_000
)

// mostPerLink is what gocompose may add to each link of a chain.
const mostPerLink = 50 * time.Millisecond

// goal is what gocompose is to stay within; a zero is no goal.
type goal struct {
	ratio float64       // of the floor, at most
	wall  time.Duration // less than
	// beyond is how much longer than the floor it may take.
	beyond time.Duration
	peak   int64 // bytes, less than

	as     taskName // another task
	asMuch float64  // how many times the wall time of that, at most
}
