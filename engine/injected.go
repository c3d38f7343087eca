package engine

import (
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
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
				continue // see boundContents
			}
			x, problem := read(p, group.kind+" "+m.Source, m, o)
			x.Name, x.Target = strconv.Itoa(len(out)), group.path(m)
			out = append(out, x)
			problems.Add(problem...)
		}
	}
	return out, problems
}

// boundContents gives a digest for each config of a service that is
// bind-mounted as it is, by "config NAME": its container sees what is changed
// in the file, but not a file that takes its place. Folders have none.
func boundContents(p *compose.Project, s *compose.Service) (out map[string]string, problems diag.List) {
	for _, m := range s.Configs {
		o := p.Configs[m.Source]
		if o == nil || o.Stored("config") != nil || !spec.Bound(m, o) {
			continue
		}
		name := "config " + m.Source
		file, err := os.Open(o.File)
		if err != nil {
			problems.Add(unreadable(name, o, err))
			continue
		}
		sum := sha256.New()
		_, err = io.Copy(sum, file)
		file.Close()
		if err != nil {
			continue // a folder
		}
		if out == nil {
			out = map[string]string{}
		}
		out[name] = hex.EncodeToString(sum.Sum(nil)[:8])
	}
	return out, problems
}

func unreadable(name string, o *compose.FileObject, err error) diag.Diagnostic {
	if errors.Is(err, fs.ErrNotExist) {
		return diag.Diagnostic{Rule: diag.File, Pos: o.Pos, Hint: "make it, or correct the path",
			Summary: fmt.Sprintf("%s comes from %s, which does not exist", name, o.File)}
	}
	return diag.Diagnostic{Rule: diag.File, Pos: o.Pos, Summary: fmt.Sprintf("%s cannot be read: %v", name, err), Hint: "check the permissions"}
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
	problem := diag.Diagnostic{Rule: diag.File, Pos: o.Pos, Hint: "mount it under volumes"}
	switch {
	case err != nil:
	case info.IsDir():
		problem.Summary = fmt.Sprintf("%s comes from %s, which is a folder", x.name, o.File)
		return x, diag.List{problem}
	case info.Size() > mostOfAFile:
		problem.Summary = fmt.Sprintf("%s comes from %s, which is larger than 16 MiB", x.name, o.File)
		return x, diag.List{problem}
	default:
		x.Content, err = os.ReadFile(o.File)
	}
	if err != nil {
		return x, diag.List{unreadable(x.name, o, err)}
	}
	return x, nil
}
