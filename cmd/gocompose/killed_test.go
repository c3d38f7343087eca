package main

import (
	"fmt"
	"slices"
	"strings"
	"testing"
)

// TestKilledAnywhere ends commands with SIGKILL at each in turn of their calls
// that may change something, once the engine has carried it out. The same
// command, run again, must then come to where it would have come; after rollback, up
// must come to where it would have come.
func TestKilledAnywhere(t *testing.T) {
	t.Parallel()
	for _, test := range killings {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			want, calls := newTroubled(t, fakeStage(t)).undisturbed(test)
			for nth := 1; nth <= calls; nth++ {
				t.Run(fmt.Sprint("call ", nth), func(t *testing.T) {
					t.Parallel()
					newTroubled(t, fakeStage(t)).killed(test, nth, want)
				})
			}
		})
	}
}

// TestKilledAgain ends the command that repairs, too, at each of its calls.
func TestKilledAgain(t *testing.T) {
	t.Parallel()
	for _, test := range killings {
		if test.calls > 8 {
			continue // more of the same, for minutes
		}
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			want, calls := newTroubled(t, fakeStage(t)).undisturbed(test)
			for nth := 1; nth <= calls; nth++ {
				t.Run(fmt.Sprint("call ", nth), func(t *testing.T) {
					t.Parallel()
					k := newTroubled(t, fakeStage(t))
					for again := 1; k.killedTwice(test, nth, again, want); again++ {
					}
				})
			}
		})
	}
}

// TestSoakKilledAnywhere does the same on the engine of DOCKER_HOST, at ten of
// the calls of a command that makes more, and kills every third time the command
// that repairs, too. What one round leaves the next begins with.
func TestSoakKilledAnywhere(t *testing.T) {
	needSoak(t)
	t.Parallel()
	for _, test := range killings {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			k := newTroubled(t, realStage(t))
			want, calls := k.undisturbed(test)
			for round, nth := 1, 1; nth <= calls; round, nth = round+1, nth+(calls+9)/10 {
				if round%3 == 0 {
					k.killedTwice(test, nth, 1+nth%5, want)
				} else {
					k.killed(test, nth, want)
				}
			}
		})
	}
}

// undisturbed gives what a command comes to, and how many calls it makes that
// may change something.
func (k *troubled) undisturbed(test killing) (state []string, calls int) {
	k.t.Helper()
	k.prepare(test)
	if k.killAt(1000, test.do.args) {
		k.t.Fatal("it makes a thousand calls")
	}
	if k.calls < test.calls {
		k.t.Fatalf("it makes only %d calls:\n%s", k.calls, k.said)
	}
	calls = k.calls
	if test.again != nil {
		k.run(test.again...)
	}
	return k.state(), calls
}

// prepare does what comes before.
func (k *troubled) prepare(test killing) {
	k.t.Helper()
	for _, before := range test.before {
		k.write(before.file, before.release)
		k.run(before.args...)
	}
	k.write(test.do.file, test.do.release)
}

// killed kills the command at a call and runs it again.
func (k *troubled) killed(test killing, nth int, want []string) {
	k.t.Helper()
	k.prepare(test)
	if !k.killAt(nth, test.do.args) {
		k.t.Fatalf("there was no call %d:\n%s", nth, k.said)
	}
	k.again(test, want)
}

// killedTwice kills the repairing command as well, and tells whether it made that many calls.
func (k *troubled) killedTwice(test killing, nth, again int, want []string) bool {
	k.t.Helper()
	k.prepare(test)
	k.killAt(nth, test.do.args)
	if !k.killAt(again, test.repair()) {
		k.reached(test, "", want)
		return false
	}
	k.again(test, want)
	return true
}

// repair gives what is run after the command met with trouble.
func (test killing) repair() []string {
	if test.again != nil {
		return test.again
	}
	return test.do.args
}

// again runs what repairs and looks at what there is then.
func (k *troubled) again(test killing, want []string) {
	k.t.Helper()
	k.reached(test, "and run again\n"+k.run(test.repair()...), want)
}

// reached checks that there is what the command comes to, and nothing left to do.
func (k *troubled) reached(test killing, again string, want []string) {
	k.t.Helper()
	if got := k.state(); !slices.Equal(got, want) {
		k.t.Fatalf("after %s, it said\n%s\n%s\nthere is\n%s\nwant\n%s", k.last(), k.said, again, strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
	if slices.Contains([]string{"rollback", "restart"}, test.repair()[0]) {
		return // one goes further back each time, the other starts all again
	}
	if dry := k.run(append(slices.Clone(test.repair()), "--dry-run")...); !strings.Contains(dry, "nothing to do") {
		k.t.Fatalf("after %s, run again there is still to do:\n%s", k.last(), dry)
	}
}
