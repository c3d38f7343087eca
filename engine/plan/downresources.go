package plan

import (
	"slices"
	"strings"

	"gocompose/compose"
	"gocompose/compose/diag"
)

// networks removes the project's networks, but for those that are in use.
func (d *down) networks(project string) {
	for _, n := range d.state.Networks {
		attached := func(c *Container) bool { return c.Networks[n.Name] == n.ID && c.Running() }
		if n.Project == project && !d.kept("network", n.Name, attached) {
			op := RemoveNetwork{ID: n.ID, Name: n.Name}
			k := key(op)
			if d.has(k) {
				k = networkKey(op) // of two of one name
			}
			d.addAs(k, op, downReason, d.removed...)
		}
	}
}

// fileVolumes removes the volumes with secrets and configs of the services
// that are taken down, asked for or not, but for those that are in use.
func (d *down) fileVolumes(project string) {
	for _, v := range d.state.Volumes {
		ours := v.Project == project && v.Files != "" && (d.only == nil || slices.Contains(d.only, v.Files))
		if ours && d.staying(mounts(v.Name)) == "" {
			d.add(RemoveVolume{Name: v.Name}, Reason{Text: "holds secrets and configs of " + v.Files}, d.removed...)
		}
	}
}

// volumes removes the project's named volumes where that is asked for, but for
// those that are in use.
func (d *down) volumes(project string) {
	for _, v := range d.state.Volumes {
		if d.o.Volumes && v.Project == project && v.Files == "" && !d.kept("volume", v.Name, mounts(v.Name)) {
			d.add(RemoveVolume{Name: v.Name}, Reason{Text: "down -v"}, d.removed...)
		}
	}
}

// mounts gives the test whether a container mounts a volume; the engine keeps
// one even for a container that does not run.
func mounts(volume string) func(*Container) bool {
	return func(c *Container) bool { return mounted(c, volume) }
}

// images removes the names of images, one after another: the engine trips over
// layers that two removals share.
func (d *down) images(project string) {
	last := ""
	for _, ref := range sortedKeys(d.state.Images) {
		if strings.HasPrefix(ref, "sha256:") || strings.Contains(ref, "@") {
			continue // ids and digests go with the last tag
		}
		image := d.state.Images[ref]
		runs := func(c *Container) bool {
			return c.ImageID == image.ID && (Familiar(c.Image) == ref || d.state.Images[Familiar(c.Image)].ID != image.ID)
		}
		if !d.unwanted(ref, image, project) || d.kept("image", ref, runs) {
			continue
		}
		k := d.add(RemoveImage{Ref: ref}, Reason{Text: "down --rmi " + string(d.o.Images)}, d.removed...)
		if last != "" {
			d.follow(k, last)
		}
		last = k
	}
}

// unwanted tells whether --rmi asks for a name of an image.
func (d *down) unwanted(ref string, image Image, project string) bool {
	used := slices.ContainsFunc(d.chosen, func(c Container) bool { return c.ImageID == image.ID && Familiar(c.Image) == ref })
	built := image.Project == project && (used || d.named(ref, image))
	switch d.o.Images {
	case RemoveLocalImages:
		return built
	case RemoveAllImages:
		return built || used
	}
	return false
}

// named tells whether an image that was built for the project has a name from
// it, and not from somebody who wants to keep it.
func (d *down) named(ref string, image Image) bool {
	service := d.serviceOf(image.Service)
	if d.project != nil && service == nil && !d.o.RemoveOrphans {
		return false
	}
	names := []string{image.Project + "-" + image.Service, image.Project + "_" + image.Service}
	if service != nil {
		names = append(names, d.project.ImageName(service))
		if service.Build != nil {
			names = append(names, service.Build.Tags...)
		}
	}
	return slices.ContainsFunc(names, func(name string) bool { return Familiar(name) == ref })
}

// serviceOf gives a service of the files; nil where there are none or they do
// not define it.
func (d *down) serviceOf(name string) *compose.Service {
	if d.project == nil {
		return nil
	}
	return d.project.Find(name)
}

// kept tells whether something stays all the same: the files say that it is
// none of the project's, or a container that stays uses it, which is noted.
func (d *down) kept(kind, name string, uses func(*Container) bool) bool {
	if d.external[kind+" "+name] {
		return true
	}
	user := d.staying(uses)
	if user != "" {
		d.problems.Add(diag.Diagnostic{Severity: diag.Warning, Summary: kind + " " + name + " stays: " + user + " uses it"})
	}
	return user != ""
}

// staying names a container that this plan does not remove and of which uses is true.
func (d *down) staying(uses func(*Container) bool) string {
	for _, c := range d.state.All() {
		removed := slices.ContainsFunc(d.chosen, func(x Container) bool { return x.ID == c.ID })
		if !removed && uses(&c) {
			return c.Name
		}
	}
	return ""
}

// externals gives the networks and volumes, "network NAME", that are none of the project's.
func externals(p *compose.Project) map[string]bool {
	out := map[string]bool{}
	if p == nil {
		return out
	}
	for _, n := range p.Networks {
		out["network "+n.Name] = n.External
	}
	for _, v := range p.Volumes {
		out["volume "+v.Name] = v.External
	}
	return out
}
