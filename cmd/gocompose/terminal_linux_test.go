package main

import (
	"context"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/creack/pty"
	"github.com/docker/docker/api/types/events"
	"github.com/docker/docker/client"
	"golang.org/x/sys/unix"

	"gocompose/engine/enginetest"
)

// waiting is how a program says that it runs, and goes on.
const waiting = "test-tool echo waiting then "

const windowFile = `
services:
  web: {image: gocompose-test, develop: {watch: [{path: src, target: /src, action: sync}]}}
  chat: {image: gocompose-test, tty: true, stdin_open: true, command: test-tool cat}
  deaf: {image: gocompose-test, command: test-tool ignore-term, stop_grace_period: 10m, profiles: [more]}
`

// TestRunTerminal runs programs in front of a person's terminal: it is theirs
// while they run, and as it was in the end, however that comes.
func TestRunTerminal(t *testing.T) {
	t.Parallel()
	t.Run("fake", func(t *testing.T) { t.Parallel(); testTerminal(t, fakeStage, imitation) })
	t.Run("real", func(t *testing.T) { needEngine(t); t.Parallel(); testTerminal(t, realStage, genuine) })
}

// scene is what happens at a terminal.
type scene struct {
	name, program string
	typed         string // once it waits
	echo          string // what the program answers to it
	signals       []syscall.Signal
	says          string // at last
	code          int
	real          bool // it takes a terminal, or processes, within the container
}

// scenes of run.
var scenes = []scene{
	{name: "end", program: "test-tool exit 3", code: 3},
	{name: "no program", program: "nothing", code: 127},
	{name: "typed", program: waiting + "cat", typed: "hello\n", echo: "hello", signals: []syscall.Signal{syscall.SIGTERM}, code: 2},
	{name: "ctrl-c", program: waiting + "signal", typed: "\x03", says: "SIGINT", real: true},
	{name: "detached", program: waiting + "sleep", typed: "\x10\x11", says: "runs on"},
	{name: "term", program: waiting + "signal", signals: []syscall.Signal{syscall.SIGTERM}, says: "SIGTERM"},
	{name: "hup", program: waiting + "signal", signals: []syscall.Signal{syscall.SIGHUP}, says: "SIGHUP"},
	{name: "twice", program: waiting + "ignore-term", signals: []syscall.Signal{syscall.SIGINT, syscall.SIGTERM}, code: 137},
}

func testTerminal(t *testing.T, open func(*testing.T) *stage, on kind) {
	for _, c := range on.plays(scenes) {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			s := open(t)
			c.play(t, s, once(c.program))
		})
	}
	t.Run("size", func(t *testing.T) {
		t.Parallel()
		s := open(t)
		w := openWindow(t, s, once(waiting+"signal"))
		w.awaitSize("100x30")
		w.resize(120, 40)
		w.awaitSize("120x40")
		w.signal(syscall.SIGTERM)
		w.ends(0)
	})
}

// kind tells the imitation of an engine from one that has processes and terminals.
type kind uint8

const (
	imitation kind = iota
	genuine
)

// plays gives the scenes that can be played there.
func (k kind) plays(all []scene) []scene {
	return slices.DeleteFunc(slices.Clone(all), func(c scene) bool { return c.real && k == imitation })
}

// play is a scene with gocompose run with these words.
func (c scene) play(t *testing.T, s *stage, words []string) {
	t.Helper()
	w := openWindow(t, s, words)
	if strings.HasPrefix(c.program, waiting) {
		w.await("waiting")
		w.awaitRaw()
	}
	w.keys(c.typed)
	w.await(c.echo)
	for _, sig := range c.signals {
		w.signal(sig)
	}
	w.await(c.says)
	w.ends(c.code)
}

// once gives the words that run a program of its own.
func once(program string) []string {
	return append([]string{"run", "--quiet", "web"}, strings.Fields(program)...)
}

// TestExecTerminal runs programs in a container that there is, in front of a
// person's terminal.
func TestExecTerminal(t *testing.T) {
	t.Parallel()
	t.Run("fake", func(t *testing.T) { t.Parallel(); testExecTerminal(t, fakeStage, imitation) })
	t.Run("real", func(t *testing.T) { needEngine(t); t.Parallel(); testExecTerminal(t, realStage, genuine) })
}

