package main

import (
	"context"
	"errors"
	"fmt"

	"gocompose/cmd/ui"
)

var errDeclined = errors.New("not confirmed; nothing was changed")

// consent asks whether to do what loses something. Where nobody can answer it
// is an error that names the flag which says yes beforehand.
func (s *session) consent(ctx context.Context, question, flag string) error {
	if !ui.Answers(s.stdin) || !s.stderr.Window {
		return usage{fmt.Errorf("there is no terminal to ask on: %s give %s to say yes", question, flag)}
	}
	yes, err := ui.Ask(ctx, s.stdin, s.stderr, s.hide(question))
	if err == nil && !yes {
		err = errDeclined
	}
	return err
}
