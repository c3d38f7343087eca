package doctor

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"gocompose/compose"
	"gocompose/compose/diag"
)

// difference is something in a service that docker compose makes another thing
// of, or nothing.
type difference struct {
	what string // for a sentence: "docker compose ignores …; gocompose honours it"
	used func(*compose.Service) []diag.Pos
}

var differences = []difference{
	{"docker compose ignores deploy.update_config, and replaces all containers of the service at once", func(s *compose.Service) []diag.Pos {
		return at(s.Deploy != nil && s.Deploy.UpdateConfig != nil, s, "deploy", "update_config")
	}},
	{"docker compose ignores deploy.rollback_config", func(s *compose.Service) []diag.Pos {
		return at(s.Deploy != nil && s.Deploy.RollbackConfig != nil, s, "deploy", "rollback_config")
	}},
	{"docker compose restarts nothing where deploy.restart_policy has no condition; here it means any", func(s *compose.Service) []diag.Pos {
		return at(s.Deploy != nil && s.Deploy.RestartPolicy != nil && s.Deploy.RestartPolicy.Condition == "", s, "deploy", "restart_policy")
	}},
	{"docker compose does not know x-gocompose: the containers go on with the old files there", func(s *compose.Service) []diag.Pos {
		return at(s.Reload != "", s, "x-gocompose")
	}},
	{"docker compose leaves pre_stop out where a container is replaced or scaled away", func(s *compose.Service) []diag.Pos {
		return at(len(s.PreStop) > 0, s, "pre_stop")
	}},
	{"docker compose refuses pre_start with per_replica", func(s *compose.Service) (places []diag.Pos) {
		for _, h := range s.PreStart {
			if h.PerReplica {
				places = append(places, h.Pos)
			}
		}
		return places
	}},
	{"docker compose mounts volumes_from of a service writable in spite of :ro", func(s *compose.Service) []diag.Pos {
		for i, from := range s.VolumesFrom {
			if strings.HasSuffix(from, ":ro") && !strings.HasPrefix(from, "container:") {
				return at(true, s, "volumes_from", fmt.Sprint(i))
			}
		}
		return nil
	}},
	{"docker compose multiplies cpu_percent by 100", func(s *compose.Service) []diag.Pos { return at(s.CPUPercent != 0, s, "cpu_percent") }},
	{"docker compose ignores the uid, gid and mode of secrets and configs that are files", func(s *compose.Service) (places []diag.Pos) {
		for _, m := range slices.Concat(s.Secrets, s.Configs) {
			if m.UID != "" || m.GID != "" || m.Mode != nil {
				places = append(places, m.Pos)
			}
		}
		return places
	}},
	{"docker compose tries to pull the image first, and builds it only if that fails; here it is built", func(s *compose.Service) []diag.Pos {
		return at(s.Build != nil && s.Image != "" && s.PullPolicy == "", s, "image")
	}},
	{"docker compose drops the consistency of a bind", func(s *compose.Service) (places []diag.Pos) {
		for _, m := range s.Volumes {
			if m.Consistency != "" {
				places = append(places, m.Pos)
			}
		}
		return places
	}},
}

// at gives the place of an attribute that is used.
func at(used bool, s *compose.Service, path ...string) []diag.Pos {
	if !used {
		return nil
	}
	return []diag.Pos{s.At(path...)}
}

// Differences finds what docker compose reads differently in the files of a project.
func Differences(p *compose.Project) Check {
	c := Check{Name: "docker compose", Summary: "reads the files the same"}
	for _, name := range p.ServiceNames() {
		for _, d := range differences {
			for _, pos := range d.used(p.Services[name]) {
				c.Findings = append(c.Findings, Finding{Pos: pos, Summary: d.what})
			}
		}
	}
	for _, key := range slices.Sorted(maps.Keys(p.Networks)) {
		if n := p.Networks[key]; len(n.IPAM.Options) > 0 {
			c.Findings = append(c.Findings, Finding{Pos: n.At("ipam", "options"), Summary: "docker compose drops ipam.options"})
		}
	}
	slices.SortStableFunc(c.Findings, func(a, b Finding) int { return a.Pos.Compare(b.Pos) })
	if len(c.Findings) > 0 {
		c.Summary = fmt.Sprintf("reads %d places differently", len(c.Findings))
	}
	return c
}

// earlier finds projects that docker-compose 1 made, whose containers are named
// otherwise than today's.
func earlier(f Facts) Check {
	c := Check{Name: "version 1", Summary: "docker-compose 1 has made none of the containers"}
	seen := map[string]bool{}
	for i := range f.Containers {
		x := &f.Containers[i]
		version := x.Labels["com.docker.compose.version"]
		if !strings.HasPrefix(version, "1.") || seen[x.Project] {
			continue
		}
		seen[x.Project] = true
		c.Findings = append(c.Findings, Finding{Command: upAgain(x),
			Summary: fmt.Sprintf("project %s was made by docker-compose %s, such as %s", x.Project, version, x.Name),
			Hint:    "up keeps what is as the files say under its old name, and gives new names, with - in place of _, to what it replaces; scripts that name containers have to follow"})
	}
	if n := len(c.Findings); n > 0 {
		c.Summary = fmt.Sprintf("projects that docker-compose 1 has made: %d", n)
	}
	return c
}

// Problems judges what was found wrong in the files, or in the way of up.
func Problems(name, fine string, problems diag.List) Check {
	c := Check{Name: name, Summary: fine}
	for _, d := range append(problems.Errors(), problems.Warnings()...) {
		f := Finding{Severity: Error, Pos: d.Pos, Summary: d.Summary, Hint: d.Hint}
		if d.Severity == diag.Warning {
			f.Severity = Warning
		}
		c.Findings = append(c.Findings, f)
	}
	if len(c.Findings) > 0 {
		c.Summary = fmt.Sprintf("%d found", len(c.Findings))
	}
	return c
}
