package main

import (
	"context"
	"fmt"
	"os"
	"strings"
	"sync/atomic"

	"github.com/urfave/cli/v2"

	"gocompose/cmd/ui"
)

// beside is what goes on beside the logs of an attached up: files that are
// watched, and the keys of --menu.
type beside struct {
	files   *developing
	keys    <-chan byte // nil: there are none
	restore func()      // the terminal
	on      atomic.Bool // files are watched
	stop    func()      // ends that
}

// besideLogs reads the flags. Rules are read only where they are asked for, since
// most projects have none.
func (c *convergence) besideLogs(ctx *cli.Context) (*beside, error) {
	b := &beside{files: newDeveloping(ctx, c), restore: func() {}, stop: func() {}}
	if !ctx.Bool("watch") {
		return b, nil
	}
	if err := b.files.ready(); err != nil {
		return nil, err
	}
	c.images.Developed = developed(b.files.rules)
	return b, nil
}

// begin starts to watch files where that is asked for, and to listen to keys
// where somebody at a terminal presses them.
func (b *beside) begin(ctx context.Context, c *cli.Context) {
	s := b.files.session
	if c.Bool("watch") {
		b.start(ctx)
	}
	typed, ok := s.stdin.(*os.File)
	if !c.Bool("menu") || !ok || !ui.IsTerminal(typed) || !s.stdout.Window {
		return
	}
	keys, restore, err := ui.TakeKeys(typed)
	if err != nil {
		return // it is no terminal that gives its keys
	}
	b.keys, b.restore = keys, restore
	b.files.note("press w to watch files or to leave off, d to detach, Ctrl-C to stop")
}

// start begins to watch files. What keeps that from going on is told, and the
// logs go on.
func (b *beside) start(ctx context.Context) {
	leave, err := b.files.only(ctx)
	if err != nil {
		b.files.attempt(err)
		return
	}
	watching, cancel := context.WithCancel(ctx)
	done := make(chan struct{})
	b.on.Store(true)
	b.stop = func() {
		cancel()
		<-done
		b.stop = func() {}
	}
	go func() {
		defer close(done)
		defer leave()
		defer b.on.Store(false)
		b.files.attempt(b.files.run(watching))
	}()
}

// pressed does what a key asks for, and tells whether it is to detach.
func (b *beside) pressed(ctx context.Context, key byte) (detach bool) {
	switch {
	case strings.ContainsRune("dD", rune(key)):
		return true
	case !strings.ContainsRune("wW", rune(key)):
	case b.on.Load():
		b.stop()
		b.files.note("files are no longer watched")
	default:
		if err := b.files.ready(); err != nil {
			b.files.attempt(err)
			return false
		}
		b.start(ctx)
	}
	return false
}

// end gives the terminal back, and waits for what is under way in the files' name.
func (b *beside) end() {
	b.restore()
	b.stop()
}

// detached is the end of an up that leaves the containers to themselves.
func (b *beside) detached() {
	b.end()
	s := b.files.session
	fmt.Fprintf(s.stderr, "%s runs on; `%s logs -f` shows its logs\n", b.files.project.Name, s.command())
}
