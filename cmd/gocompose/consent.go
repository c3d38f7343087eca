package main

import (
	"context"
	"errors"
	"fmt"
	"io"

	"gocompose/cmd/ui"
)

var errDeclined = errors.New("not confirmed; nothing was changed")

// consent asks whether to do what loses something; a pipe may hold the answer.
// Where nobody can answer it is an error that names the flag which says yes
// beforehand.
func (s *session) consent(ctx context.Context, question, flag string) error {
	unasked := usage{fmt.Errorf("nobody answers: %s give %s to say yes", question, flag)}
	if ui.Answers(s.stdin) && !s.stderr.Window {
		return unasked // who types does not see the question
	}
	var asked io.Writer = s.stderr
	if s.mode.On(s.stderr) == ui.ModeJSON && !s.stderr.Window {
		asked = io.Discard // a program reads it, line by line
	}
	yes, err := ui.Ask(ctx, s.stdin, asked, s.hide(question))
	switch {
	case errors.Is(err, io.EOF):
		return unasked
	case err == nil && !yes:
		return errDeclined
	}
	return err
}
