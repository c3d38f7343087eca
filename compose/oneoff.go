package compose

import (
	"cmp"
	"maps"
	"slices"
	"strings"

	"github.com/mattn/go-shellwords"

	"gocompose/compose/diag"
	"gocompose/compose/tree"
)

// OneOff is what `run` changes in a service for one container of it. What is
// empty stays as the files have it.
type OneOff struct {
	Command       []string
	Entrypoint    *string // split as in a file; nil: the service's
	Environment   map[string]*string
	Labels        map[string]string
	CapAdd        []string
	CapDrop       []string
	User          string
	WorkingDir    string
	Publish       []string // ports in the short syntax, instead of those of the files
	ServicePorts  bool     // publish those of the files
	Volumes       []string // mounts in the short syntax
	Dir           string   // absolute folder that relative paths of Volumes start from
	WithoutNeeded bool     // leave out what the service depends on
	TTY, Stdin    bool
}

// OneOff gives the project with a service as one container of it is to be run
// once, beside what it depends on. That container has no place among the
// service's own: neither its name nor its ports, and it is not restarted.
func (p *Project) OneOff(service string, o OneOff) (*Project, diag.List) {
	next, problems := p.Select([]string{service})
	if problems.Err() != nil {
		return nil, problems
	}
	d := &decoder{base: o.Dir, home: p.Environment["HOME"]}
	s := *next.Services[service]
	s.ContainerName, s.Scale, s.Restart = "", nil, "no"
	s.undeployed()
	s.TTY, s.StdinOpen = o.TTY, o.Stdin
	s.User, s.WorkingDir = cmp.Or(o.User, s.User), cmp.Or(o.WorkingDir, s.WorkingDir)
	s.CapAdd, s.CapDrop = shifted(s.CapAdd, s.CapDrop, o.CapAdd)
	s.CapDrop, s.CapAdd = shifted(s.CapDrop, s.CapAdd, o.CapDrop)
	s.Environment, s.Labels = overlaid(s.Environment, o.Environment), overlaid(s.Labels, o.Labels)
	s.program(d, o)
	s.published(d, o)
	s.mounted(d, o.Volumes)
	if len(s.PostStart) > 0 {
		d.warn(s.At("post_start"), "leave them out, or run them yourself with the command", "the post_start hooks of %s are not run in a one-off container", service)
		s.PostStart = nil
	}
	next.Services[service] = &s
	if o.WithoutNeeded {
		next.alone(&s)
	}
	next.prune() // the mounts may use a volume that no service does
	problems.Add(d.diags...)
	return next, problems
}

// alone leaves a service without those that it depends on.
func (p *Project) alone(s *Service) {
	s.DependsOn = nil
	p.Disabled = maps.Clone(p.Disabled)
	for name, other := range p.Services {
		if other != s {
			p.Disabled[name] = other
			delete(p.Services, name)
		}
	}
}

// undeployed drops what deploy says of several containers and their restarts.
func (s *Service) undeployed() {
	if s.Deploy == nil {
		return
	}
	deploy := *s.Deploy
	deploy.Replicas, deploy.RestartPolicy, deploy.UpdateConfig, deploy.RollbackConfig = nil, nil, nil, nil
	s.Deploy = &deploy
}

// shifted adds words to one list and takes them from the other.
func shifted(to, from, words []string) (added, left []string) {
	left = slices.DeleteFunc(slices.Clone(from), func(word string) bool { return slices.Contains(words, word) })
	return slices.Concat(to, words), left
}

// overlaid gives a map with others in it, which win.
func overlaid[V any](of, others map[string]V) map[string]V {
	out := maps.Clone(of)
	if out == nil {
		out = map[string]V{}
	}
	maps.Copy(out, others)
	return out
}

// program sets what runs. Another entrypoint has no use for the command of the
// files or the image. (docker compose does likewise)
func (s *Service) program(d *decoder, o OneOff) {
	if o.Entrypoint != nil {
		words, err := shellwords.Parse(*o.Entrypoint)
		if err != nil {
			d.fail(diag.Pos{}, "close every quote", "--entrypoint %q cannot be split into words", *o.Entrypoint)
		}
		s.Entrypoint, s.Command = append([]string{}, words...), []string{}
	}
	if len(o.Command) > 0 {
		s.Command = o.Command
	}
}

// published sets the ports: none, unless they are asked for.
func (s *Service) published(d *decoder, o OneOff) {
	if !o.ServicePorts {
		s.Ports = nil
	}
	for _, text := range o.Publish {
		s.Ports = append(s.Ports, d.port(flagged("--publish", text))...)
	}
}

// mounted adds mounts, which take the place of those at the same target.
func (s *Service) mounted(d *decoder, texts []string) {
	s.Volumes = slices.Clone(s.Volumes)
	for _, text := range texts {
		m, ok := d.mount(flagged("--volume", text))
		if !ok {
			continue
		}
		s.Volumes = slices.DeleteFunc(s.Volumes, func(other Mount) bool { return other.Target == m.Target })
		s.Volumes = append(s.Volumes, m)
	}
}

// flagged is the value of a flag as if it stood in a file.
func flagged(name, text string) spot {
	return spot{Node: &tree.Node{Kind: tree.Scalar, Tag: tree.TagString, Value: text}, name: name, word: strings.TrimLeft(name, "-"), owner: "the command line"}
}
