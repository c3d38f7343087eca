package main

import (
	"context"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/creack/pty"
	"github.com/docker/docker/api/types/events"
	"golang.org/x/sys/unix"
)

// waiting is how a program says that it runs, and goes on.
const waiting = "test-tool echo waiting then "

const windowFile = "services: {web: {image: gocompose-test}}\n"

// TestRunTerminal runs programs in front of a person's terminal: it is theirs
// while they run, and as it was in the end, however that comes.
func TestRunTerminal(t *testing.T) {
	t.Parallel()
	t.Run("fake", func(t *testing.T) { t.Parallel(); testTerminal(t, fakeStage) })
	t.Run("real", func(t *testing.T) { needEngine(t); t.Parallel(); testTerminal(t, realStage) })
}

// sittings are what happens at a terminal.
var sittings = []struct {
	name, program string
	typed         string // once it waits
	echo          string // what the program answers to it
	signals       []syscall.Signal
	says          string // at last
	code          int
	real          bool // it takes a terminal within the container
}{
	{name: "end", program: "test-tool exit 3", code: 3},
	{name: "no program", program: "nothing", code: 127},
	{name: "typed", program: waiting + "cat", typed: "hello\n", echo: "hello", signals: []syscall.Signal{syscall.SIGTERM}, code: 2},
	{name: "ctrl-c", program: waiting + "signal", typed: "\x03", says: "SIGINT", real: true},
	{name: "detached", program: waiting + "sleep", typed: "\x10\x11", says: "runs on"},
	{name: "term", program: waiting + "signal", signals: []syscall.Signal{syscall.SIGTERM}, says: "SIGTERM"},
	{name: "hup", program: waiting + "signal", signals: []syscall.Signal{syscall.SIGHUP}, says: "SIGHUP"},
	{name: "twice", program: waiting + "ignore-term", signals: []syscall.Signal{syscall.SIGINT, syscall.SIGTERM}, code: 137},
}

func testTerminal(t *testing.T, open func(*testing.T) *stage) {
	for _, c := range sittings {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			s := open(t)
			if c.real && s.fake != nil {
				t.Skip("the imitation's containers have no terminal")
			}
			w := openWindow(t, s, strings.Fields(c.program))
			if strings.HasPrefix(c.program, waiting) {
				w.await("waiting")
				w.isRaw()
			}
			w.keys(c.typed)
			w.await(c.echo)
			for _, sig := range c.signals {
				w.signal(sig)
			}
			w.await(c.says)
			w.ends(c.code)
		})
	}
	t.Run("size", func(t *testing.T) {
		t.Parallel()
		s := open(t)
		w := openWindow(t, s, strings.Fields(waiting+"signal"))
		w.awaitSize("100x30")
		w.resize(120, 40)
		w.awaitSize("120x40")
		w.signal(syscall.SIGTERM)
		w.ends(0)
	})
}

// window is a terminal that `gocompose run` has for its standard streams.
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

// openWindow runs a service's program in a window of 100 by 30. The terminal is
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
	w.cmd = exec.Command(program, append([]string{"run", "--quiet", "web"}, words...)...)
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

// isRaw fails unless every key goes to the program, Ctrl-C too, and it alone shows it.
func (w *window) isRaw() {
	w.t.Helper()
	if on := w.termios().Lflag & (unix.ECHO | unix.ICANON | unix.ISIG); on != 0 {
		w.t.Errorf("the terminal is not raw: %#x", on)
	}
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
