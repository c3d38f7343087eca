package enginetest_test

import (
	"io"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/docker/docker/api/types/container"
	"github.com/docker/docker/api/types/network"

	"gocompose/engine/enginetest"
)

// The commands that end by themselves: output of both streams and exit code, as
// the real program gives them.
func TestTestTool(t *testing.T) {
	folder := t.TempDir()
	check(t, os.WriteFile(filepath.Join(folder, "note"), []byte("from the host\n"), 0o644))
	srv := enginetest.New(t)
	srv.AddTestImage()
	api := dial(t, srv)
	for _, c := range []struct {
		cmd  string
		code int64
		out  string
	}{
		{"true", 0, ""},
		{"false", 1, ""},
		{"sleep 0.01", 0, ""},
		{"sleep soon", 1, "test-tool: sleep: strconv.ParseFloat: parsing \"soon\": invalid syntax\n"},
		{"/bin/echo a b", 0, "a b\n"},
		{"test-tool", 1, "test-tool: no command given\n"},
		{"test-tool dance", 1, "test-tool: unknown command \"dance\"\n"},
		{"test-tool exit 3", 3, ""},
		{"test-tool exit 3 1ms", 3, ""},
		{"test-tool exit", 1, "test-tool: exit: which code?\n"},
		{"test-tool exit x", 1, "test-tool: exit: strconv.Atoi: parsing \"x\": invalid syntax\n"},
		{"test-tool print 2 line", 0, "line 1\nline 2\n"},
		{"test-tool print 2", 1, "test-tool: print: how many, and what?\n"},
		{"test-tool stderr oops then false then echo never", 1, "oops\n"},
		{"env GREETING", 0, "hello\n"},
		{"env NOTHING", 1, "test-tool: NOTHING is not set\n"},
		{"env", 0, "GREETING=hello\nHOME=/\nHOSTNAME=box\nPATH=/bin\n"},
		{"cat /none", 1, "test-tool: open /none: no such file or directory\n"},
		{"cat /host/note", 0, "from the host\n"},
		{"test-tool touch /tmp/x then cat /tmp/x then echo there", 0, "there\n"},
		{"test-tool touch /none/x", 1, "test-tool: open /none/x: no such file or directory\n"},
		{"test-tool touch /host/x", 1, "test-tool: open /host/x: read-only file system\n"},
		{"test-tool touch /tmp/x then rm -rf -- /tmp/x /none then cat /tmp/x", 1, "test-tool: open /tmp/x: no such file or directory\n"},
		{"rm -rf -- /host/note", 1, "test-tool: unlinkat /host/note: read-only file system\n"},
		{"rm /tmp/x", 1, "test-tool: rm: write rm -rf -- FILE…\n"},
		{"test-tool touch", 1, "test-tool: touch: which file?\n"},
		{"test-tool health /none", 1, "test-tool: not healthy yet: stat /none: no such file or directory\n"},
		{"test-tool health /tmp", 0, ""},
		{"test-tool health", 1, "test-tool: health: which file or URL?\n"},
		{"test-tool health after 0s", 0, ""},
		{"test-tool resolve none", 1, "test-tool: lookup none on 127.0.0.11:53: no such host\n"},
		{"test-tool get http://none:99/", 1, "test-tool: Get \"http://none:99/\": dial tcp: lookup none on 127.0.0.11:53: no such host\n"},
		{"test-tool get http://127.0.0.1:99/", 1, "test-tool: Get \"http://127.0.0.1:99/\": dial tcp 127.0.0.1:99: connect: connection refused\n"},
		{"test-tool serve", 1, "test-tool: serve: which port, and what text?\n"},
		{"test-tool tick", 1, "test-tool: tick: how often, and what?\n"},
	} {
		id := run(t, api, "", &container.Config{Image: "gocompose-test", Cmd: strings.Fields(c.cmd), Env: []string{"GREETING=hello"}, Hostname: "box"},
			&container.HostConfig{Binds: []string{folder + ":/host:ro"}})
		code := await(t, api, id)
		out, err := srv.Output(id)
		if err != nil || code != c.code || out != c.out {
			t.Errorf("%s: %d %q, want %d %q; %v", c.cmd, code, out, c.code, c.out, err)
		}
	}
}

// exec runs a command in a container and gives output and exit code.
func exec(t *testing.T, srv *enginetest.Server, name, cmd string) (string, int) {
	t.Helper()
	api, ctx := dial(t, srv), bounded(t)
	made, err := api.ContainerExecCreate(ctx, name, container.ExecOptions{Cmd: strings.Fields(cmd), AttachStdout: true, AttachStderr: true, Tty: true})
	check(t, err)
	both, err := api.ContainerExecAttach(ctx, made.ID, container.ExecStartOptions{Tty: true})
	check(t, err)
	defer both.Close()
	out, err := io.ReadAll(both.Reader)
	check(t, err)
	end, err := api.ContainerExecInspect(ctx, made.ID)
	check(t, err)
	return strings.ReplaceAll(string(out), "\r\n", "\n"), end.ExitCode
}

