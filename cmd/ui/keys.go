package ui

import (
	"os"
	"os/signal"
	"sync"
	"syscall"

	"github.com/charmbracelet/x/termios"
	"github.com/muesli/cancelreader"
	"golang.org/x/term"
)

// TakeKeys gives each key as it is typed at a terminal, which does not show it,
// until restore. Ctrl-C and Ctrl-Z stay signals, and output is as it was; the
// shell that one of them leads to sets the terminal as it likes, so that it is
// taken anew with what goes on.
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
	take := func() error {
		return termios.SetTermios(fd, uint32(now.Ispeed), uint32(now.Ospeed), nil, nil, nil, nil, map[termios.L]bool{termios.ICANON: false, termios.ECHO: false})
	}
	in, err := cancelreader.NewReader(f)
	if err != nil {
		return nil, nil, err
	}
	if err := take(); err != nil {
		return nil, nil, err
	}
	goesOn, given := make(chan os.Signal, 1), make(chan struct{})
	signal.Notify(goesOn, syscall.SIGCONT)
	go func() {
		defer close(given)
		for range goesOn {
			_ = take() // the window may be gone
		}
	}()
	typed := make(chan byte)
	go func() {
		for key := make([]byte, 1); ; {
			if n, err := in.Read(key); err != nil || n == 0 {
				return
			}
			typed <- key[0]
		}
	}()
	return typed, sync.OnceFunc(func() {
		signal.Stop(goesOn)
		close(goesOn)
		<-given     // it is not taken again after that
		in.Cancel() // what is typed from now on is for the shell
		_ = term.Restore(fd, before)
	}), nil
}
