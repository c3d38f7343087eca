package ui

import (
	"cmp"
	"errors"
	"fmt"
	"io"
	"os"

	mobyterm "github.com/moby/term"
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

// DetachKeys are those by which a person leaves a program in a container to itself.
type DetachKeys struct {
	Text string // as docker writes them: ctrl-p,ctrl-q
	keys []byte
}

// ParseDetachKeys reads keys as docker writes them: letters, ctrl-LETTER and the
// like, with commas. None are docker's own: Ctrl-P, then Ctrl-Q.
func ParseDetachKeys(text string) (DetachKeys, error) {
	text = cmp.Or(text, "ctrl-p,ctrl-q")
	keys, err := mobyterm.ToBytes(text)
	if err != nil {
		return DetachKeys{}, fmt.Errorf("%q are no keys to detach with; write letters or ctrl-LETTER, with commas between", text)
	}
	return DetachKeys{text, keys}, nil
}

// Until reads what is typed until the keys come, and then gives left as its error.
func (k DetachKeys) Until(typed io.Reader, left error) io.Reader {
	return untilDetached{mobyterm.NewEscapeProxy(typed, k.keys), left}
}

type untilDetached struct {
	io.Reader
	left error
}

func (u untilDetached) Read(p []byte) (int, error) {
	n, err := u.Reader.Read(p)
	if errors.As(err, new(mobyterm.EscapeError)) {
		err = u.left
	}
	return n, err
}
