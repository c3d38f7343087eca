package main

import (
	"strconv"
	"strings"
	"time"

	"github.com/rogpeppe/go-internal/testscript"

	"gocompose/engine/enginetest"
)

// faults gives what a script in fake/ can do to its engine:
//
//	fault METHOD PATH NTH drop|drop-after|go-away      see enginetest.Effect; NTH 0 is every call
//	fault METHOD PATH NTH delay DURATION               the call is carried out later
//	fault METHOD PATH NTH STATUS WORDS…                the call fails with the engine's words
//	no-faults                                          forgets them all
//	come-back                                          listens again after go-away
//	called METHOD PATH COUNT                           such calls must have been made since the mark
//	remote REF                                         an image that only a pull finds
func (s *stage) faults() map[string]command {
	if s.fake == nil {
		return nil
	}
	return map[string]command{
		"fault": s.fault, "called": s.called,
		"no-faults": func(*testscript.TestScript, bool, []string) { s.fake.ClearFaults() },
		"come-back": func(ts *testscript.TestScript, _ bool, _ []string) { ts.Check(s.fake.ComeBack()) },
		"remote": func(ts *testscript.TestScript, _ bool, args []string) {
			need(ts, args, 1, "remote REF")
			s.fake.AddRemoteImage(args[0], enginetest.Image{Cmd: []string{"app"}})
		},
	}
}

var effects = map[string]enginetest.Effect{"drop": enginetest.Drop, "drop-after": enginetest.DropAfter, "go-away": enginetest.GoAway}

func (s *stage) fault(ts *testscript.TestScript, neg bool, args []string) {
	need(ts, args, 4, "fault METHOD PATH NTH EFFECT")
	nth, err := strconv.Atoi(args[2])
	ts.Check(err)
	f := enginetest.Fault{Method: args[0], Path: args[1], Nth: nth}
	effect, known := effects[args[3]]
	switch {
	case known:
		f.Effect = effect
	case args[3] == "delay":
		need(ts, args, 5, "fault METHOD PATH NTH delay DURATION")
		f.Delay, err = time.ParseDuration(args[4])
	default:
		f.Status, err = strconv.Atoi(args[3])
		f.Message = strings.Join(args[4:], " ")
	}
	ts.Check(err)
	s.fake.FailCall(f)
}

func (s *stage) called(ts *testscript.TestScript, neg bool, args []string) {
	need(ts, args, 3, "called METHOD PATH COUNT")
	want, err := strconv.Atoi(args[2])
	ts.Check(err)
	n := 0
	for _, c := range s.fake.Calls() {
		if c.Method == args[0] && c.Path == args[1] {
			n++
		}
	}
	if n != want {
		ts.Fatalf("%s %s was called %d times, want %d", args[0], args[1], n, want)
	}
}
