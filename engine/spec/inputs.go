package spec

import (
	"path/filepath"
	"strings"

	"gocompose/compose"
	"gocompose/compose/diag"
)

// Inputs is what shapes containers and stands in no Compose file. Package
// engine reads it once a command, so that this package stays pure.
type Inputs struct {
	Files  map[string][]byte // content by absolute path, of the files that FilesOf names
	Proxy  map[string]string // variables for the proxies of the docker configuration
	Socket string            // path of the engine's socket on its host; empty: DefaultSocket
}

// DefaultSocket is where an engine listens unless it is told otherwise.
const DefaultSocket = "/var/run/docker.sock"

// File is a file whose content goes into the request for a container.
type File struct {
	Path string // absolute
	Kind FileKind
	Pos  diag.Pos // of what names it
}

// FileKind is what a File is for.
type FileKind string

// The kinds of files.
const (
	SeccompProfile FileKind = "seccomp profile" // JSON
	CredentialSpec FileKind = "credential spec" // JSON
)

// FilesOf gives the files whose content the containers of a service are created with.
func FilesOf(p *compose.Project, s *compose.Service) (files []File) {
	for _, option := range s.SecurityOpt {
		if path := profilePath(p, option); path != "" {
			files = append(files, File{Path: path, Kind: SeccompProfile, Pos: s.At("security_opt", option)})
		}
	}
	if config := p.CredentialConfig(s); config != nil && config.File != "" {
		files = append(files, File{Path: config.File, Kind: CredentialSpec, Pos: s.At("credential_spec", "config")})
	}
	return files
}

// profilePath gives the absolute path of the seccomp profile that an entry of
// security_opt names; empty where it names none.
func profilePath(p *compose.Project, option string) string {
	key, value := parseOption(option)
	switch {
	case key != "seccomp", value == "", value == "unconfined", value == "builtin", strings.HasPrefix(value, "{"):
		return ""
	case filepath.IsAbs(value):
		return value
	}
	return filepath.Join(p.WorkingDir, value)
}

// parseOption parts an entry of security_opt: key=value, or the older key:value.
func parseOption(option string) (key, value string) {
	if key, value, ok := strings.Cut(option, "="); ok {
		return key, value
	}
	key, value, _ = strings.Cut(option, ":")
	return key, value
}
