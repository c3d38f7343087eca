package plan

import (
	"cmp"
	"slices"
	"strings"

	"gocompose/compose"
	"gocompose/compose/diag"
)

// Mounted gives the images that a service mounts as docker compose's label has
// them: "target=id" sorted and joined by commas. One that is not there is left out.
func (s *State) Mounted(p *compose.Project, service *compose.Service) string {
	var out []string
	for _, m := range service.Volumes {
		if image, ok := s.Image(p.MountedImage(m)); ok && m.Type == compose.MountImage {
			out = append(out, m.Target+"="+image.ID)
		}
	}
	slices.Sort(out)
	return strings.Join(out, ",")
}

// remounted gives the reason why a container mounts an image as it was.
func (u *up) remounted(s *compose.Service, c *Container) []Reason {
	want := u.state.Mounted(u.goal.Project, s)
	if want == "" || want == c.Mounted {
		return nil
	}
	for _, m := range s.Volumes {
		if m.Type == compose.MountImage {
			return []Reason{{Text: "image " + u.goal.Project.MountedImage(m) + ", which it mounts, is another now", Pos: m.Pos}}
		}
	}
	return nil
}

// mounted plans the pulls of the images that a service mounts.
func (m *maker) mounted(s *compose.Service) {
	if m.o.Scope == OnlyBuilds {
		return
	}
	for _, v := range s.Volumes {
		ref := m.project.MountedImage(v)
		_, present := m.state.Image(ref)
		switch {
		case ref == "" || m.project.Services[v.Source] != nil || m.built[Familiar(ref)]:
		case m.o.Pull == "always":
			m.pull(ref, "", Reason{Text: "--pull always", Pos: v.Pos})
		case present:
		case cmp.Or(m.o.Pull, s.PullPolicy) == "never":
			m.problems.Add(diag.Diagnostic{Pos: v.Pos, Summary: "image " + ref + ", which service " + s.Name + " mounts, does not exist, and is never to be pulled",
				Hint: "allow it with --pull missing, or run `docker pull " + ref + "` first"})
		default:
			m.pull(ref, "", Reason{Text: "is mounted, and does not exist", Pos: v.Pos})
		}
	}
}
