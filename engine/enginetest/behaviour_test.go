package enginetest_test

import (
	"strings"
	"testing"
	"time"

	"github.com/docker/docker/api/types/container"

	"gocompose/engine/enginetest"
)

func TestBehaviour(t *testing.T) {
	for _, c := range []struct {
		name      string
		pattern   string
		behaviour enginetest.Behaviour
		signal    string // sent after the start; empty for none
		code      int64
		output    string
	}{
		{"keeps running", "app", enginetest.Behaviour{}, "TERM", 0, ""},
		{"is killed", "app", enginetest.Behaviour{}, "KILL", 137, ""},
		{"exits", "app", enginetest.Behaviour{Exit: &enginetest.Exit{Code: 4}}, "", 4, ""},
		{"exits later", "app", enginetest.Behaviour{Exit: &enginetest.Exit{Code: 4, After: time.Millisecond}}, "", 4, ""},
		{"by image", "img:*", enginetest.Behaviour{Exit: &enginetest.Exit{Code: 5}}, "", 5, ""},
		{"another one", "other", enginetest.Behaviour{Exit: &enginetest.Exit{Code: 5}}, "INT", 0, ""},
		{"prints", "a*", enginetest.Behaviour{Logs: []enginetest.Line{{Text: "x"}, {Text: "y", After: time.Millisecond}}, Exit: &enginetest.Exit{}}, "", 0, "x\ny\n"},
		{"stop code", "app", enginetest.Behaviour{StopCode: 143}, "TERM", 143, ""},
		{"own program", "app", enginetest.Behaviour{Program: func(p *enginetest.Process) int { return int(<-p.Signals) }}, "HUP", 1, ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			srv := enginetest.New(t)
			srv.AddImage("img:1", enginetest.Image{})
			srv.Behave(c.pattern, c.behaviour)
			api := dial(t, srv)
			id := run(t, api, "app", &container.Config{Image: "img:1"}, nil)
			if c.signal != "" {
				check(t, api.ContainerKill(bounded(t), id, c.signal))
			}
			if code := await(t, api, id); code != c.code {
				t.Errorf("exit code %d, want %d", code, c.code)
			}
			if out, err := srv.Output("app"); err != nil || out != c.output {
				t.Errorf("output %q, %v, want %q", out, err, c.output)
			}
		})
	}
}

func TestDeafContainerIsKilled(t *testing.T) {
	srv := enginetest.New(t)
	srv.AddImage("img", enginetest.Image{})
	srv.Behave("*", enginetest.Behaviour{Deaf: true})
	api := dial(t, srv)
	id := run(t, api, "app", &container.Config{Image: "img"}, nil)
	none := 0
	check(t, api.ContainerStop(bounded(t), id, container.StopOptions{Timeout: &none}))
	if code := await(t, api, id); code != 137 {
		t.Errorf("exit code %d", code)
	}
}

func TestLatestBehaviourCounts(t *testing.T) {
	srv := enginetest.New(t)
	srv.AddImage("img", enginetest.Image{})
	srv.Behave("*", enginetest.Behaviour{Exit: &enginetest.Exit{Code: 1}})
	srv.Behave("app", enginetest.Behaviour{Exit: &enginetest.Exit{Code: 2}})
	api := dial(t, srv)
	if code := await(t, api, run(t, api, "app", &container.Config{Image: "img"}, nil)); code != 2 {
		t.Errorf("exit code %d", code)
	}
	if code := await(t, api, run(t, api, "other", &container.Config{Image: "img"}, nil)); code != 1 {
		t.Errorf("exit code %d", code)
	}
}

func TestStartError(t *testing.T) {
	srv := enginetest.New(t)
	srv.AddImage("img", enginetest.Image{})
	srv.Behave("app", enginetest.Behaviour{StartError: "exec format error"})
	api, ctx := dial(t, srv), bounded(t)
	made, err := api.ContainerCreate(ctx, &container.Config{Image: "img"}, nil, nil, nil, "app")
	check(t, err)
	if err := api.ContainerStart(ctx, made.ID, container.StartOptions{}); err == nil || !strings.Contains(err.Error(), "exec format error") {
		t.Errorf("start: %v", err)
	}
	c, err := api.ContainerInspect(ctx, made.ID)
	if err != nil || c.State.ExitCode != 127 || c.State.Error != "exec format error" || c.State.Status != "created" {
		t.Errorf("%+v %v", c.State, err)
	}
}

