package plan_test

import (
	"fmt"
	"maps"
	"os"
	"slices"
	"strconv"
	"strings"

	"gocompose/compose"
	"gocompose/engine/plan"
	"gocompose/engine/spec"
)

// goal says what the project's resources should be, as package engine does.
func (m *model) goal(p *compose.Project) plan.Goal {
	g := plan.Goal{Project: p, Services: map[string]plan.Want{}, Networks: map[string]string{}, Volumes: map[string]string{}}
	for name, s := range p.Services {
		ids := m.peers(s)
		request := spec.Container(p, s, spec.Instance{Number: 1, Peers: ids})
		g.Services[name] = plan.Want{Hash: spec.ServiceHash(spec.Resolved(s, ids)), Peers: ids, Files: m.fileVolume(p, s), Contents: bound(p, s),
			Digests: spec.Digests(s), Texts: described(p, s, request)}
	}
	for key, n := range p.Networks {
		g.Networks[key] = spec.NetworkHash(n)
	}
	for key, v := range p.Volumes {
		g.Volumes[key] = spec.VolumeHash(v)
	}
	return g
}

// described gives what is said of a container of a service.
func described(p *compose.Project, s *compose.Service, r spec.Request) map[string]string {
	texts := spec.Describe(r.Config, r.HostConfig)
	maps.Copy(texts, spec.DescribeAround(p, s))
	return texts
}

// peers gives the containers that stand for the services which one shares with.
func (m *model) peers(s *compose.Service) map[string]string {
	out := map[string]string{}
	for _, name := range s.Peers() {
		var first plan.Container
		for _, c := range m.state.Containers {
			better := first.ID == "" || c.Number < first.Number || c.Number == first.Number && c.Running() && !first.Running()
			if c.Service == name && !c.OneOff && better {
				first, out[name] = c, c.ID
			}
		}
	}
	return out
}

// filesKey keys the digests of all models' files.
const filesKey = "00000000000000000000000000000000"

// fileVolume gives the volume that a service's secrets and configs belong in.
func (m *model) fileVolume(p *compose.Project, s *compose.Service) *plan.FileVolume {
	out := injected(p, s)
	if len(out.Files) == 0 {
		return nil
	}
	prefix, last := fmt.Sprintf("%s_%s_files_", p.Name, s.Name), 0
	var latest map[string]string
	for _, v := range m.state.Volumes {
		n, err := strconv.Atoi(strings.TrimPrefix(v.Name, prefix))
		if err != nil || !strings.HasPrefix(v.Name, prefix) {
			continue
		}
		switch out.Volume = v.Name; {
		case !m.inUse(v.Name):
		case maps.Equal(v.Digests, out.Digests):
			return out
		case n > last:
			latest = v.Digests
		}
		last = max(last, n)
	}
	for name := range union(out.Digests, latest) {
		if latest != nil && latest[name] != out.Digests[name] {
			out.Changed = append(out.Changed, name)
		}
	}
	slices.Sort(out.Changed)
	out.Volume = prefix + strconv.Itoa(last+1)
	return out
}

func union(a, b map[string]string) map[string]string {
	out := maps.Clone(a)
	maps.Copy(out, b)
	return out
}

// inUse tells whether a container mounts a volume, other than to fill it.
func (m *model) inUse(volume string) bool {
	return slices.ContainsFunc(m.state.Containers, func(c plan.Container) bool {
		return c.Name != plan.Filler(volume) && slices.ContainsFunc(c.Mounts, func(at plan.MountPoint) bool { return at.Name == volume })
	})
}

// injected gives a service's secrets, and those of its configs that are copied.
func injected(p *compose.Project, s *compose.Service) *plan.FileVolume {
	out := &plan.FileVolume{Key: filesKey, Digests: map[string]string{}}
	add := func(name, target string, o *compose.FileObject) {
		content := content(p, o)
		out.Files = append(out.Files, plan.InjectedFile{Name: fmt.Sprint(len(out.Files)), Target: target, Content: content})
		out.Digests[name] = spec.FileDigest(filesKey, append([]byte(target+"\n"), content...))
	}
	for _, x := range s.Secrets {
		add("secret "+x.Source, x.SecretPath(), p.Secrets[x.Source])
	}
	for _, x := range s.Configs {
		if o := p.Configs[x.Source]; !spec.Bound(x, o) {
			add("config "+x.Source, x.ConfigPath(), o)
		}
	}
	return out
}

// bound gives a digest for each config that is bind-mounted as it is.
func bound(p *compose.Project, s *compose.Service) map[string]string {
	out := map[string]string{}
	for _, x := range s.Configs {
		if o := p.Configs[x.Source]; spec.Bound(x, o) {
			out["config "+x.Source] = spec.FileDigest("", content(p, o))
		}
	}
	return out
}

func content(p *compose.Project, o *compose.FileObject) []byte {
	switch {
	case o.File != "":
		data, err := os.ReadFile(o.File)
		if err != nil {
			panic(err)
		}
		return data
	case o.Environment != "":
		value, _ := p.Variable(o)
		return []byte(value)
	}
	return []byte(o.Content)
}
