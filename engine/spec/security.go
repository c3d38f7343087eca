package spec

import (
	"bytes"
	"encoding/json"

	"github.com/docker/docker/api/types/container"

	"gocompose/compose"
)

// secure sets the security options. The engine takes a seccomp profile's
// content, not its path, and has fields of their own for
// systempaths=unconfined (reference: docker run --security-opt).
func secure(h *container.HostConfig, p *compose.Project, s *compose.Service, files map[string][]byte) {
	for _, option := range s.SecurityOpt {
		key, value := parseOption(option)
		if key == "systempaths" && value == "unconfined" {
			h.MaskedPaths, h.ReadonlyPaths = []string{}, []string{}
			continue
		}
		if content, ok := files[profilePath(p, option)]; ok {
			option = "seccomp=" + compact(content)
		}
		h.SecurityOpt = append(h.SecurityOpt, option)
	}
	if account := credentials(p, s, files); account != "" {
		h.SecurityOpt = append(h.SecurityOpt, credentialOption+account)
	}
}

// compact gives JSON without white space, and anything else as it is.
func compact(content []byte) string {
	var b bytes.Buffer
	if json.Compact(&b, content) != nil {
		return string(content)
	}
	return b.String()
}

// credentialOption begins the security option for a Windows service account.
const credentialOption = "credentialspec="

// credentials gives where the engine finds a credential spec: in a file or the
// registry of its host, or in the words themselves, which is how the content
// of a config gets there.
func credentials(p *compose.Project, s *compose.Service, files map[string][]byte) string {
	c := s.CredentialSpec
	switch {
	case c == nil:
		return ""
	case c.File != "":
		return "file://" + c.File
	case c.Registry != "":
		return "registry://" + c.Registry
	}
	config := p.CredentialConfig(s)
	switch {
	case config == nil:
		return ""
	case config.Content != "":
		return "raw://" + compact([]byte(config.Content))
	case config.Environment != "":
		value, _ := p.Variable(config)
		return "raw://" + compact([]byte(value))
	}
	return "raw://" + compact(files[config.File])
}
