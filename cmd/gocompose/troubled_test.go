package main

import (
	"slices"
	"strings"
	"testing"
)

// TestTroubledAnywhere makes trouble of each in turn of a command's calls that
// may change something, or of ten where there are more. The command must end by
// itself and, if it failed or left something behind, say so; what ran before must
// still run; and run again it must come to where it would have come.
func TestTroubledAnywhere(t *testing.T) {
	t.Parallel()
	for _, test := range killings {
		if test.brief() {
			t.Run(test.name, func(t *testing.T) { t.Parallel(); troubleAnywhere(t, test) })
		}
	}
}

// TestSoakTroubledAnywhere does so with the commands that take longer.
func TestSoakTroubledAnywhere(t *testing.T) {
	needSoak(t)
	t.Parallel()
	for _, test := range killings {
		if !test.brief() {
			t.Run(test.name, func(t *testing.T) { t.Parallel(); troubleAnywhere(t, test) })
		}
	}
}

// brief tells whether a command makes few calls.
func (k killing) brief() bool { return k.calls <= 8 || k.name == "networks renewed" }

func troubleAnywhere(t *testing.T, test killing) {
	want, calls := newTroubled(t, fakeStage(t)).undisturbed(test)
	for _, kind := range []trouble{late, lost, dropped, refused} {
		t.Run(string(kind), func(t *testing.T) {
			t.Parallel()
			k := newTroubled(t, fakeStage(t))
			for nth := 1; nth <= calls; nth += (calls + 9) / 10 {
				k.meets(test, kind, nth, want)
			}
		})
	}
}

// meets makes trouble of a call.
func (k *troubled) meets(test killing, kind trouble, nth int, want []string) {
	k.t.Helper()
	k.prepare(test)
	before := k.running()
	k.await(nth, kind)
	err := k.mustEnd(k.start(test.do.args))
	k.settle()
	if kind == late && err != nil {
		k.t.Fatalf("%s was late: %v, and it said\n%s", k.last(), err, k.said)
	}
	for _, service := range before {
		if goesOn(service, want) && !slices.Contains(k.running(), service) {
			k.t.Fatalf("%s %s, and %s runs no more:\n%s\nit said\n%s", k.last(), kind, service, strings.Join(k.state(), "\n"), k.said)
		}
	}
	if warned := strings.Contains(k.said, " Warning "); err == nil && !warned && test.again == nil {
		k.reached(test, "", want)
		return
	}
	k.again(test, want)
}

// goesOn tells whether a service's first container is to run in the end: what
// its line says after its name and release is no state then.
func goesOn(service string, want []string) bool {
	return slices.ContainsFunc(want, func(line string) bool {
		words := strings.Split(line, " ")
		return words[0] == service+"-1" && slices.Contains([]string{"on", "in"}, words[2])
	})
}

// running gives the services of which a container runs.
func (k *troubled) running() (services []string) {
	k.t.Helper()
	h, err := k.look(k.t.Context())
	if err != nil {
		k.t.Fatal(err)
	}
	for _, c := range h.containers {
		if service := c.Labels["com.docker.compose.service"]; c.State == "running" && !slices.Contains(services, service) {
			services = append(services, service)
		}
	}
	return services
}
