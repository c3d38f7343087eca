package ui

import (
	"os"

	"github.com/charmbracelet/x/termios"
	"golang.org/x/term"
)

// TakeKeys gives each key as it is typed at a terminal, which does not show it,
// until restore. Ctrl-C stays a signal, and output is as it was.
func TakeKeys(f *os.File) (keys <-chan byte, restore func(), err error) {
	fd := int(f.Fd())
	before, err := term.GetState(fd)
	if err != nil {
		return nil, nil, err
	}
	now, err := termios.GetTermios(fd)
	if err != nil {
		return nil, nil, err
	}
	err = termios.SetTermios(fd, uint32(now.Ispeed), uint32(now.Ospeed), nil, nil, nil, nil, map[termios.L]bool{termios.ICANON: false, termios.ECHO: false})
	if err != nil {
		return nil, nil, err
	}
	typed := make(chan byte)
	go func() {
		for key := make([]byte, 1); ; {
			if n, err := f.Read(key); err != nil || n == 0 {
				return
			}
			typed <- key[0]
		}
	}()
	return typed, func() { _ = term.Restore(fd, before) }, nil // the window may be gone
}
