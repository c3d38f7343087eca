package main

import (
	"context"
	"errors"
	"slices"
	"strings"
	"time"

	"github.com/urfave/cli/v2"

	"gocompose/cmd/ui"
	"gocompose/engine"
	"gocompose/engine/plan"
)

// attachment is an up that stays with its containers: it shows their logs from
// the first line on, until all have ended, or a signal or the end of one ends it.
type attachment struct {
	*convergence
	watching
	services []string // whose ends count
	shown    []string // those of them whose logs are shown
	look     ui.LogLook
	verdict  *verdict
	ended    chan error // gives the end of the logs
	leave    func()     // the logs
	started  func()     // lets them end where nothing runs, and no files are watched
	sum      ui.Summary // of what was carried out
	failed   error      // of that, where it failed by itself
}

// attached makes the images, and then brings up the rest while its logs are shown.
func (c *convergence) attached(ctx *cli.Context, w watching) error {
	services, shown := c.watched(w)
	if len(services) == 0 {
		return c.bringUp(ctx.Context)
	}
	begun := time.Now()
	p, sum, err := c.prepare(ctx.Context)
	if err != nil {
		if sum.Plan == nil {
			return err
		}
		return c.conclude(sum, ui.GoalUp, nil, err)
	}
	a := &attachment{convergence: c, watching: w, services: services, shown: shown, look: logLook(ctx, c.session), verdict: c.verdict(w), ended: make(chan error, 1)}
	a.follow(ctx.Context, p, begun)
	defer a.leave()
	if err := a.start(ctx.Context, p); err != nil {
		return err
	}
	if !a.over(ctx.Context) {
		a.beside.begin(ctx.Context, ctx)
		defer a.beside.end()
	}
	a.started()
	if goesOn, err := a.watch(ctx.Context); goesOn || err != nil {
		return err
	}
	return a.stop(ctx.Context)
}

// follow begins to show the logs. What the plan stops is not followed until it
// is started again: its end is none that ends everything.
func (a *attachment) follow(ctx context.Context, p *plan.Plan, since time.Time) {
	shown := a.containersOf(a.shown)
	if len(shown) > 0 {
		a.note("Attaching to " + joinNames(shown))
	} else {
		a.note("Waiting for " + joinNames(a.containersOf(a.services)) + "; no logs are shown")
	}
	ready := make(chan struct{})
	starting, started := context.WithCancel(context.Background())
	following, leave := context.WithCancel(context.WithoutCancel(ctx))
	a.started, a.leave = started, func() { started(); leave() }
	o := engine.FollowOptions{
		LogOptions: engine.LogOptions{Since: since.Format(time.RFC3339Nano)},
		Project:    a.project.Name,
		Services:   a.services,
		Lasting:    a.beside.on.Load,
		Ready:      func() { close(ready) },
		Started:    starting.Done(),
	}
	sink := a.verdict.listen(onlyOf(a.shown, a.sink(shown, a.look, a.stderr)))
	staying := staying(a.state.Containers, a.services, p)
	go func() { a.ended <- a.engine.Follow(following, staying, o, sink) }()
	<-ready
}

// start carries out the plan, until a signal or the end of a container ends it:
// such an end does not keep containers from being replaced that are begun with.
func (a *attachment) start(ctx context.Context, p *plan.Plan) (err error) {
	begin, halt := context.WithCancel(ctx)
	defer halt()
	if !slices.ContainsFunc(p.Steps, replaces) {
		go func() {
			select {
			case <-a.verdict.over:
				halt()
			case <-begin.Done():
			}
		}()
	}
	a.sum, err = a.apply(begin, p)
	switch {
	case err == nil:
		a.record(p)
	case failedItself(err):
		a.failed = err
	}
	switch {
	case a.over(ctx):
	case err == nil:
		if err := a.release(); err != nil {
			return err
		}
	case a.when != abortNever && closes(a.verdict.over, lastWords): // the end of a container failed the plan, too
	default:
		a.started()
		a.hearOut()
		a.leave()
		<-a.ended
		return a.conclude(a.sum, ui.GoalUp, nil, err)
	}
	return a.tellHooks(a.sum.Said, a.look)
}

// failedItself tells whether a plan failed, and was not only ended.
func failedItself(err error) bool {
	var incomplete *engine.Incomplete
	return errors.As(err, &incomplete) && slices.ContainsFunc(incomplete.Failed, func(f *engine.StepError) bool { return !errors.Is(f, context.Canceled) })
}

func replaces(s plan.Step) bool {
	op, ok := s.Op.(plan.CreateContainer)
	return ok && op.Replaces != nil
}

