package enginetest_test

import (
	"bytes"
	"context"
	"io"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/docker/docker/api/types/container"
	"github.com/docker/docker/api/types/events"
	"github.com/docker/docker/api/types/filters"
	"github.com/docker/docker/api/types/network"
	"github.com/docker/docker/client"

	"gocompose/engine/enginetest"
)

func dial(t *testing.T, srv *enginetest.Server) *client.Client {
	t.Helper()
	c, err := client.NewClientWithOpts(client.WithHost(srv.Host()), client.WithAPIVersionNegotiation())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { c.Close() })
	return c
}

func open(t *testing.T, o enginetest.Options) *enginetest.Server {
	t.Helper()
	srv, err := enginetest.Start(o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(srv.Close)
	return srv
}

// bounded ends a test that hangs.
func bounded(t *testing.T) context.Context {
	t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), 20*time.Second)
	t.Cleanup(cancel)
	return ctx
}

// check fails the test at once; it is for what is not the test's subject.
func check(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// run creates and starts a container and gives its id.
func run(t *testing.T, api *client.Client, name string, config *container.Config, host *container.HostConfig) string {
	t.Helper()
	made, err := api.ContainerCreate(bounded(t), config, host, nil, nil, name)
	check(t, err)
	check(t, api.ContainerStart(bounded(t), made.ID, container.StartOptions{}))
	return made.ID
}

// await gives the exit code of a container's run.
func await(t *testing.T, api *client.Client, id string) int64 {
	t.Helper()
	done, failed := api.ContainerWait(bounded(t), id, container.WaitConditionNotRunning)
	select {
	case end := <-done:
		return end.StatusCode
	case err := <-failed:
		t.Fatal(err)
		return -1
	}
}

func actions(messages []events.Message) []string {
	var list []string
	for _, m := range messages {
		list = append(list, string(m.Type)+" "+string(m.Action))
	}
	return list
}

func TestLifeOfAContainer(t *testing.T) {
	srv := enginetest.New(t)
	srv.AddImage("redis", enginetest.Image{Cmd: []string{"redis-server"}, Exposed: []string{"6379/tcp"}})
	api, ctx := dial(t, srv), bounded(t)
	_, err := api.NetworkCreate(ctx, "shop_default", network.CreateOptions{})
	check(t, err)
	id := run(t, api, "shop-db-1", &container.Config{Image: "redis"}, &container.HostConfig{NetworkMode: "shop_default"})
	list, err := api.ContainerList(ctx, container.ListOptions{})
	if err != nil || len(list) != 1 || list[0].ID != id || list[0].State != "running" {
		t.Fatalf("list: %+v, %v", list, err)
	}
	check(t, api.ContainerStop(ctx, "shop-db-1", container.StopOptions{}))
	check(t, api.ContainerRemove(ctx, "shop-db-1", container.RemoveOptions{}))
	want := []string{"network create", "container create", "network connect", "container start",
		"container kill", "container die", "network disconnect", "container stop", "container destroy"}
	if got := actions(srv.Events()); !slices.Equal(got, want) {
		t.Errorf("events %q, want %q", got, want)
	}
	if left := srv.Containers(); len(left) != 0 {
		t.Errorf("left: %+v", left)
	}
}

func TestEventsStreamLive(t *testing.T) {
	srv := enginetest.New(t)
	srv.AddImage("web", enginetest.Image{})
	api, ctx := dial(t, srv), bounded(t)
	wanted := filters.NewArgs(filters.Arg("type", "container"), filters.Arg("label", "project=shop"))
	messages, failed := api.Events(ctx, events.ListOptions{Filters: wanted})
	waitForCall(t, srv, "GET /events")
	run(t, api, "other", &container.Config{Image: "web"}, nil)
	run(t, api, "mine", &container.Config{Image: "web", Labels: map[string]string{"project": "shop"}}, nil)
	for _, action := range []events.Action{"create", "start"} {
		select {
		case m := <-messages:
			if m.Action != action || m.Actor.Attributes["name"] != "mine" {
				t.Errorf("got %+v, want %s of mine", m, action)
			}
		case err := <-failed:
			t.Fatal(err)
		}
	}
	srv.GoAway()
	if err := <-failed; err == nil {
		t.Error("the stream of an engine that went away ended without an error")
	}
}

// waitForCall waits until the engine has seen a call.
func waitForCall(t *testing.T, srv *enginetest.Server, call string) {
	t.Helper()
	ctx := bounded(t)
	for !slices.ContainsFunc(srv.Calls(), func(c enginetest.Call) bool {
		return c.String() == call && c.Status != 0 || c.String() == call && c.Method == "GET"
	}) {
		select {
		case <-ctx.Done():
			t.Fatalf("no %s", call)
		case <-time.After(time.Millisecond):
		}
	}
}

func TestEventFilters(t *testing.T) {
	srv := enginetest.New(t)
	srv.AddImage("web:1", enginetest.Image{})
	api, ctx := dial(t, srv), bounded(t)
	begin := time.Now()
	id := run(t, api, "one", &container.Config{Image: "web:1", Labels: map[string]string{"a": "b"}}, nil)
	run(t, api, "two", &container.Config{Image: "web:1"}, nil)
	for _, c := range []struct {
		filter []filters.KeyValuePair
		want   int
	}{
		{nil, 6},
		{[]filters.KeyValuePair{filters.Arg("container", "one")}, 2},
		{[]filters.KeyValuePair{filters.Arg("container", id)}, 2},
		{[]filters.KeyValuePair{filters.Arg("event", "start")}, 2},
		{[]filters.KeyValuePair{filters.Arg("event", "start"), filters.Arg("event", "create")}, 4},
		{[]filters.KeyValuePair{filters.Arg("label", "a")}, 2},
		{[]filters.KeyValuePair{filters.Arg("label", "a=c")}, 0},
		{[]filters.KeyValuePair{filters.Arg("network", "bridge")}, 2},
		{[]filters.KeyValuePair{filters.Arg("image", "web")}, 4},
		{[]filters.KeyValuePair{filters.Arg("image", "we")}, 0},
		{[]filters.KeyValuePair{filters.Arg("type", "volume")}, 0},
		{[]filters.KeyValuePair{filters.Arg("event", "health_status")}, 0},
	} {
		messages, failed := api.Events(ctx, events.ListOptions{
			Since: begin.Format(time.RFC3339Nano), Until: time.Now().Format(time.RFC3339Nano), Filters: filters.NewArgs(c.filter...),
		})
		var got []events.Message
		for open := true; open; {
			select {
			case m := <-messages:
				got = append(got, m)
			case err := <-failed:
				if err != io.EOF {
					t.Fatal(err)
				}
				open = false
			}
		}
		if len(got) != c.want {
			t.Errorf("%v: %q, want %d", c.filter, actions(got), c.want)
		}
	}
}

func TestOutput(t *testing.T) {
	srv := enginetest.New(t)
	srv.AddImage("talk", enginetest.Image{})
	srv.Behave("talk*", enginetest.Behaviour{
		Logs: []enginetest.Line{{Text: "one"}, {Text: "two", Stderr: true}, {Text: "three"}}, Exit: &enginetest.Exit{Code: 7, After: 50 * time.Millisecond},
	})
	api := dial(t, srv)
	for _, c := range []struct {
		name    string
		tty     bool
		options container.LogsOptions
		out     string
		err     string
	}{
		{"both", false, container.LogsOptions{ShowStdout: true, ShowStderr: true}, "one\nthree\n", "two\n"},
		{"stderr", false, container.LogsOptions{ShowStderr: true}, "", "two\n"},
		{"tail", false, container.LogsOptions{ShowStdout: true, ShowStderr: true, Tail: "2"}, "three\n", "two\n"},
		{"tail counts both streams", false, container.LogsOptions{ShowStderr: true, Tail: "1"}, "", ""},
		{"tail none", false, container.LogsOptions{ShowStdout: true, Tail: "0"}, "", ""},
		{"tail all", false, container.LogsOptions{ShowStdout: true, Tail: "all"}, "one\nthree\n", ""},
		{"since", false, container.LogsOptions{ShowStdout: true, Since: "2999-01-01T00:00:00Z"}, "", ""},
		{"until", false, container.LogsOptions{ShowStdout: true, Until: "2001-01-01T00:00:00Z"}, "", ""},
		{"terminal", true, container.LogsOptions{ShowStdout: true}, "one\r\ntwo\r\nthree\r\n", ""},
	} {
		id := run(t, api, "", &container.Config{Image: "talk", Tty: c.tty}, nil)
		c.options.Follow = c.options.Tail == "" && c.options.Until == ""
		if !c.options.Follow {
			await(t, api, id)
		}
		r, err := api.ContainerLogs(bounded(t), id, c.options)
		check(t, err)
		out, problems := demultiplex(t, r, c.tty)
		if out != c.out || problems != c.err {
			t.Errorf("%s: %q and %q, want %q and %q", c.name, out, problems, c.out, c.err)
		}
		if code := await(t, api, id); code != 7 {
			t.Errorf("%s: exit code %d", c.name, code)
		}
	}
}

// demultiplex reads to the end and parts standard output and error.
func demultiplex(t *testing.T, r io.Reader, plain bool) (out, problems string) {
	t.Helper()
	raw, err := io.ReadAll(r)
	check(t, err)
	if plain {
		return string(raw), ""
	}
	for len(raw) > 0 {
		size := int(raw[4])<<24 | int(raw[5])<<16 | int(raw[6])<<8 | int(raw[7])
		if raw[0] == 1 {
			out += string(raw[8 : 8+size])
		} else {
			problems += string(raw[8 : 8+size])
		}
		raw = raw[8+size:]
	}
	return out, problems
}

func TestLogTimestamps(t *testing.T) {
	moment := time.Date(2024, 5, 6, 7, 8, 9, 120, time.UTC)
	srv := open(t, enginetest.Options{Now: func() time.Time { return moment }})
	srv.AddImage("talk", enginetest.Image{})
	srv.Behave("talk*", enginetest.Behaviour{Logs: []enginetest.Line{{Text: "hi"}}, Exit: &enginetest.Exit{}})
	api := dial(t, srv)
	id := run(t, api, "", &container.Config{Image: "talk"}, nil)
	await(t, api, id)
	r, err := api.ContainerLogs(bounded(t), id, container.LogsOptions{ShowStdout: true, Timestamps: true})
	check(t, err)
	if out, _ := demultiplex(t, r, false); out != "2024-05-06T07:08:09.000000120Z hi\n" {
		t.Errorf("%q", out)
	}
}

func TestAttach(t *testing.T) {
	srv := enginetest.New(t)
	srv.AddImage("upper", enginetest.Image{})
	srv.Behave("upper*", enginetest.Behaviour{Program: func(p *enginetest.Process) int {
		text, _ := io.ReadAll(p.Stdin)
		p.Stdout.Write(bytes.ToUpper(text))
		p.Stderr.Write([]byte("done\n"))
		return 3
	}})
	api, ctx := dial(t, srv), bounded(t)
	made, err := api.ContainerCreate(ctx, &container.Config{Image: "upper", OpenStdin: true, StdinOnce: true}, nil, nil, nil, "")
	check(t, err)
	both, err := api.ContainerAttach(ctx, made.ID, container.AttachOptions{Stream: true, Stdin: true, Stdout: true, Stderr: true})
	check(t, err)
	defer both.Close()
	check(t, api.ContainerStart(ctx, made.ID, container.StartOptions{}))
	_, err = both.Conn.Write([]byte("hello\n"))
	check(t, err)
	check(t, both.CloseWrite())
	out, problems := demultiplex(t, both.Reader, false)
	if out != "HELLO\n" || problems != "done\n" {
		t.Errorf("%q and %q", out, problems)
	}
	if code := await(t, api, made.ID); code != 3 {
		t.Errorf("exit code %d", code)
	}
}

func TestExec(t *testing.T) {
	srv := enginetest.New(t)
	srv.AddImage("box", enginetest.Image{Programs: []string{"/app", "say"}})
	srv.Behave("box*", enginetest.Behaviour{Exec: func(p *enginetest.Process) int {
		io.WriteString(p.Stdout, strings.Join(p.Args[1:], " "))
		io.Copy(p.Stdout, p.Stdin)
		io.WriteString(p.Stderr, "warning")
		return 5
	}})
	api, ctx := dial(t, srv), bounded(t)
	id := run(t, api, "box", &container.Config{Image: "box"}, nil)
	made, err := api.ContainerExecCreate(ctx, id, container.ExecOptions{Cmd: []string{"say", "a", "b"}, AttachStdin: true, AttachStdout: true, AttachStderr: true})
	check(t, err)
	both, err := api.ContainerExecAttach(ctx, made.ID, container.ExecStartOptions{})
	check(t, err)
	defer both.Close()
	both.Conn.Write([]byte(" in"))
	check(t, both.CloseWrite())
	out, problems := demultiplex(t, both.Reader, false)
	if out != "a b in" || problems != "warning" {
		t.Errorf("%q and %q", out, problems)
	}
	end, err := api.ContainerExecInspect(ctx, made.ID)
	if err != nil || end.ExitCode != 5 || end.Running {
		t.Errorf("%+v %v", end, err)
	}
	if err := api.ContainerExecStart(ctx, made.ID, container.ExecStartOptions{Detach: true}); !client.IsErrNotFound(err) && err == nil {
		t.Error("an exec ran twice")
	}
}

func TestExecEndsWithItsContainer(t *testing.T) {
	srv := enginetest.New(t)
	srv.AddImage("box", enginetest.Image{})
	srv.Behave("box*", enginetest.Behaviour{Exec: func(p *enginetest.Process) int {
		io.WriteString(p.Stdout, "begun")
		<-p.Killed
		return 0
	}})
	api, ctx := dial(t, srv), bounded(t)
	id := run(t, api, "box", &container.Config{Image: "box"}, nil)
	made, err := api.ContainerExecCreate(ctx, id, container.ExecOptions{Cmd: []string{"forever"}, AttachStdout: true})
	check(t, err)
	both, err := api.ContainerExecAttach(ctx, made.ID, container.ExecStartOptions{})
	check(t, err)
	defer both.Close()
	_, err = io.ReadFull(both.Reader, make([]byte, 8+len("begun")))
	check(t, err)
	check(t, api.ContainerKill(ctx, id, "KILL"))
	if _, err := io.ReadAll(both.Reader); err != nil {
		t.Error(err)
	}
	if end, err := api.ContainerExecInspect(ctx, made.ID); err != nil || end.ExitCode != 137 {
		t.Errorf("%+v %v", end, err)
	}
}

// An exec that is answered before its container ends, and begun after, is not left
// running.
func TestExecBegunAsItsContainerEnds(t *testing.T) {
	srv := enginetest.New(t)
	srv.AddImage("box", enginetest.Image{})
	srv.Behave("box*", enginetest.Behaviour{Exec: func(p *enginetest.Process) int { <-p.Killed; return 0 }})
	api, ctx := dial(t, srv), bounded(t)
	for range 50 {
		id := run(t, api, "", &container.Config{Image: "box"}, nil)
		made, err := api.ContainerExecCreate(ctx, id, container.ExecOptions{Cmd: []string{"forever"}, AttachStdout: true})
		check(t, err)
		both, err := api.ContainerExecAttach(ctx, made.ID, container.ExecStartOptions{})
		check(t, err)
		check(t, api.ContainerKill(ctx, id, "KILL"))
		said, err := io.ReadAll(both.Reader)
		check(t, err)
		both.Close()
		end, err := api.ContainerExecInspect(ctx, made.ID)
		if err != nil || end.ExitCode != 137 && !(end.ExitCode == 126 && strings.Contains(string(said), "is not running")) {
			t.Errorf("%+v %v after %q", end, err, said)
		}
	}
}
