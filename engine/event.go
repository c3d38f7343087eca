package engine

import (
	"time"

	"gocompose/engine/build"
	"gocompose/engine/plan"
)

// Phase is how far a step of a plan has come.
type Phase uint8

const (
	Started  Phase = iota // the step's call goes out
	Progress              // it goes on: Current of Total, Text, or Build
	Done                  // it succeeded
	Failed                // it failed: Err
	Skipped               // not tried, because Text failed
	Undone                // its Else steps were carried out after a failure
)

// Event is one thing that happened while a plan was applied. One consumer
// reads them, in order.
type Event struct {
	Time     time.Time
	Step     string // Key of the step
	Label    plan.Label
	Phase    Phase
	Reason   plan.Reason
	Text     string        // a remark: the layer pulled, what is waited for
	Current  int64         // bytes, with Progress of a pull
	Total    int64         // bytes; 0: not known
	Duration time.Duration // with Done and Failed
	Build    *build.Event  // with Progress of a build
	// Completed is set with Done of a wait for a container that has done its job
	// and ended with 0.
	Completed bool
	Err       error // with Failed; with Done, what went wrong and is tolerated
}
