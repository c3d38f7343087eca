package ui

import (
	"time"

	"gocompose/engine/plan"
)

// State is how far one resource has come.
type State uint8

const (
	Waiting State = iota // something of it is done, more is to come
	Working
	Finished
	Broken
	Blocked // not tried because of another's failure
)

// Row is what happened to one resource. All steps of a container are one row.
type Row struct {
	Kind, Name string // as plan.Label has them
	State      State
	Word       string // docker compose's word for the latest change: Creating, Created, Healthy, Error
	Text       string // the same for the summary: created, recreated, healthy, not started
	Detail     string // what else is worth a line: the reason, what is waited for, steps cached
	Busy       time.Duration
	Err        error // of a Broken row

	hide      func(string) string // takes the project's secrets out of a text
	recreates bool
	stages    map[plan.Act]*stage
	reached   plan.Act // the last stage that was finished
	left      int      // steps that are not done
	active    int      // steps under way
	since     time.Time
	remark    string // latest text of a step under way
	halted    bool   // the stop of its container has begun
	undone    string // what was put back after a failure
	warning   string // the latest failure that was tolerated
	completed bool   // its container did its job and ended with 0
	by        string // of a Blocked row: the service or resource that failed
	blocker   *Row   // the row of that
	pull      *pullLog
	reason    plan.Reason
	build     *buildLog
}

// trouble gives what is known of a Broken row, without secrets.
func (r *Row) trouble() trouble { return troubleOf(r.Err).hidden(r.hide) }

// stage is the steps of a row that are told as one: a container's create and
// connect, or all that a replacement takes.
type stage struct {
	left  int
	begun bool
}

// stageOf gives the act that a step is told as.
func (r *Row) stageOf(act plan.Act) plan.Act {
	switch act {
	case plan.ActConnect:
		return plan.ActCreate
	case plan.ActStop, plan.ActRemove, plan.ActRename:
		if r.recreates {
			return plan.ActCreate
		}
	}
	return act
}

func (r *Row) stage(act plan.Act) *stage {
	s := r.stages[act]
	if s == nil {
		s = &stage{}
		r.stages[act] = s
	}
	return s
}

// restarts tells whether the row's container is stopped to be started again.
func (r *Row) restarts() bool {
	return r.stages[plan.ActStop] != nil && r.stages[plan.ActStart] != nil
}

// doing and done are docker compose's words.
func (r *Row) doing(act plan.Act) string {
	switch {
	case r.recreates && act == plan.ActCreate:
		return "Recreate"
	case r.restarts() && act == plan.ActStop:
		return "Restarting"
	}
	return act.Doing()
}

func (r *Row) done(act plan.Act) string {
	if r.recreates && act == plan.ActCreate {
		return "Recreated"
	}
	return act.Done()
}

// elapsed gives how long the row's steps have taken so far.
func (r *Row) elapsed(now time.Time) time.Duration {
	if r.active > 0 && now.After(r.since) {
		return r.Busy + now.Sub(r.since)
	}
	return r.Busy
}

// began and ended keep the time in which at least one step is under way.
func (r *Row) began(at time.Time) {
	if r.active == 0 {
		r.since = at
	}
	r.active++
}

func (r *Row) ended(at time.Time) {
	if r.active == 0 {
		return
	}
	if r.active--; r.active == 0 {
		r.Busy += max(at.Sub(r.since), 0)
	}
}
