package doctor

import (
	"fmt"
	"strings"
	"time"

	"gocompose/engine/plan"
)

// oldest is the first API that is spoken, that of Docker Engine 20.10.
var oldest = plan.API{Major: 1, Minor: 41}

func unreachable(f Facts) Check {
	summary := "cannot be found"
	if f.Host != "" {
		summary = "does not answer at " + f.Host
	}
	return Check{Name: "engine", Summary: summary, Findings: []Finding{{Severity: Error, Summary: f.Unreachable.Error()}}}
}

func version(f Facts) Check {
	name := "Docker Engine"
	if f.Podman {
		name = "Podman"
	}
	c := Check{Name: "engine", Summary: fmt.Sprintf("%s %s, API %s, at %s", name, f.Version, f.API, f.Host)}
	if f.API.Before(oldest) {
		c.Findings = append(c.Findings, Finding{Severity: Error, Summary: fmt.Sprintf("the engine speaks API %s, and %s is the oldest that is supported", f.API, oldest),
			Hint: "update it to Docker Engine 20.10 or newer"})
	}
	for _, text := range f.Complaints {
		c.Findings = append(c.Findings, Finding{Summary: "the engine says of its host: " + strings.TrimPrefix(text, "WARNING: "),
			Hint: "limits that need it have no effect on containers"})
	}
	return c
}

// attributes tells what the engine is too old for; where files ask for it, up says where.
func attributes(f Facts) Check {
	c := Check{Name: "attributes", Summary: "the engine is new enough for all"}
	if lacks := plan.Lacks(f.API); len(lacks) > 0 {
		c.Summary = "the engine is too old for " + strings.Join(lacks, ", ")
	}
	return c
}

func builder(f Facts) Check {
	c := Check{Name: "builder", Summary: "BuildKit, inside the engine"}
	switch {
	case f.Podman || f.OS == "windows":
		c.Summary = "the classic one"
		c.Findings = []Finding{{Summary: "the engine has no BuildKit, so images are built by the classic builder", Hint: "additional_contexts, secrets and ssh of a build are refused"}}
	case f.Classic:
		c.Summary = "the classic one"
		c.Findings = []Finding{{Summary: "DOCKER_BUILDKIT asks for the classic builder, which is slower and lacks additional_contexts, secrets and ssh", Command: []string{"unset", "DOCKER_BUILDKIT"}}}
	}
	return c
}

// muchSkew is how far clocks may be apart before times from the one, such as of
// --since, are wrong on the other.
const muchSkew = 2 * time.Second

func clock(f Facts) Check {
	if f.Skew.Abs() < muchSkew {
		return Check{Name: "clock", Summary: "the engine's agrees with this machine's"}
	}
	order := "ahead of"
	if f.Skew < 0 {
		order = "behind"
	}
	return Check{Name: "clock", Summary: "the engine's differs from this machine's", Findings: []Finding{{Severity: Warning,
		Summary: fmt.Sprintf("the engine's clock is %s %s that of this machine, so --since, ages and certificates go wrong", f.Skew.Abs().Round(time.Second), order),
		Hint:    "set the one that is wrong", Command: []string{"sudo", "timedatectl", "set-ntp", "true"}}}}
}
