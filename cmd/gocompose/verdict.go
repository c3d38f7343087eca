package main

import (
	"context"
	"fmt"
	"sync"

	"gocompose/compose"
	"gocompose/engine"
	"gocompose/engine/plan"
)

// verdict hears of the ends of containers, and of the one that ends everything.
type verdict struct {
	watching
	jobs map[string]bool // services that others wait for to complete: theirs with 0 is no end
	over chan struct{}   // closed with the end that ends everything

	mu    sync.Mutex
	first *plan.Container // whose end that was
	code  int             // its exit code
	codes map[string]int  // by service: the exit code of its first container to end
}

func (c *convergence) verdict(w watching) *verdict {
	v := &verdict{watching: w, jobs: map[string]bool{}, over: make(chan struct{}), codes: map[string]int{}}
	for _, s := range c.project.Services {
		for name, d := range s.DependsOn {
			v.jobs[name] = v.jobs[name] || d.Condition == compose.ConditionCompleted
		}
	}
	return v
}

// listen lets the verdict hear what a sink is told.
func (v *verdict) listen(sink engine.LogSink) engine.LogSink {
	told := sink.Ended
	sink.Ended = func(x plan.Container, code int, restarting bool) {
		told(x, code, restarting)
		if !restarting {
			v.hear(x, code)
		}
	}
	return sink
}

func (v *verdict) hear(x plan.Container, code int) {
	v.mu.Lock()
	defer v.mu.Unlock()
	if _, known := v.codes[x.Service]; !known {
		v.codes[x.Service] = code
	}
	ends := v.when == abortExit && (code != 0 || !v.jobs[x.Service]) || v.when == abortFailure && code != 0
	if ends && v.first == nil {
		v.first, v.code = &x, code
		close(v.over)
	}
}

func (v *verdict) reached() bool {
	select {
	case <-v.over:
		return true
	default:
		return false
	}
}

// words say why everything is stopped.
func (v *verdict) words(interrupted bool) string {
	if interrupted {
		return "Gracefully stopping; press Ctrl-C again to kill"
	}
	return fmt.Sprintf("%s ended with %d: stopping the rest", shortName(*v.first), v.code)
}

// judgment gives the exit code: that of what ended first, or of the service that
// was asked for, which may have ended only because it was stopped.
func (c *convergence) judgment(v *verdict) error {
	v.mu.Lock()
	code, known := v.code, true
	if v.codeOf != "" {
		code, known = v.codes[v.codeOf]
	}
	v.mu.Unlock()
	if !known {
		containers, err := c.engine.Containers(context.Background(), c.project.Name)
		if err != nil {
			return err
		}
		code = codeOf(containers, v.codeOf)
	}
	if code == 0 {
		return nil
	}
	return exitWith(code)
}

// codeOf gives the exit code of a service's first container that has ended.
func codeOf(containers []plan.Container, service string) int {
	for _, x := range containers {
		if x.Service == service && !x.OneOff && x.State == "exited" {
			return x.ExitCode
		}
	}
	return 0
}
