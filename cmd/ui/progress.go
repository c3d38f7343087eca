package ui

import (
	"context"
	"fmt"
	"time"

	"gocompose/engine"
	"gocompose/engine/plan"
)

// Mode is how progress is shown: the choice of --progress.
type Mode uint8

const (
	ModeAuto  Mode = iota // tty in a window, plain elsewhere
	ModeTTY               // one live block
	ModePlain             // a line a change
	ModeJSON              // an object a change
	ModeQuiet             // failures only
)

// ParseMode reads the value of --progress.
func ParseMode(text string) (Mode, error) {
	modes := map[string]Mode{"": ModeAuto, "auto": ModeAuto, "tty": ModeTTY, "plain": ModePlain, "json": ModeJSON, "rawjson": ModeJSON,
		"quiet": ModeQuiet, "none": ModeQuiet}
	mode, ok := modes[text]
	if !ok {
		return ModeAuto, fmt.Errorf("%q is not a value of --progress; write auto, tty, plain, json or quiet", text)
	}
	return mode, nil
}

// On settles what auto means for a stream, and that a stream whose cursor
// cannot be moved has no live block.
func (m Mode) On(t *Terminal) Mode {
	switch {
	case m == ModeAuto && t.Window && t.Live:
		return ModeTTY
	case m == ModeAuto, m == ModeTTY && !t.Live:
		return ModePlain
	}
	return m
}

// refresh is how often the live block is drawn.
const refresh = 100 * time.Millisecond

// face shows progress in one mode.
type face interface {
	show(t *tracker, c change, e engine.Event)
	tick(t *tracker, now time.Time)
	// end leaves behind what is to stay.
	end(t *tracker)
}

// Progress shows the events of a plan that is being applied until their
// channel is closed, then leaves a readable end on out and tells what became
// of the plan. Failures are shown with what is known of them, so whoever gets
// them from Apply as well has nothing to add; Summary.Finish says the last
// word. When ctx ends it goes on, since what is under way is still finished.
func Progress(ctx context.Context, p *plan.Plan, events <-chan engine.Event, out *Terminal, mode Mode) Summary {
	t := newTracker(p)
	f := faceOf(ctx, mode.On(out), out)
	var ticks <-chan time.Time
	if mode.On(out) == ModeTTY {
		ticker := time.NewTicker(refresh)
		defer ticker.Stop()
		ticks = ticker.C
	}
	for open := true; open; {
		var e engine.Event
		select {
		case e, open = <-events:
			if open {
				f.show(t, t.apply(e), e)
			}
		case now := <-ticks:
			f.tick(t, now)
		}
	}
	f.end(t)
	return summarise(t, ctx.Err() != nil)
}

func faceOf(ctx context.Context, mode Mode, out *Terminal) face {
	switch mode {
	case ModeTTY:
		return &live{ended: ctx.Err, out: out, block: newBlock(out)}
	case ModeJSON:
		return &jsonFace{out: newJSONLines(out)}
	case ModeQuiet:
		return &quiet{out: out}
	}
	return &plain{out: out, told: map[string]bool{}}
}
