package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net"
	"net/http"
	"os/exec"
	"regexp"
	"strconv"
	"strings"
	"text/template"
	"time"

	"github.com/docker/docker/api/types/container"
	"github.com/docker/docker/api/types/image"
	"github.com/docker/docker/api/types/network"
	"github.com/rogpeppe/go-internal/testscript"
)

type command = func(ts *testscript.TestScript, neg bool, args []string)

// commands gives what a script can do beside testscript's own commands:
//
//	gocompose ARG…                  runs the command; it must end with 0, and with 1 behind a !
//	exits CODE gocompose ARG…       it must end with CODE
//	until PATTERN gocompose ARG…    runs it again until its output matches, or behind a ! does not
//	background NAME gocompose ARG…  runs it meanwhile, its output in NAME.out and NAME.err
//	await FILE PATTERN              waits until a file matches
//	signal NAME SIGNAL              sends a signal to what runs meanwhile
//	ends NAME CODE                  waits for its end, which must be with CODE
//	mark, unchanged                 nothing must have changed since the mark, or since the script began
//	gone                            nothing must be left of the script's projects
//	inspect KIND NAME FORMAT        prints what the engine has, as docker inspect --format does
//	mask FROM TO [PATTERN]          copies output with names in place of ids, times and ports, from the first line that matches
//	meddle stop|end|pause|kill NAME does to a container what anybody may do past the command
//	meddle double NETWORK           makes another network of that name
//	meddle remove KIND NAME         removes a container or a network
//	meddle remove image FILE        removes the image whose id stands in a file
//	hold PORT                       takes a port of the host
//	get URL                         prints what a page says, once it does
//	registry PORT                   serves an empty image registry
func (s *stage) commands() map[string]command {
	all := map[string]command{
		"gocompose": s.gocompose, "exits": s.exits, "until": s.until,
		"background": s.inBackground, "await": await, "signal": s.signal, "ends": s.ends,
		"mark": s.markNow, "unchanged": s.unchanged, "gone": s.gone,
		"inspect": s.inspect, "mask": s.mask, "hold": s.hold, "get": get, "meddle": s.meddle, "repository": s.repository,
		"completes": s.completes, "sshd": s.sshd, "logins": s.logins, "registry": s.registry,
	}
	for name, c := range s.faults() {
		all[name] = c
	}
	return all
}

// need checks the number of a command's arguments.
func need(ts *testscript.TestScript, args []string, least int, usage string) {
	if len(args) < least {
		ts.Fatalf("usage: %s", usage)
	}
}

func (s *stage) gocompose(ts *testscript.TestScript, neg bool, args []string) {
	want := exitOK
	if neg {
		want = exitFailed
	}
	s.runFor(ts, want, args)
}

func (s *stage) exits(ts *testscript.TestScript, neg bool, args []string) {
	need(ts, args, 2, "exits CODE gocompose ARG…")
	want, err := strconv.Atoi(args[0])
	ts.Check(err)
	s.runFor(ts, want, behindName(ts, args[1:]))
}

func (s *stage) runFor(ts *testscript.TestScript, want int, args []string) {
	if got := exitCode(ts, ts.Exec(program, args...)); got != want {
		ts.Fatalf("exit code %d, want %d", got, want)
	}
}

// behindName gives the arguments of a command line that is written out.
func behindName(ts *testscript.TestScript, words []string) []string {
	if words[0] != "gocompose" {
		ts.Fatalf("%q where gocompose should stand", words[0])
	}
	return words[1:]
}

func exitCode(ts *testscript.TestScript, err error) int {
	var ended *exec.ExitError
	if errors.As(err, &ended) {
		return ended.ExitCode()
	}
	ts.Check(err)
	return exitOK
}

func (s *stage) until(ts *testscript.TestScript, neg bool, args []string) {
	need(ts, args, 2, "until PATTERN gocompose ARG…")
	pattern, args := compile(ts, args[0]), behindName(ts, args[1:])
	for deadline := time.Now().Add(patience); ; time.Sleep(50 * time.Millisecond) {
		code := exitCode(ts, ts.Exec(program, args...))
		text := ts.ReadFile("stdout")
		if code == exitOK && pattern.MatchString(text) != neg {
			return
		}
		if time.Now().After(deadline) {
			ts.Fatalf("exit code %d and no output as wanted; the last was:\n%s%s", code, text, ts.ReadFile("stderr"))
		}
	}
}

func compile(ts *testscript.TestScript, pattern string) *regexp.Regexp {
	re, err := regexp.Compile("(?m)" + pattern)
	ts.Check(err)
	return re
}

func await(ts *testscript.TestScript, neg bool, args []string) {
	need(ts, args, 2, "await FILE PATTERN")
	pattern := compile(ts, args[1])
	for deadline := time.Now().Add(patience); ; time.Sleep(10 * time.Millisecond) {
		text := ts.ReadFile(args[0])
		if pattern.MatchString(text) {
			return
		}
		if time.Now().After(deadline) {
			ts.Fatalf("no match for %s in:\n%s", args[1], text)
		}
	}
}

