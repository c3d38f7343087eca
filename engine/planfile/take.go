package planfile

import (
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"slices"

	"gocompose/compose"
	"gocompose/engine/plan"
)

// NewKey gives a key for the digests of a file.
func NewKey() string {
	key := make([]byte, 32)
	rand.Read(key) // never fails
	return hex.EncodeToString(key)
}

// Take notes what a plan is made from. p is the project where there are
// files, else nil. Project and Key must be set.
func (f *File) Take(p *compose.Project, state *plan.State) error {
	f.State, f.Inputs = f.seen(p, state), map[string]string{}
	if p == nil {
		return nil
	}
	for name, path := range p.Inputs() {
		content, err := os.ReadFile(path)
		switch {
		case err == nil:
			f.Inputs[name] = f.digest(content)
		case errors.Is(err, fs.ErrNotExist):
			f.Inputs[name] = ""
		default:
			return fmt.Errorf("read what the plan was made from: %w", err)
		}
	}
	values, err := p.CanonicalJSON()
	if err != nil {
		return err
	}
	for _, o := range slices.Concat(objects(p.Secrets), objects(p.Configs)) {
		value, _ := p.Variable(o)
		values = fmt.Appendf(values, "%q %q\n", o.Key, value)
	}
	f.Values = f.digest(values)
	return nil
}

func objects(of map[string]*compose.FileObject) (out []*compose.FileObject) {
	for _, key := range slices.Sorted(maps.Keys(of)) {
		out = append(out, of[key])
	}
	return out
}

func (f *File) digest(content []byte) string {
	mac := hmac.New(sha256.New, []byte(f.Key))
	mac.Write(content)
	return hex.EncodeToString(mac.Sum(nil))
}

// seen gives what the engine has of a project: its containers, networks and
// volumes, those that it shares with others, and its images.
func (f *File) seen(p *compose.Project, state *plan.State) map[string]Seen {
	out, named := map[string]Seen{}, names(p)
	images := named["image"]
	for _, c := range state.Containers {
		out["container "+c.Name] = Seen{ID: c.ID, State: c.State, Labels: f.digest(fmt.Appendf(nil, "%q", c.Labels))}
		images[c.Image] = true
	}
	for _, n := range state.Networks {
		if n.Project == f.Project || named["network"][n.Name] {
			out["network "+n.Name] = Seen{ID: n.ID, Labels: n.ConfigHash}
		}
	}
	for _, v := range state.Volumes {
		if v.Project == f.Project || named["volume"][v.Name] {
			out["volume "+v.Name] = Seen{Labels: v.ConfigHash}
		}
	}
	for ref := range images {
		if i, ok := state.Image(ref); ok {
			out["image "+ref] = Seen{ID: i.ID}
		}
	}
	return out
}

// names gives the names that a project has for things of the engine, by kind.
func names(p *compose.Project) map[string]map[string]bool {
	out := map[string]map[string]bool{"image": {}, "network": {}, "volume": {}}
	if p == nil {
		return out
	}
	for _, s := range p.Services {
		out["image"][p.ImageName(s)] = true
	}
	for _, n := range p.Networks {
		out["network"][n.Name] = true
	}
	for _, v := range p.Volumes {
		out["volume"][v.Name] = true
	}
	return out
}
