package compose

import (
	"cmp"
	"fmt"
	"strings"

	"gocompose/compose/diag"
)

// mounts refuses two mounts on one target, of which one would hide the other.
// Configs and secrets are mounts too.
func (c *checker) mounts(s *Service) {
	type place struct {
		target string
		pos    diag.Pos
	}
	var all []place
	for i, text := range s.Tmpfs {
		target, _, _ := strings.Cut(text, ":")
		all = append(all, place{target, s.node.Get("tmpfs").At(fmt.Sprint(i))})
	}
	for _, m := range s.Volumes {
		all = append(all, place{m.Target, m.Pos})
		c.label(m)
	}
	for _, m := range s.Configs {
		all = append(all, place{m.ConfigPath(), m.Pos})
	}
	for _, m := range s.Secrets {
		all = append(all, place{m.SecretPath(), m.Pos})
	}
	first := map[string]diag.Pos{}
	for _, m := range all {
		if pos, ok := first[m.target]; ok {
			c.clash(m.pos, pos, "the first mount on "+m.target, "keep one of them, or choose another target",
				fmt.Sprintf("service %s has two mounts on %s", s.Name, m.target))
			continue
		}
		first[m.target] = m.pos
	}
}

// drive refuses what reads as a path on a Windows drive where the volume of
// that letter is meant: d:/d.
func (c *checker) drive(m Mount) {
	path := cmp.Or(m.Source, m.Target)
	if !isDrive(path) || !strings.HasPrefix(path[2:], "/") || c.project.volumes[path[:1]] == nil {
		return
	}
	c.fail(m.Pos, "write type: volume, source: "+path[:1]+" and target: "+path[2:], "%s is a path on a Windows drive, not the volume %s", path, path[:1])
}

// label warns of a relabelling that the Engine API has no room for: it goes
// with the plain form of a bind only. (see spec.mounts)
func (c *checker) label(m Mount) {
	if m.Bind == nil || m.Bind.SELinux == "" || m.Type != MountBind {
		return
	}
	with := ""
	switch {
	case !bool(m.Bind.CreateHostPath):
		with = "create_host_path: false"
	case m.Bind.Recursive != "" && m.Bind.Recursive != "enabled":
		with = "recursive: " + m.Bind.Recursive
	default:
		return
	}
	c.problems.Add(diag.Diagnostic{
		Severity: diag.Warning, Pos: m.Pos, Summary: "selinux has no effect together with " + with,
		Hint: "leave one of the two out, or label the folder on the host",
	})
}
