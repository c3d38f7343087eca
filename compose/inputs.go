package compose

import (
	"cmp"
	"path/filepath"
)

// Inputs gives the files on this machine that shape the project, which may be
// missing where nobody needs them: the name that a user would write → the
// absolute path. What standard input gave and the contexts of builds are not
// among them.
func (p *Project) Inputs() map[string]string {
	found := map[string]string{}
	add := func(path string) {
		if path != "" && path != "-" {
			found[p.shown(path)] = path
		}
	}
	for _, d := range p.documents {
		add(d.path)
		for _, f := range d.unit.files {
			add(f.path)
		}
	}
	for _, s := range p.Services {
		for _, f := range append(s.envFiles[:len(s.envFiles):len(s.envFiles)], s.labelFiles...) {
			add(p.abs(f.path))
		}
		add(s.Build.DockerfilePath())
	}
	for _, objects := range []map[string]*FileObject{p.Secrets, p.Configs} {
		for _, o := range objects {
			add(o.File)
		}
	}
	return found
}

// Documents gives the absolute paths of the Compose files on this machine that
// were read, those that others include or extend among them.
func (p *Project) Documents() (paths []string) {
	for _, d := range p.documents {
		if d.path != "" && d.path != "-" {
			paths = append(paths, d.path)
		}
	}
	return paths
}

// DockerfilePath gives the absolute path of a build's Dockerfile; empty where it
// is no file on this machine. As with buildx, "dockerfile" will do where there is
// no "Dockerfile".
func (b *Build) DockerfilePath() string {
	if b == nil || b.DockerfileInline != "" {
		return ""
	}
	path := cmp.Or(b.Dockerfile, "Dockerfile")
	switch {
	case filepath.IsAbs(path):
	case remoteContext(b.Context):
		return ""
	default:
		path = filepath.Join(b.Context, path)
	}
	if dir, name := filepath.Split(path); name == "Dockerfile" && !isFile(path) && isFile(dir+"dockerfile") {
		return dir + "dockerfile"
	}
	return path
}
