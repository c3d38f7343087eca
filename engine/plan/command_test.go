package plan_test

import (
	"bytes"
	"strings"
	"testing"
	"time"

	"gocompose/compose"
	"gocompose/engine/plan"
)

func commands(want []byte) (out []string) {
	for line := range bytes.Lines(want) {
		if command, ok := strings.CutPrefix(strings.TrimSuffix(string(line), "\n"), "$ "); ok {
			out = append(out, command)
		}
	}
	return out
}

// command is a command line, read.
type command struct {
	verb     string
	services []string
	profiles []string
	scale    map[string]int
	up       plan.UpOptions
	images   plan.ImageOptions
	pull     plan.PullOptions
	push     plan.PushOptions
	down     plan.DownOptions
	stop     plan.StopOptions
	start    plan.StartOptions
	restart  plan.RestartOptions
	kill     plan.KillOptions
	rm       plan.RmOptions
	noFile   bool
	noDeps   bool   // of run
	ports    bool   // of run: those of the service
	outlook  bool   // the interruptions are asked for, not the plan
	fail     string // key of the step that is to fail; empty: none
}

// parse reads a command line as the program does, as far as plans depend on it.
// A flag's value stands behind "=".
func parse(t *testing.T, words []string) command {
	t.Helper()
	c := command{verb: words[0], scale: map[string]int{}, images: plan.ImageOptions{Now: now}}
	for _, word := range words[1:] {
		name, value, _ := strings.Cut(word, "=")
		switch name {
		case "--profile":
			c.profiles = append(c.profiles, value)
		case "--fail":
			c.fail = strings.ReplaceAll(value, "+", " ")
		case "--interruptions":
			c.outlook = true
		case "--no-file":
			c.noFile = true
		case "--scale":
			service, n, _ := strings.Cut(value, "=")
			c.scale[service] = atoi(t, n)
		case "--timeout":
			d := time.Duration(atoi(t, value)) * time.Second
			c.up.Timeout, c.down.Timeout, c.stop.Timeout, c.restart.Timeout = &d, &d, &d, &d
		case "--remove-orphans":
			c.up.RemoveOrphans, c.down.RemoveOrphans, c.kill.RemoveOrphans = true, true, true
		case "--signal":
			c.kill.Signal = value
		default:
			if strings.HasPrefix(word, "-") {
				c.flag(t, name, value)
			} else {
				c.services = append(c.services, word)
			}
		}
	}
	c.kill.Services, c.start.Services, c.restart.Services, c.rm.Services = c.services, c.services, c.services, c.services
	c.up.Services, c.down.Services, c.stop.Services, c.images.Services = c.services, c.services, c.services, c.services
	c.pull.Services, c.push.Services = c.services, c.services
	for name := range c.up.Returns {
		c.up.Services = []string{name}
	}
	return c
}

// files gives the project where the command is not to do without its files.
func (c command) files(p *compose.Project) *compose.Project {
	if c.noFile {
		return nil
	}
	return p
}

func (c *command) flag(t *testing.T, name, value string) {
	t.Helper()
	switch name {
	case "--no-deps":
		c.restart.NoDeps = true
		c.noDeps = true
	case "--service-ports":
		c.ports = true
	case "--force-recreate":
		c.up.Recreate = plan.RecreateAlways
	case "--always-recreate-deps":
		c.up.RecreateDeps = true
	case "--renew-anon-volumes":
		c.up.RenewVolumes = true
	case "--no-recreate":
		c.up.Recreate = plan.RecreateNever
	case "--adopt":
		c.up.Adopt = true
	case "--returns":
		c.up.Recreate, c.up.Returns = plan.RecreateNamed, map[string]string{value: "rollback to version 3"}
	case "--ignore-orphans":
		c.up.IgnoreOrphans = true
	case "--no-start":
		c.up.NoStart = true
	case "--wait":
		c.up.Wait, c.start.Wait = true, true
	case "--restart":
		c.up.Restart = true
	case "--build":
		c.images.Build = plan.BuildAlways
	case "--no-build":
		c.images.Build = plan.BuildNever
	case "--only-builds":
		c.images.Build, c.images.Scope = plan.BuildAlways, plan.OnlyBuilds
	case "--refresh":
		c.images.Refresh = true
	case "--pull":
		c.images.Pull = value
	case "--policy":
		c.pull.Policy = value
	case "--ignore-buildable":
		c.pull.Buildable = plan.BuildableLeft
	case "--ignore-push-failures":
		c.push.Failures = plan.FailuresTolerated
	case "-v":
		c.down.Volumes, c.rm.Volumes = true, true
	case "-s":
		c.rm.Stop = true
	case "--rmi":
		c.down.Images = plan.RemoveImages(value)
	case "--unordered":
		c.stop.Unordered = true
	default:
		t.Fatalf("want: unknown %q", name)
	}
}