func testExecTerminal(t *testing.T, open func(*testing.T) *stage, on kind) {
	for _, c := range on.plays([]scene{
		{name: "end", program: "test-tool exit 3", code: 3},
		{name: "typed", program: waiting + "cat", typed: "hello\n\x04", echo: "hello", real: true},
		{name: "ctrl-c", program: waiting + "signal", typed: "\x03", says: "SIGINT", real: true},
		{name: "detached", program: waiting + "sleep", typed: "\x10\x11", says: "runs on"},
		{name: "term", program: waiting + "signal", signals: []syscall.Signal{syscall.SIGTERM}, says: "SIGTERM", real: true},
		{name: "hup", program: waiting + "signal", signals: []syscall.Signal{syscall.SIGHUP}, says: "SIGHUP", real: true},
		{name: "twice", program: waiting + "ignore-term", signals: []syscall.Signal{syscall.SIGINT, syscall.SIGTERM}, code: 137, real: true},
	}) {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			s := open(t)
			openWindow(t, s, []string{"up", "-d"}).ends(0)
			c.play(t, s, append([]string{"exec", "web"}, strings.Fields(c.program)...))
		})
	}
	if on == imitation {
		t.Run("connection lost", func(t *testing.T) { t.Parallel(); testExecLost(t, open(t)) })
		t.Run("unsignalled", func(t *testing.T) { t.Parallel(); testExecUnsignalled(t, open(t)) })
		return
	}
	t.Run("size", func(t *testing.T) { t.Parallel(); testExecSize(t, open(t)) })
}

func testExecLost(t *testing.T, s *stage) {
	openWindow(t, s, []string{"up", "-d"}).ends(0)
	s.fake.FailCall(enginetest.Fault{Method: "GET", Path: "/exec/*/json", Effect: enginetest.Drop})
	w := openWindow(t, s, []string{"exec", "web", "test-tool", "exit", "0"})
	w.await("run test-tool in")
	w.ends(1)
}

// testExecUnsignalled runs a program that is no process of this machine.
func testExecUnsignalled(t *testing.T, s *stage) {
	openWindow(t, s, []string{"up", "-d"}).ends(0)
	scene{program: waiting + "sleep", signals: []syscall.Signal{syscall.SIGTERM}, says: "the program goes on in", code: 130}.
		play(t, s, append([]string{"exec", "web"}, strings.Fields(waiting+"sleep")...))
}

func testExecSize(t *testing.T, s *stage) {
	openWindow(t, s, []string{"up", "-d"}).ends(0)
	w := openWindow(t, s, []string{"exec", "web", "test-tool", "window"})
	w.await("100x30")
	w.resize(120, 40)
	w.await("120x40")
	w.signal(syscall.SIGTERM)
	w.ends(0)
}

// TestExecUnread ends what reads the output of a program: that ends, too, and
// no word is said of it.
func TestExecUnread(t *testing.T) {
	t.Parallel()
	t.Run("fake", func(t *testing.T) { t.Parallel(); testExecUnread(t, fakeStage(t)) })
	t.Run("real", func(t *testing.T) { needEngine(t); t.Parallel(); testExecUnread(t, realStage(t)) })
}

func testExecUnread(t *testing.T, s *stage) {
	openWindow(t, s, []string{"up", "-d", "web"}).ends(0)
	cmd := exec.Command(program, "-p", s.projects[0], "exec", "web", "test-tool", "tick", "1ms", "tick")
	cmd.Dir, cmd.Env = t.TempDir(), append(plainEnviron(), "DOCKER_HOST="+s.api.DaemonHost())
	said := &strings.Builder{}
	cmd.Stderr = said
	out, err := cmd.StdoutPipe()
	if err == nil {
		err = cmd.Start()
	}
	if err == nil {
		_, err = out.Read(make([]byte, 1))
	}
	if err != nil {
		t.Fatal(err)
	}
	out.Close()
	cmd.Wait() // its code is in ProcessState
	if got := cmd.ProcessState.ExitCode(); got != exitUnread || said.Len() > 0 {
		t.Errorf("exit code %d, want %d; it said %q", got, exitUnread, said)
	}
	if s.fake != nil || s.api.DaemonHost() != client.DefaultDockerHost {
		return // the engine's processes are none of this machine
	}
	for begun := time.Now(); ; time.Sleep(10 * time.Millisecond) {
		seen, err := s.api.ContainerInspect(t.Context(), s.projects[0]+"-web-1")
		if err == nil && len(seen.ExecIDs) == 0 {
			return
		}
		if time.Since(begun) > patience {
			t.Fatalf("the program goes on: %v %v", seen.ExecIDs, err)
		}
	}
}

// TestAttachTerminal joins a person's terminal to a program, and leaves it again
// by keys that the docker configuration names, and by others.
func TestAttachTerminal(t *testing.T) {
	t.Parallel()
	t.Run("fake", func(t *testing.T) { t.Parallel(); testAttachTerminal(t, fakeStage(t)) })
	t.Run("real", func(t *testing.T) { needEngine(t); t.Parallel(); testAttachTerminal(t, realStage(t)) })
}

func testAttachTerminal(t *testing.T, s *stage) {
	openWindow(t, s, []string{"up", "-d", "chat"}).ends(0)
	config := t.TempDir()
	if err := os.WriteFile(filepath.Join(config, "config.json"), []byte(`{"detachKeys": "ctrl-x,x"}`), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		words []string
		keys  string
	}{
		{[]string{"--config", config, "attach", "chat"}, "\x18x"},
		{[]string{"--config", config, "attach", "--detach-keys", "ctrl-q", "chat"}, "\x11"},
	} {
		w := openWindow(t, s, c.words)
		w.awaitRaw()
		w.keys("hello\x10\n")
		w.await("hello")
		w.keys(c.keys)
		w.await("runs on")
		w.ends(0)
	}
	w := openWindow(t, s, []string{"ps", "--services"})
	w.ends(0)
	w.await("chat")
}

