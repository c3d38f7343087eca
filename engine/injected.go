package engine

import (
	"crypto/rand"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"slices"
	"strconv"
	"strings"

	"gocompose/compose"
	"gocompose/compose/diag"
	"gocompose/engine/plan"
	"gocompose/engine/spec"
)

// fileVolume gives the volume that a service's secrets and configs belong in:
// one that containers have with these very contents, else a new one. It is nil
// for a service that has none to copy.
func fileVolume(p *compose.Project, s *compose.Service, state *plan.State) (*plan.FileVolume, diag.List) {
	files, problems := injected(p, s)
	if len(files) == 0 || problems.Err() != nil {
		return nil, problems
	}
	var latest *plan.Volume
	last := 0
	for i := range state.Volumes {
		v := &state.Volumes[i]
		number, ok := strings.CutPrefix(v.Name, volumeOfFiles(p, s))
		n, err := strconv.Atoi(number)
		if !ok || err != nil {
			continue
		}
		last = max(last, n)
		if v.Files != s.Name || v.Project != p.Name || !filled(v, state) {
			continue
		}
		if digests := digestsOf(files, v.FilesKey); maps.Equal(digests, v.Digests) {
			return &plan.FileVolume{Volume: v.Name, Key: v.FilesKey, Digests: digests, Files: files.files()}, nil
		}
		if latest == nil || n == last {
			latest = v
		}
	}
	var key [16]byte
	_, _ = rand.Read(key[:]) // it never fails
	made := &plan.FileVolume{Volume: volumeOfFiles(p, s) + strconv.Itoa(last+1), Key: hex.EncodeToString(key[:]), Files: files.files()}
	made.Digests = digestsOf(files, made.Key)
	if latest != nil {
		made.Changed = differing(digestsOf(files, latest.FilesKey), latest.Digests)
	}
	return made, nil
}

func volumeOfFiles(p *compose.Project, s *compose.Service) string {
	return p.Name + "_" + s.Name + "_files_"
}

// filled tells whether all files are in a volume: a container that mounts it
// was created only then.
func filled(v *plan.Volume, state *plan.State) bool {
	mounts := func(m plan.MountPoint) bool { return m.Name == v.Name }
	return slices.ContainsFunc(state.Containers, func(c plan.Container) bool {
		return c.Name != plan.Filler(v.Name) && slices.ContainsFunc(c.Mounts, mounts)
	})
}

func differing(new, old map[string]string) (names []string) {
	for name, digest := range new {
		if old[name] != digest {
			names = append(names, name)
		}
	}
	for name := range old {
		if _, still := new[name]; !still {
			names = append(names, name)
		}
	}
	slices.Sort(names)
	return names
}

// injection is one secret or config to copy, by its name for people.
type injection struct {
	name string // "secret tok"
	plan.InjectedFile
}

type injections []injection

func (all injections) files() []plan.InjectedFile {
	out := make([]plan.InjectedFile, len(all))
	for i, x := range all {
		out[i] = x.InjectedFile
	}
	return out
}

// digestsOf gives a digest for each secret or config, of its place, owner and mode too.
func digestsOf(all injections, key string) map[string]string {
	out := map[string]string{}
	for _, x := range all {
		head := fmt.Appendf(nil, "%s %s %d:%d %o\n", out[x.name], x.Target, x.UID, x.GID, x.Mode)
		out[x.name] = spec.FileDigest(key, append(head, x.Content...))
	}
	return out
}

// injected reads what a service's containers get as copies: all secrets, and
// the configs that are not bind-mounted as they are.
func injected(p *compose.Project, s *compose.Service) (out injections, problems diag.List) {
	for _, group := range []struct {
		kind    string
		mounts  []compose.FileMount
		objects map[string]*compose.FileObject
		path    func(compose.FileMount) string
	}{{"secret", s.Secrets, p.Secrets, compose.FileMount.SecretPath}, {"config", s.Configs, p.Configs, compose.FileMount.ConfigPath}} {
		for _, m := range group.mounts {
			o := group.objects[m.Source]
			if stored := o.Stored(group.kind); stored != nil {
				problems.Add(stored...)
				continue
			}
			if group.kind == "config" && spec.Bound(m, o) {
				continue
			}
			x, problem := read(p, group.kind+" "+m.Source, m, o)
			x.Name, x.Target = strconv.Itoa(len(out)), group.path(m)
			out = append(out, x)
			problems.Add(problem...)
		}
	}
	return out, problems
}

func read(p *compose.Project, name string, m compose.FileMount, o *compose.FileObject) (injection, diag.List) {
	x := injection{name: name, InjectedFile: plan.InjectedFile{Mode: 0o444}}
	if m.Mode != nil {
		x.Mode = uint32(*m.Mode)
	}
	x.UID, _ = strconv.Atoi(m.UID) // the loader has seen to it that these are numbers
	x.GID, _ = strconv.Atoi(m.GID)
	switch {
	case o.File != "":
		return readFile(x, o)
	case o.Environment != "":
		value, set := p.Variable(o)
		if !set {
			return x, diag.List{{Pos: o.Pos, Summary: fmt.Sprintf("%s comes from the variable %s, which is not set", name, o.Environment),
				Hint: "set it in the environment or in .env"}}
		}
		x.Content = []byte(value)
	default:
		x.Content = []byte(o.Content)
	}
	return x, nil
}

// mostOfAFile bounds a secret or config: it is held in memory.
const mostOfAFile = 16 << 20

func readFile(x injection, o *compose.FileObject) (injection, diag.List) {
	info, err := os.Stat(o.File)
	problem := diag.Diagnostic{Pos: o.Pos, Hint: "make it, or correct the path"}
	switch {
	case errors.Is(err, fs.ErrNotExist):
		problem.Summary = fmt.Sprintf("%s comes from %s, which does not exist", x.name, o.File)
		return x, diag.List{problem}
	case err == nil && info.IsDir():
		problem.Summary, problem.Hint = fmt.Sprintf("%s comes from %s, which is a folder", x.name, o.File), "name a file, or mount the folder under volumes"
		return x, diag.List{problem}
	case err == nil && info.Size() > mostOfAFile:
		problem.Summary, problem.Hint = fmt.Sprintf("%s comes from %s, which is larger than 16 MiB", x.name, o.File), "mount it under volumes"
		return x, diag.List{problem}
	}
	if err == nil {
		x.Content, err = os.ReadFile(o.File)
	}
	if err != nil {
		problem.Summary, problem.Hint = fmt.Sprintf("%s cannot be read: %v", x.name, err), "check the permissions"
		return x, diag.List{problem}
	}
	return x, nil
}