func TestHealth(t *testing.T) {
	fine, bad := enginetest.Probe{Output: "fine"}, enginetest.Probe{ExitCode: 1, Output: "refused"}
	for _, c := range []struct {
		name    string
		check   container.HealthConfig
		probes  []enginetest.Probe
		exec    func(*enginetest.Process) int
		changes []string // health events, in order
		streak  int
	}{
		{"healthy by default", container.HealthConfig{}, nil, nil, []string{"healthy"}, 0},
		{"healthy", container.HealthConfig{}, []enginetest.Probe{fine}, nil, []string{"healthy"}, 0},
		{"after failures", container.HealthConfig{}, []enginetest.Probe{bad, bad, fine}, nil, []string{"healthy"}, 0},
		{"unhealthy after three", container.HealthConfig{}, []enginetest.Probe{bad}, nil, []string{"unhealthy"}, 3},
		{"unhealthy after one", container.HealthConfig{Retries: 1}, []enginetest.Probe{bad}, nil, []string{"unhealthy"}, 1},
		{"recovers", container.HealthConfig{Retries: 1}, []enginetest.Probe{bad, fine}, nil, []string{"unhealthy", "healthy"}, 0},
		{"falls ill", container.HealthConfig{Retries: 1}, []enginetest.Probe{fine, bad}, nil, []string{"healthy", "unhealthy"}, 1},
		{"start period", container.HealthConfig{Retries: 1, StartPeriod: time.Hour}, []enginetest.Probe{bad, bad, bad, fine}, nil, []string{"healthy"}, 0},
		{"by program", container.HealthConfig{Retries: 1}, nil, func(p *enginetest.Process) int { return len(p.Args) }, []string{"unhealthy"}, 1},
	} {
		t.Run(c.name, func(t *testing.T) {
			srv := enginetest.New(t)
			srv.AddImage("img", enginetest.Image{})
			srv.Behave("*", enginetest.Behaviour{Health: c.probes, HealthEvery: time.Millisecond, Exec: c.exec})
			api := dial(t, srv)
			c.check.Test = []string{"CMD", "probe"}
			id := run(t, api, "app", &container.Config{Image: "img", Healthcheck: &c.check}, nil)
			ctx := bounded(t)
			for len(healthEvents(srv)) < len(c.changes) && ctx.Err() == nil {
				time.Sleep(time.Millisecond)
			}
			got := healthEvents(srv)
			if strings.Join(got, " ") != strings.Join(c.changes, " ") {
				t.Fatalf("health events %q, want %q", got, c.changes)
			}
			inspected, err := api.ContainerInspect(ctx, id)
			check(t, err)
			health := inspected.State.Health
			if last := c.changes[len(c.changes)-1]; health.Status != last || health.FailingStreak < c.streak || len(health.Log) == 0 {
				t.Errorf("%+v", health)
			}
		})
	}
}

func healthEvents(srv *enginetest.Server) []string {
	var list []string
	for _, e := range srv.Events() {
		if status, ok := strings.CutPrefix(string(e.Action), "health_status: "); ok {
			list = append(list, status)
		}
	}
	return list
}

func TestNoHealthcheck(t *testing.T) {
	srv := enginetest.New(t)
	srv.AddImage("img", enginetest.Image{Healthcheck: &container.HealthConfig{Test: []string{"CMD", "x"}}})
	api := dial(t, srv)
	id := run(t, api, "app", &container.Config{Image: "img", Healthcheck: &container.HealthConfig{Test: []string{"NONE"}}}, nil)
	if c, err := api.ContainerInspect(bounded(t), id); err != nil || c.State.Health != nil {
		t.Errorf("%+v %v", c.State, err)
	}
}
