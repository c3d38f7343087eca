package ui

import (
	"io"
	"os"

	"golang.org/x/term"
)

// IsTerminal tells whether a stream is a terminal.
func IsTerminal(f *os.File) bool { return term.IsTerminal(int(f.Fd())) }

// TakeTerminal hands every key as it is typed, Ctrl-C among them, to who reads
// from a terminal, and nothing else shows what is typed, until restore.
func TakeTerminal(f *os.File) (restore func(), err error) {
	before, err := term.MakeRaw(int(f.Fd()))
	if err != nil {
		return nil, err
	}
	return func() { _ = term.Restore(int(f.Fd()), before) }, nil // the window may be gone
}

// The keys by which a person leaves a program in a container to itself, as
// with docker: Ctrl-P, then Ctrl-Q.
const (
	ctrlP = 'P' - '@'
	ctrlQ = 'Q' - '@'
)

// UntilDetached reads what is typed until the keys come that detach, and then
// gives left as its error.
func UntilDetached(typed io.Reader, left error) io.Reader {
	return &untilDetached{from: typed, left: left}
}

type untilDetached struct {
	from io.Reader
	left error
	held bool // a Ctrl-P that may be the first of the keys
}

func (u *untilDetached) Read(p []byte) (int, error) {
	typed := make([]byte, (len(p)+1)/2) // a Ctrl-P that was held may come on top
	for {
		n, err := u.from.Read(typed)
		out := p[:0]
		for _, b := range typed[:n] {
			switch {
			case u.held && b == ctrlQ:
				return len(out), u.left
			case u.held:
				out = append(out, ctrlP)
			}
			if u.held = b == ctrlP; !u.held {
				out = append(out, b)
			}
		}
		if len(out) > 0 || err != nil {
			return len(out), err
		}
	}
}
