package tunnel

import (
	"context"
	"errors"
	"fmt"
	"strings"
)

// Failure is why an engine cannot be reached over SSH.
type Failure struct {
	Host    string // whom was spoken to
	Summary string
	Hint    string // the way out
}

// Error gives all of it in one line.
func (f *Failure) Error() string { return fmt.Sprintf("ssh to %s: %s; %s", f.Host, f.Summary, f.Hint) }

func failure(at Address, summary, hint string) *Failure {
	return &Failure{Host: at.Host, Summary: plain.Replace(summary), Hint: hint}
}

// plain avoids words from which the engine's client concludes that there is no
// engine on this machine, and which it replaces by saying so.
var plain = strings.NewReplacer("dial unix ", "connect to ", "connection refused", "the connection was refused", "ssh: ", "")

// refused says why a connection was not made.
func (s *settings) refused(ctx context.Context, err error, keys *identities) error {
	var known *Failure
	switch {
	case errors.As(err, &known):
		return known
	case ctx.Err() != nil:
		return failure(s.at, "no answer within "+s.within().String(), "see that `"+s.at.try()+"` works")
	case !strings.Contains(err.Error(), "unable to authenticate"):
		return failure(s.at, said(err), "see that `"+s.at.try()+"` works")
	case len(keys.locked) > 0:
		return failure(s.at, "permission denied for "+s.user()+keys.shown()+"; only an agent can use "+strings.Join(keys.locked, " and "),
			"give it to one with `ssh-add "+keys.locked[0]+"`")
	}
	return failure(s.at, "permission denied for "+s.user()+keys.shown(),
		"`ssh-copy-id` gives the server a key; `"+s.at.try()+"` has to work without a question")
}

// said gives what a command that leads to the server complained of, in place of
// advice about docker there; else what went wrong.
func said(err error) string {
	if _, complaint, ok := strings.Cut(err.Error(), "stderr="); ok {
		return "what leads there says: " + oneLine([]byte(complaint))
	}
	return err.Error()
}

// shown says which keys were of no use.
func (i *identities) shown() string {
	if len(i.tried) == 0 {
		return ", who has no key"
	}
	return " with " + strings.Join(i.tried, " and ")
}
