package main

import (
	"context"
	"slices"
	"strings"
	"time"

	"gocompose/cmd/ui"
	"gocompose/engine"
	"gocompose/engine/plan"
)

// watchOver shows the logs of what up started until all of it has ended, or a
// signal or the end of a container ends it: then everything is stopped in reverse
// order. A second signal ends the program, see interruptible.
func (c *convergence) watchOver(ctx context.Context, look ui.LogLook, since time.Time, w watching) error {
	state, err := c.engine.Observe(context.WithoutCancel(ctx), c.project.Name) // a signal that came already stops it all below
	if err != nil {
		return err
	}
	containers, shown := c.watched(state.Containers, w)
	if len(shown) > 0 {
		c.note("Attaching to " + joinNames(shown))
	} else {
		c.note("Waiting for " + joinNames(containers) + "; no logs are shown")
	}
	o := engine.FollowOptions{
		LogOptions: engine.LogOptions{Since: since.Format(time.RFC3339Nano)},
		Project:    c.project.Name,
		Services:   services(containers),
		Endings:    engine.EndingsAll,
		Lasting:    w.beside.on.Load,
	}
	following, leave := context.WithCancel(context.WithoutCancel(ctx))
	defer leave()
	ended, verdict := make(chan error, 1), c.verdict(w)
	sink := verdict.listen(onlyOf(services(shown), c.sink(shown, look, c.stderr)))
	go func() { ended <- c.engine.Follow(following, containers, o, sink) }()
	for over := false; !over; {
		select {
		case err := <-ended:
			if !verdict.reached() && !(unread(err) && interruptedSoon(ctx)) {
				return err
			}
			ended <- err
			over = true
		case <-verdict.over:
			over = true
		case <-ctx.Done():
			over = true
		case key := <-w.beside.keys:
			if w.beside.pressed(ctx, key) {
				w.beside.detached()
				return nil
			}
		}
	}
	w.beside.end()
	c.project = w.beside.files.project
	c.note(verdict.words(ctx.Err() != nil))
	if err := c.stopAll(look); err != nil {
		return err
	}
	select {
	case <-ended: // with the last words of what was stopped
	case <-time.After(lastWords):
	}
	if ctx.Err() != nil {
		return ctx.Err()
	}
	return c.judgment(verdict)
}

// note says something in passing.
func (c *convergence) note(text string) {
	c.say(ui.News{Project: c.project.Name, Text: text})
}

// interruptedSoon tells whether a signal comes along with the end of what read
// the logs: Ctrl-C ends both up and tee in `up | tee log`.
func interruptedSoon(ctx context.Context) bool {
	select {
	case <-ctx.Done():
		return true
	case <-time.After(100 * time.Millisecond):
		return false
	}
}

// onlyOf shows the logs of some services, and hears of the ends of all.
func onlyOf(shown []string, sink engine.LogSink) engine.LogSink {
	open := sink.Open
	sink.Open = func(x plan.Container) engine.LogWriter {
		if slices.Contains(shown, x.Service) {
			return open(x)
		}
		return nowhere{}
	}
	return sink
}

type nowhere struct{}

func (nowhere) Write(engine.LogEntry) error { return nil }
func (nowhere) Flush() error                { return nil }
func (nowhere) Close() error                { return nil }

// lastWords is how long the logs of what was stopped may take to come to their end.
const lastWords = 2 * time.Second

// stopAll stops what runs of the project; the second signal kills it.
func (c *convergence) stopAll(look ui.LogLook) error {
	if c.mode.On(c.stderr) == ui.ModeTTY {
		c.mode = ui.ModePlain // the logs go on, and would write into the live block
	}
	c.begun = time.Now() // what took long was the watching
	ctx := context.Background()
	state, err := c.engine.Observe(ctx, c.project.Name)
	if err != nil {
		return err
	}
	stop := plan.StopOptions{Services: c.project.ServiceNames(), Timeout: c.up.Timeout}
	done := make(chan struct{})
	defer close(done)
	go func() {
		select {
		case <-c.again:
			now := time.Duration(0)
			kill := plan.Stop(c.project.Name, nil, state, plan.StopOptions{Services: stop.Services, Timeout: &now, Unordered: true})
			_ = c.engine.Apply(ctx, kill, engine.ApplyOptions{State: state}) // the stops under way tell how it ended
		case <-done:
		}
	}()
	p := plan.Stop(c.project.Name, c.project, state, stop)
	sum, err := c.carryOut(ctx, c.engine, p, engine.ApplyOptions{Project: c.project, State: state})
	if err := c.tellHooks(sum.Said, look); err != nil {
		return err
	}
	return c.conclude(sum, ui.GoalStop, nil, err)
}

// tellHooks writes what hooks said among the logs, as docker compose does: the
// arrow tells them from what their container says.
func (c *convergence) tellHooks(said []ui.HookLine, look ui.LogLook) error {
	name := func(l ui.HookLine) string { return strings.TrimPrefix(l.Container, c.project.Name+"-") + " ->" }
	var names []string
	for _, l := range said {
		names = append(names, name(l))
	}
	look.Timestamps = false // they are told when they are over
	lines := ui.NewLogs(names, look, c.stdout, c.stdout)
	for _, l := range said {
		line := lines.Stream(name(l), plan.Container{})
		_ = line.Write(engine.LogEntry{Source: engine.Stdout, Text: []byte(l.Text + "\n")}) // Close has the error, too
		if err := line.Close(); err != nil {
			return err
		}
	}
	return nil
}

// watched gives the containers whose ends count, and those of them whose logs are
// shown: of the services asked for, unless the files or a flag say otherwise. The
// ends of others of them count where an end is to abort all, and where no logs are shown.
func (c *convergence) watched(all []plan.Container, w watching) (containers, shown []plan.Container) {
	var others []plan.Container
	for _, x := range all {
		s := c.project.Services[x.Service]
		if s == nil || x.OneOff {
			continue
		}
		named := slices.Contains(c.up.Services, x.Service)
		asked := named || len(c.up.Services) == 0
		if w.attaches(s, asked, named) {
			shown = append(shown, x)
		} else if asked {
			others = append(others, x)
		}
	}
	if w.when != abortNever || len(shown) == 0 {
		return slices.Concat(shown, others), shown
	}
	return shown, shown
}

func services(containers []plan.Container) (names []string) {
	for _, c := range containers {
		names = append(names, c.Service)
	}
	slices.Sort(names)
	return slices.Compact(names)
}
