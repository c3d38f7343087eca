package main

import (
	"os"
	"os/signal"
	"syscall"

	"gocompose/engine"
)

// passing hands the signals that gocompose gets to a program in a container, and
// tells of the sizes of the window that it shows in.
type passing struct {
	got     chan os.Signal
	done    chan struct{}
	signals chan string
	sizes   chan engine.Size
	size    func() (columns, rows int) // nil: the program has no terminal
}

// passed is the signals that the program gets, by their names.
var passed = map[os.Signal]string{
	syscall.SIGINT: "SIGINT", syscall.SIGTERM: "SIGTERM", syscall.SIGHUP: "SIGHUP", syscall.SIGQUIT: "SIGQUIT",
	syscall.SIGUSR1: "SIGUSR1", syscall.SIGUSR2: "SIGUSR2",
}

// ending is those of them of which the second kills the program.
var ending = map[os.Signal]bool{syscall.SIGINT: true, syscall.SIGTERM: true, syscall.SIGHUP: true}

// passSignals begins to take signals. size is that of the window; nil where the
// program has no terminal. Only the window's size is told where leaves.
func passSignals(size func() (columns, rows int), leaves bool) *passing {
	p := &passing{got: make(chan os.Signal, 16), done: make(chan struct{}), signals: make(chan string), sizes: make(chan engine.Size), size: size}
	signal.Notify(p.got, syscall.SIGWINCH)
	for s := range passed {
		if !leaves {
			signal.Notify(p.got, s)
		}
	}
	p.got <- syscall.SIGWINCH // the size at first
	go p.pass()
	return p
}

func (p *passing) pass() {
	seen := false
	for {
		var s os.Signal
		select {
		case s = <-p.got:
		case <-p.done:
			return
		}
		name := passed[s]
		if ending[s] && seen {
			name = "SIGKILL"
		}
		seen = seen || ending[s]
		switch {
		case s == syscall.SIGWINCH:
			p.resize()
		case name != "":
			p.send(name)
		}
	}
}

func (p *passing) send(name string) {
	select {
	case p.signals <- name:
	case <-p.done:
	}
}

// resize lets the program know the size of its window.
func (p *passing) resize() {
	if p.size == nil {
		return
	}
	select {
	case p.sizes <- p.now():
	case <-p.done:
	}
}

// now gives the size of the window; none where the program has no terminal.
func (p *passing) now() (size engine.Size) {
	if p.size != nil {
		columns, rows := p.size()
		size = engine.Size{Columns: uint(columns), Rows: uint(rows)}
	}
	return size
}

func (p *passing) stop() {
	signal.Stop(p.got)
	close(p.done)
}
