package compose

import (
	"path/filepath"
	"strings"

	"gocompose/compose/tree"
)

// Skip names the stages that Load leaves out, for those who look at files
// rather than run them: the --no-… flags of docker compose's config. What a
// stage would have refused is not judged then.
type Skip struct {
	Interpolation bool // ${…} stays as written; what has one is not judged, and Project.Written has it
	Defaults      bool // names, the default network and the environment's values are not filled in
	Paths         bool // relative paths stay relative
	EnvFiles      bool // env_file is kept, not folded into environment
	Checks        bool // how things go together is not looked at: references, clashes, cycles
}

// EnvFile is one entry of env_file in the long form.
type EnvFile struct {
	Path     string `json:"path,omitempty"`
	Required OptOut `json:"required,omitzero"`
	Format   string `json:"format,omitempty"` // raw, or empty
}

// unexpanded leaves a scalar as it is. Nothing can be said of one with a
// template, so whatever decoding finds there does not count.
func (l *loader) unexpanded(n *tree.Node) *tree.Node {
	if strings.Contains(n.Value, "$") {
		l.broken[n.Pos] = true
	}
	return n
}

// keepingEnvFiles gives the service with its env files listed.
func (s *Service) keepingEnvFiles() *Service {
	next := *s
	for _, f := range s.envFiles {
		kept := EnvFile{Path: f.path, Required: OptOut(f.required)}
		if f.raw {
			kept.Format = "raw"
		}
		next.EnvFile = append(next.EnvFile, kept)
	}
	return &next
}

// abs makes a path of the model absolute, which it is not where Skip.Paths kept it.
func (p *Project) abs(path string) string {
	if filepath.IsAbs(path) {
		return path
	}
	return filepath.Join(p.WorkingDir, path)
}

// ownFolder is the project directory as paths of the model have it.
func (p *Project) ownFolder() string {
	if p.skip.Paths {
		return "."
	}
	return p.WorkingDir
}