// window is a terminal that gocompose has for its standard streams.
type window struct {
	t             *testing.T
	stage         *stage
	person, there *os.File // the two ends of the terminal
	before        unix.Termios
	cmd           *exec.Cmd
	ended         chan struct{}

	mu    sync.Mutex
	shown strings.Builder
}

// openWindow runs gocompose in a window of 100 by 30. The terminal is
// not that of gocompose's session, whose end would reset it.
func openWindow(t *testing.T, s *stage, words []string) *window {
	t.Helper()
	w := &window{t: t, stage: s, ended: make(chan struct{})}
	dir := t.TempDir()
	err := os.WriteFile(filepath.Join(dir, "compose.yaml"), []byte(windowFile), 0o644)
	w.must(err)
	w.person, w.there, err = pty.Open()
	w.must(err)
	w.must(pty.Setsize(w.person, &pty.Winsize{Cols: 100, Rows: 30}))
	w.before = w.termios()
	w.cmd = exec.Command(program, words...)
	w.cmd.Dir, w.cmd.Stdin, w.cmd.Stdout, w.cmd.Stderr = dir, w.there, w.there, w.there
	w.cmd.Env = append(plainEnviron(), "COMPOSE_PROJECT_NAME="+s.projects[0], "DOCKER_HOST="+s.api.DaemonHost())
	w.must(w.cmd.Start())
	go w.read()
	go func() {
		w.cmd.Wait() // its code is in ProcessState
		close(w.ended)
	}()
	t.Cleanup(w.close)
	return w
}

func (w *window) close() {
	w.cmd.Process.Kill()
	<-w.ended
	w.there.Close()
	w.person.Close()
}

func (w *window) read() {
	b := make([]byte, 4096)
	for {
		n, err := w.person.Read(b)
		w.mu.Lock()
		w.shown.Write(b[:n])
		w.mu.Unlock()
		if err != nil {
			return
		}
	}
}

func (w *window) text() string {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.shown.String()
}

func (w *window) must(err error) {
	w.t.Helper()
	if err != nil {
		w.t.Fatal(err)
	}
}

// until waits for what should come soon.
func (w *window) until(what string, there func() bool) {
	w.t.Helper()
	for begun := time.Now(); !there(); time.Sleep(10 * time.Millisecond) {
		if time.Since(begun) > patience {
			w.t.Fatalf("no %s; the window shows:\n%s", what, w.text())
		}
	}
}

func (w *window) await(text string) {
	w.t.Helper()
	w.until(text, func() bool { return strings.Contains(w.text(), text) })
}

// awaitSize waits until the engine was told of a size, COLUMNSxROWS.
func (w *window) awaitSize(want string) {
	w.t.Helper()
	w.until("size "+want, func() bool {
		for _, m := range w.stage.history(context.Background()) {
			if a := m.Actor.Attributes; m.Action == events.ActionResize && a[projectLabel] == w.stage.projects[0] && a["width"]+"x"+a["height"] == want {
				return true
			}
		}
		return false
	})
}

func (w *window) resize(columns, rows uint16) {
	w.must(pty.Setsize(w.person, &pty.Winsize{Cols: columns, Rows: rows}))
	w.signal(syscall.SIGWINCH)
}

func (w *window) keys(typed string) {
	_, err := w.person.WriteString(typed)
	w.must(err)
}

func (w *window) signal(sig syscall.Signal) { w.must(w.cmd.Process.Signal(sig)) }

func (w *window) termios() unix.Termios {
	got, err := unix.IoctlGetTermios(int(w.there.Fd()), unix.TCGETS)
	w.must(err)
	return *got
}

// awaitRaw waits until every key goes to the program, Ctrl-C too, and it alone shows it.
func (w *window) awaitRaw() {
	w.t.Helper()
	w.until("raw terminal", func() bool { return w.termios().Lflag&(unix.ECHO|unix.ICANON|unix.ISIG) == 0 })
}

// ends fails unless gocompose ends with the code, and the terminal is as it was.
func (w *window) ends(code int) {
	w.t.Helper()
	select {
	case <-w.ended:
	case <-time.After(patience):
		w.t.Fatalf("it has not ended; the window shows:\n%s", w.text())
	}
	if got := w.cmd.ProcessState.ExitCode(); got != code {
		w.t.Errorf("exit code %d, want %d; the window shows:\n%s", got, code, w.text())
	}
	if after := w.termios(); after != w.before {
		w.t.Errorf("the terminal was not restored: %+v, before %+v", after, w.before)
	}
}