func (s *stage) markNow(ts *testscript.TestScript, neg bool, args []string) { ts.Check(s.mark()) }

func (s *stage) unchanged(ts *testscript.TestScript, neg bool, args []string) {
	text, err := s.changed()
	ts.Check(err)
	if (text != "") != neg {
		ts.Fatalf("something should have changed is %t; %s", neg, text)
	}
}

func (s *stage) gone(ts *testscript.TestScript, neg bool, args []string) {
	h, err := s.look(context.Background())
	ts.Check(err)
	if left := h.names(); (len(left) > 0) != neg {
		ts.Fatalf("something should be left is %t; left:\n%s", neg, strings.Join(left, "\n"))
	}
}

func (s *stage) inspect(ts *testscript.TestScript, neg bool, args []string) {
	need(ts, args, 3, "inspect container|network|volume|image NAME FORMAT")
	seen, err := s.ask(args[0], args[1])
	if neg {
		if err == nil {
			ts.Fatalf("there is %s %s", args[0], args[1])
		}
		return
	}
	ts.Check(err)
	ts.Check(format(ts, args[2], seen))
}

// ask gives what the engine's API says of one thing.
func (s *stage) ask(kind, name string) (seen any, err error) {
	ctx := context.Background()
	switch kind {
	case "container":
		return s.api.ContainerInspect(ctx, name)
	case "network":
		return s.api.NetworkInspect(ctx, name, network.InspectOptions{})
	case "volume":
		return s.api.VolumeInspect(ctx, name)
	case "image":
		return s.api.ImageInspect(ctx, name)
	}
	return nil, fmt.Errorf("unknown kind %q", kind)
}

func format(ts *testscript.TestScript, text string, seen any) error {
	t, err := template.New("").Option("missingkey=zero").Funcs(template.FuncMap{"json": asJSON}).Parse(text + "\n")
	if err != nil {
		return err
	}
	return t.Execute(ts.Stdout(), seen)
}

func asJSON(v any) (string, error) {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	err := e.Encode(v)
	return strings.TrimSpace(b.String()), err
}

func (s *stage) meddle(ts *testscript.TestScript, neg bool, args []string) {
	need(ts, args, 2, "meddle stop|end|pause|kill NAME, meddle double NETWORK, meddle rename CONTAINER NAME, or meddle remove container|network NAME")
	ctx, now := context.Background(), 0
	switch args[0] {
	case "stop":
		ts.Check(s.api.ContainerStop(ctx, args[1], container.StopOptions{Timeout: &now}))
	case "pause":
		ts.Check(s.api.ContainerPause(ctx, args[1]))
	case "end": // as it wants to
		ts.Check(s.api.ContainerKill(ctx, args[1], "TERM"))
	case "kill":
		ts.Check(s.api.ContainerKill(ctx, args[1], "KILL"))
	case "rename":
		need(ts, args, 3, "meddle rename CONTAINER NAME")
		ts.Check(s.api.ContainerRename(ctx, args[1], args[2]))
	case "double":
		ts.Check(s.double(ctx, args[1]))
	case "remove":
		need(ts, args, 3, "meddle remove container|network NAME, or meddle remove image|volume FILE")
		switch args[1] {
		case "network":
			ts.Check(s.api.NetworkRemove(ctx, args[2]))
		case "volume":
			ts.Check(s.api.VolumeRemove(ctx, strings.TrimSpace(ts.ReadFile(args[2])), false))
		case "image":
			_, err := s.api.ImageRemove(ctx, strings.TrimSpace(ts.ReadFile(args[2])), image.RemoveOptions{})
			ts.Check(err)
		default:
			ts.Check(s.api.ContainerRemove(ctx, args[2], container.RemoveOptions{Force: true}))
		}
	default:
		ts.Fatalf("unknown: %s", args[0])
	}
}

// double makes another network of a name. The client asks the engine not to.
func (s *stage) double(ctx context.Context, name string) error {
	same, err := s.api.NetworkInspect(ctx, name, network.InspectOptions{})
	if err != nil {
		return err
	}
	body, err := json.Marshal(map[string]any{"Name": same.Name, "Labels": same.Labels})
	if err != nil {
		return err
	}
	answer, err := s.api.HTTPClient().Post("http://engine/networks/create", "application/json", bytes.NewReader(body))
	if err != nil {
		return err
	}
	defer answer.Body.Close()
	if answer.StatusCode != http.StatusCreated {
		return fmt.Errorf("a second network %s: %s", name, answer.Status)
	}
	return nil
}

func (s *stage) hold(ts *testscript.TestScript, neg bool, args []string) {
	need(ts, args, 1, "hold PORT")
	if s.fake != nil {
		port, err := strconv.Atoi(args[0])
		ts.Check(err)
		s.fake.HoldPorts(port)
	}
	l, err := net.Listen("tcp", "0.0.0.0:"+args[0])
	ts.Check(err)
	ts.Defer(func() { l.Close() })
}