// over tells whether everything is to be stopped.
func (a *attachment) over(ctx context.Context) bool { return ctx.Err() != nil || a.verdict.reached() }

// watch waits for an end, and tells whether the containers go on by themselves
// or have ended, so that nothing is to be stopped.
func (a *attachment) watch(ctx context.Context) (goesOn bool, err error) {
	for !a.over(ctx) {
		select {
		case err := <-a.ended:
			if !a.verdict.reached() && !(unread(err) && interruptedSoon(ctx)) {
				return true, err
			}
			a.ended <- err
			return false, nil
		case <-a.verdict.over:
		case <-ctx.Done():
		case key := <-a.beside.keys:
			if a.beside.pressed(ctx, key) {
				a.beside.detached()
				return true, nil
			}
		}
	}
	return false, nil
}

// stop stops everything in reverse order, and gives the exit code. A second
// signal ends the program, see interruptible.
func (a *attachment) stop(ctx context.Context) error {
	a.beside.end()
	a.project = a.beside.files.project
	a.note(a.verdict.words(ctx.Err() != nil))
	sum, err := a.stopAll()
	if sum.Plan == nil {
		return err
	}
	if err := a.tellHooks(sum.Said, a.look); err != nil {
		return err
	}
	a.hearOut()
	if err := a.conclude(sum, ui.GoalStop, nil, err); err != nil {
		return err
	}
	if ctx.Err() != nil {
		return ctx.Err()
	}
	if err := a.judgment(a.verdict); err != nil || a.failed == nil {
		return err
	}
	return a.conclude(a.sum, ui.GoalUp, nil, a.failed)
}

// hearOut lets the logs come to their end, with the last words of what has ended.
func (a *attachment) hearOut() {
	select {
	case end := <-a.ended:
		a.ended <- end
	case <-time.After(lastWords):
	}
}

// staying gives the containers of services that run and that a plan leaves running.
func staying(all []plan.Container, services []string, p *plan.Plan) []plan.Container {
	stopped := map[string]bool{}
	for _, s := range p.Steps {
		if op, ok := s.Op.(plan.StopContainer); ok {
			stopped[op.ID] = true
		}
	}
	return slices.DeleteFunc(slices.Clone(all), func(x plan.Container) bool {
		return x.OneOff || !x.Running() || stopped[x.ID] || !slices.Contains(services, x.Service)
	})
}

// note says something in passing.
func (c *convergence) note(text string) {
	c.say(ui.News{Project: c.project.Name, Text: text})
}

// interruptedSoon tells whether a signal comes along with the end of what read
// the logs: Ctrl-C ends both up and tee in `up | tee log`.
func interruptedSoon(ctx context.Context) bool { return closes(ctx.Done(), 100*time.Millisecond) }

// closes tells whether a channel is closed within a span.
func closes(c <-chan struct{}, within time.Duration) bool {
	select {
	case <-c:
		return true
	case <-time.After(within):
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

// lastWords is how long what containers that have ended wrote, and that they
// have, may take to come here.
const lastWords = 2 * time.Second

// stopAll stops what runs of the project; the second signal kills it.
func (c *convergence) stopAll() (ui.Summary, error) {
	c.begun = time.Now() // what took long was the watching
	ctx := context.Background()
	state, err := c.engine.Observe(ctx, c.project.Name)
	if err != nil {
		return ui.Summary{}, err
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
	return c.carryOut(ctx, c.engine, p, engine.ApplyOptions{Project: c.project, State: state})
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

// watched gives the services whose ends count, and those of them whose logs are
// shown: those asked for, unless the files or a flag say otherwise. The ends of
// others of them count where an end is to abort all, and where no logs are shown.
func (c *convergence) watched(w watching) (services, shown []string) {
	var others []string
	for _, name := range c.project.ServiceNames() {
		s := c.project.Services[name]
		if s.Replicas() == 0 || s.Provider != nil {
			continue
		}
		named := slices.Contains(c.up.Services, name)
		asked := named || len(c.up.Services) == 0
		if w.attaches(s, asked, named) {
			shown = append(shown, name)
		} else if asked {
			others = append(others, name)
		}
	}
	if w.when != abortNever || len(shown) == 0 {
		return slices.Concat(shown, others), shown
	}
	return shown, shown
}

// containersOf gives the containers that services come to, by their names.
func (a *attachment) containersOf(services []string) (out []plan.Container) {
	for _, name := range services {
		s := a.project.Services[name]
		for n := range s.Replicas() {
			out = append(out, plan.Container{Name: a.project.ContainerName(s, n+1), Service: name, Number: n + 1})
		}
	}
	return out
}
