package enginetest

import (
	"errors"
	"fmt"

	"path"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"time"
)

// AddTestImage adds gocompose-test:latest and makes its containers, execs and health
// checks do what the program of the real image does (scripts/images/test), so that
// a script runs on this engine and on a real one. It gives the image's id.
func (s *Server) AddTestImage() string {
	programs := []string{"test-tool", "/bin/test-tool"}
	for _, name := range []string{"sleep", "true", "false", "cat", "env", "echo", "rm"} {
		programs = append(programs, name, "/bin/"+name)
	}
	s.Behave("gocompose-test*", Behaviour{Program: TestTool, Exec: TestTool})
	return s.AddImage("gocompose-test:latest", Image{
		Cmd: []string{"test-tool", "sleep"}, Env: []string{"PATH=/bin"}, Programs: programs,
		Labels: map[string]string{"gocompose.test-image": "true", "gocompose.recipe": "0000000000000000"},
	})
}

// TestTool is the program of gocompose-test.
func TestTool(p *Process) int {
	args := p.Args
	if name := path.Base(args[0]); toolCommands[name] != nil {
		args = append([]string{name}, args[1:]...)
	} else {
		args = args[1:]
	}
	err := runTool(p, args)
	var code toolExit
	switch {
	case err == nil:
		return 0
	case errors.As(err, &code):
		return int(code)
	}
	fmt.Fprintln(p.Stderr, "test-tool:", err)
	return 1
}

// toolExit is an end without a message.
type toolExit int

func (c toolExit) Error() string { return fmt.Sprintf("exit %d", int(c)) }

// diedOfSignal is how a Go program that is process 1 ends on a signal it does not handle.
const diedOfSignal = toolExit(2)

// runTool runs the commands between the words "then" up to the first that fails.
func runTool(p *Process, args []string) error {
	next := slices.Index(args, "then")
	first := args
	if next >= 0 {
		first = args[:next]
	}
	if len(first) == 0 {
		return errors.New("no command given")
	}
	command := toolCommands[first[0]]
	if command == nil {
		return fmt.Errorf("unknown command %q", first[0])
	}
	if err := command(p, first[1:]); err != nil || next < 0 {
		return err
	}
	return runTool(p, args[next+1:])
}

var toolCommands map[string]func(*Process, []string) error

func init() {
	toolCommands = map[string]func(*Process, []string) error{
		"sleep": toolSleep, "ignore-term": toolIgnore, "signal": toolSignal, "exit": toolEnd, "tick": toolTick,
		"serve": toolServe, "get": toolGet, "health": toolHealth, "resolve": toolResolve,
		"print": toolPrint, "stderr": toolStderr, "echo": toolEcho, "env": toolEnv, "cat": toolCat, "touch": toolTouch, "rm": toolRemove,
		"true":  func(*Process, []string) error { return nil },
		"false": func(*Process, []string) error { return toolExit(1) },
	}
}

// await waits for the timer, a nil one for ever. Signals among handled end it
// without an error, deadly ones with exit code 2.
func (p *Process) await(timer <-chan time.Time, handled ...syscall.Signal) (got syscall.Signal, err error) {
	for {
		select {
		case <-timer:
			return 0, nil
		case <-p.Killed:
			return syscall.SIGKILL, toolExit(137)
		case got := <-p.Signals:
			switch {
			case slices.Contains(handled, got):
				return got, nil
			case slices.Contains(deadly, got):
				return got, diedOfSignal
			}
		}
	}
}

var deadly = []syscall.Signal{syscall.SIGTERM, syscall.SIGINT, syscall.SIGHUP, syscall.SIGQUIT, syscall.SIGABRT}

func toolSleep(p *Process, args []string) error {
	var timer <-chan time.Time
	if len(args) > 0 && args[0] != "infinity" {
		seconds, err := strconv.ParseFloat(args[0], 64)
		if err != nil {
			return fmt.Errorf("sleep: %w", err)
		}
		timer = time.After(time.Duration(seconds * float64(time.Second)))
	}
	_, err := p.await(timer, syscall.SIGTERM, syscall.SIGINT)
	return err
}

func toolIgnore(p *Process, _ []string) error {
	for {
		if _, err := p.await(nil, syscall.SIGTERM, syscall.SIGINT); err != nil {
			return err
		}
	}
}

func toolSignal(p *Process, _ []string) error {
	got, err := p.await(nil, syscall.SIGTERM, syscall.SIGINT, syscall.SIGQUIT, syscall.SIGHUP, syscall.SIGUSR1, syscall.SIGUSR2)
	if err != nil {
		return err
	}
	for name, sig := range signals {
		if sig == got {
			fmt.Fprintln(p.Stdout, "SIG"+name)
		}
	}
	return nil
}

func toolEnd(p *Process, args []string) error {
	if len(args) == 0 {
		return errors.New("exit: which code?")
	}
	code, err := strconv.Atoi(args[0])
	if err != nil {
		return fmt.Errorf("exit: %w", err)
	}
	if len(args) > 1 {
		delay, err := time.ParseDuration(args[1])
		if err != nil {
			return err
		}
		if _, err := p.await(time.After(delay)); err != nil {
			return err
		}
	}
	if code == 0 {
		return nil
	}
	return toolExit(code)
}

func toolTick(p *Process, args []string) error {
	if len(args) < 2 {
		return errors.New("tick: how often, and what?")
	}
	delay, err := time.ParseDuration(args[0])
	if err != nil {
		return err
	}
	for i := 1; ; i++ {
		fmt.Fprintln(p.Stdout, strings.Join(args[1:], " "), i)
		if got, err := p.await(time.After(delay), syscall.SIGTERM, syscall.SIGINT); err != nil || got != 0 {
			return err
		}
	}
}