func TestContainersTalk(t *testing.T) {
	srv := enginetest.New(t)
	srv.AddTestImage()
	api, ctx := dial(t, srv), bounded(t)
	for _, name := range []string{"one", "two"} {
		_, err := api.NetworkCreate(ctx, name, network.CreateOptions{})
		check(t, err)
	}
	port := freeHostPort(t)
	config, host := bindTo(port, "8000/tcp")
	config.Image, config.Cmd, host.NetworkMode = "gocompose-test", []string{"test-tool", "serve", "8000", "hello"}, "one"
	made, err := api.ContainerCreate(ctx, config, host, &network.NetworkingConfig{EndpointsConfig: map[string]*network.EndpointSettings{"one": {Aliases: []string{"web"}}}}, nil, "app-web-1")
	check(t, err)
	check(t, api.ContainerStart(ctx, made.ID, container.StartOptions{}))
	run(t, api, "near", &container.Config{Image: "gocompose-test"}, &container.HostConfig{NetworkMode: "one"})
	run(t, api, "far", &container.Config{Image: "gocompose-test"}, &container.HostConfig{NetworkMode: "two"})

	var answer *http.Response
	for answer == nil && ctx.Err() == nil {
		answer, _ = http.Get("http://127.0.0.1:" + port)
	}
	body, err := io.ReadAll(answer.Body)
	answer.Body.Close()
	if err != nil || string(body) != "hello\n" {
		t.Errorf("published port: %q %v", body, err)
	}
	for _, name := range []string{"web", "app-web-1", made.ID[:12]} {
		if out, code := exec(t, srv, "near", "test-tool get http://"+name+":8000/"); out != "hello\n" || code != 0 {
			t.Errorf("%s: %q %d", name, out, code)
		}
	}
	if out, code := exec(t, srv, "far", "test-tool get http://web:8000/"); code != 1 || !strings.Contains(out, "no such host") {
		t.Errorf("from another network: %q %d", out, code)
	}
	if out, code := exec(t, srv, "near", "test-tool get http://web:1/"); code != 1 || !strings.Contains(out, "connection refused") {
		t.Errorf("another port: %q %d", out, code)
	}
	if out, code := exec(t, srv, "near", "nope"); code != 126 || !strings.Contains(out, `exec: "nope": executable file not found in $PATH: unknown`) {
		t.Errorf("no such program: %q %d", out, code)
	}
	check(t, api.ContainerStop(ctx, made.ID, container.StopOptions{}))
	if _, err := http.Get("http://127.0.0.1:" + port); err == nil {
		t.Error("a stopped container answers")
	}
	if out, code := exec(t, srv, "near", "test-tool resolve web"); code != 1 {
		t.Errorf("a stopped container resolves: %q", out)
	}
}

func TestVolumesKeepFiles(t *testing.T) {
	srv := enginetest.New(t)
	srv.AddTestImage()
	api, ctx := dial(t, srv), bounded(t)
	shared := &container.HostConfig{Binds: []string{"data:/data"}}
	await(t, api, run(t, api, "writer", &container.Config{Image: "gocompose-test", Cmd: []string{"test-tool", "touch", "/data/x"}}, shared))
	check(t, api.ContainerRemove(ctx, "writer", container.RemoveOptions{RemoveVolumes: true}))
	if code := await(t, api, run(t, api, "reader", &container.Config{Image: "gocompose-test", Cmd: []string{"cat", "/data/x"}}, shared)); code != 0 {
		t.Error("the named volume lost its file")
	}
	check(t, api.ContainerRemove(ctx, "reader", container.RemoveOptions{}))
	check(t, api.VolumeRemove(ctx, "data", false))
	if code := await(t, api, run(t, api, "reader", &container.Config{Image: "gocompose-test", Cmd: []string{"cat", "/data/x"}}, shared)); code != 1 {
		t.Error("a new volume of an old name holds the old file")
	}
}

func TestArchives(t *testing.T) {
	folder := t.TempDir()
	srv := enginetest.New(t)
	srv.AddTestImage()
	api, ctx := dial(t, srv), bounded(t)
	run(t, api, "box", &container.Config{Image: "gocompose-test"}, &container.HostConfig{Binds: []string{folder + ":/host"}})
	for _, path := range []string{"/tmp", "/host"} {
		check(t, api.CopyToContainer(ctx, "box", path, strings.NewReader(tarOf("f", "text\n")), container.CopyToContainerOptions{}))
		r, stat, err := api.CopyFromContainer(ctx, "box", path+"/f")
		check(t, err)
		raw, err := io.ReadAll(r)
		if err != nil || stat.Name != "f" || stat.Size != 5 || !strings.Contains(string(raw), "text\n") || !strings.HasSuffix(string(raw), strings.Repeat("\x00", 1024)) {
			t.Errorf("%s: %+v %v", path, stat, err)
		}
	}
	if onHost, err := os.ReadFile(filepath.Join(folder, "f")); err != nil || string(onHost) != "text\n" {
		t.Errorf("under the bind mount: %q %v", onHost, err)
	}
	if err := api.CopyToContainer(ctx, "box", "/none", strings.NewReader(tarOf("f", "")), container.CopyToContainerOptions{}); err == nil {
		t.Error("copied into a folder that is not there")
	}
	if _, _, err := api.CopyFromContainer(ctx, "box", "/none"); err == nil {
		t.Error("copied a file that is not there")
	}
}

func TestTopAndStats(t *testing.T) {
	srv := enginetest.New(t)
	srv.AddTestImage()
	api, ctx := dial(t, srv), bounded(t)
	run(t, api, "box", &container.Config{Image: "gocompose-test"}, nil)
	if top, err := api.ContainerTop(ctx, "box", nil); err != nil || len(top.Processes) != 1 || top.Processes[0][7] != "test-tool sleep" {
		t.Errorf("%+v %v", top, err)
	}
	r, err := api.ContainerStatsOneShot(ctx, "box")
	check(t, err)
	if text, err := io.ReadAll(r.Body); err != nil || !strings.Contains(string(text), `"name":"/box"`) {
		t.Errorf("%s %v", text, err)
	}
	if info, err := api.Info(ctx); err != nil || info.ContainersRunning != 1 || info.Images != 1 {
		t.Errorf("%+v %v", info, err)
	}
}
