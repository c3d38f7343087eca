package doctor

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"time"

	"gocompose/engine/plan"
)

// replacements finds containers that were to take the place of another one when
// the command that made them ended.
func replacements(f Facts) Check {
	c := Check{Name: "replacements", Summary: "none is half done"}
	for i := range f.Containers {
		half := &f.Containers[i]
		old, final, ok := plan.Unfinished(half)
		if !ok {
			continue
		}
		found := Finding{Severity: Warning, Summary: fmt.Sprintf("container %s of project %s was to replace %s and never got its name", half.Name, half.Project, final), Command: upAgain(half, half.Service)}
		if slices.ContainsFunc(f.Containers, func(c plan.Container) bool { return strings.HasPrefix(c.ID, old) }) {
			found.Summary = fmt.Sprintf("container %s of project %s was to replace %s, which is still there", half.Name, half.Project, final)
		}
		c.Findings = append(c.Findings, found)
	}
	if n := len(c.Findings); n > 0 {
		c.Summary = fmt.Sprintf("%d half done", n)
	}
	return c
}

// upAgain gives the command by which up comes to its end: with the files that
// the container was made from.
func upAgain(c *plan.Container, services ...string) []string {
	words := []string{"gocompose", "-p", c.Project}
	if c.WorkingDir != "" {
		words = append(words, "--project-directory", c.WorkingDir)
	}
	for file := range strings.SplitSeq(c.Files, ",") {
		if file != "" {
			words = append(words, "-f", file)
		}
	}
	return append(append(words, "up", "-d"), services...)
}

// containers finds those that do not do their work: that fail again and again,
// that their healthcheck finds ill, or that the engine could not remove.
func containers(f Facts) Check {
	c := Check{Name: "containers"}
	total := 0
	for _, x := range f.Containers {
		if x.Project == "" || x.ConfigHash == "" {
			continue // of no compose tool
		}
		total++
		see := []string{"gocompose", "-p", x.Project, "logs", "--tail", "50", x.Service}
		switch {
		case x.State == "restarting":
			c.Findings = append(c.Findings, Finding{Severity: Warning, Summary: fmt.Sprintf("%s (project %s, service %s) fails and is restarted again and again", x.Name, x.Project, x.Service), Command: see})
		case x.Health == "unhealthy":
			c.Findings = append(c.Findings, Finding{Severity: Warning, Summary: fmt.Sprintf("%s (project %s, service %s) is unhealthy", x.Name, x.Project, x.Service), Command: see})
		case x.State == "dead":
			c.Findings = append(c.Findings, Finding{Severity: Warning, Summary: fmt.Sprintf("%s (project %s, service %s) could not be removed", x.Name, x.Project, x.Service), Command: []string{"docker", "rm", "-f", x.Name}})
		}
	}
	c.Summary = fmt.Sprintf("%d of projects, %d of them in trouble", total, len(c.Findings))
	return c
}

// endings tells of containers that had to be killed, or ran out of memory, once
// for each service.
func endings(f Facts) Check {
	c := Check{Name: "endings", Summary: "no container was killed, as far as the engine remembers"}
	for i, e := range f.Endings {
		later := func(o Ending) bool { return o.Project == e.Project && o.Service == e.Service && o.Memory == e.Memory }
		if slices.ContainsFunc(f.Endings[i+1:], later) {
			continue
		}
		c.Findings = append(c.Findings, e.finding(f))
	}
	if n := len(c.Findings); n > 0 {
		c.Summary = fmt.Sprintf("services whose containers were killed: %d", n)
	}
	return c
}

// signals are the names of those that stop containers as a rule.
var signals = map[string]string{"1": "SIGHUP", "2": "SIGINT", "3": "SIGQUIT", "15": "SIGTERM"}

func (e Ending) finding(f Facts) Finding {
	whose := fmt.Sprintf("%s (project %s, service %s)", e.Container, cmp.Or(e.Project, "none"), cmp.Or(e.Service, "none"))
	if e.Memory {
		return Finding{Severity: Warning, Summary: fmt.Sprintf("%s ran out of memory %s ago, and the kernel killed a program in it", whose, age(f, e.Time)),
			Hint: "raise its mem_limit, or let the program take less"}
	}
	return Finding{Severity: Advice, Summary: fmt.Sprintf("%s ignored %s and was killed after %s, %s ago", whose, cmp.Or(signals[e.Signal], "signal "+e.Signal), e.After.Round(time.Second/10), age(f, e.Time)),
		Hint: "try `init: true`, or exec in its entrypoint; stop_grace_period gives it more time"}
}
