package compose

import (
	"fmt"
	"path"

	"gocompose/compose/diag"
)

// ConfigPath gives where a config is in the container: target, which starts
// from / where it is relative, else its name there.
func (m FileMount) ConfigPath() string { return m.pathIn("/") }

// SecretPath gives where a secret is in the container: target, which starts
// from /run/secrets where it is relative, else its name there.
func (m FileMount) SecretPath() string { return m.pathIn("/run/secrets") }

func (m FileMount) pathIn(folder string) string {
	switch {
	case m.Target == "":
		return path.Join(folder, m.Source)
	case path.IsAbs(m.Target) || isDrive(m.Target):
		return m.Target
	}
	return path.Join(folder, m.Target)
}

// Config gives one of the top-level configs, whether or not a service mounts
// it, and nil where there is none.
func (p *Project) Config(key string) *FileObject { return p.configs[key] }

// grants looks at the configs, secrets and models that a service names.
func (c *checker) grants(s *Service) {
	for _, m := range s.Configs {
		c.grant(s, "config", m, c.project.configs)
	}
	for _, m := range s.allSecrets() {
		c.grant(s, "secret", m, c.project.secrets)
	}
	if spec := s.CredentialSpec; spec != nil && spec.Config != "" {
		c.grant(s, "config", FileMount{Source: spec.Config, Pos: s.At("credential_spec", "config")}, c.project.configs)
	}
	for _, key := range sortedKeys(s.Models) {
		if c.project.models != nil && c.project.models[key] == nil {
			c.undefined(s, "model", key, s.At("models", key), sortedKeys(c.project.models))
		}
	}
}

// grant refuses what is not there, and what only the store of a cluster has.
func (c *checker) grant(s *Service, what string, m FileMount, all map[string]*FileObject) {
	o := all[m.Source]
	switch {
	case all == nil:
	case o == nil:
		c.undefined(s, what, m.Source, m.Pos, sortedKeys(all))
	case o.External:
		c.clusterOnly(o, what, "external")
	case o.Driver != "":
		c.clusterOnly(o, what, "driver")
	case o.TemplateDriver != "":
		c.clusterOnly(o, what, "template_driver")
	}
}

func (c *checker) clusterOnly(o *FileObject, what, key string) {
	hint := "give it file or environment"
	if what == "config" {
		hint = "give it file, environment or content"
	}
	c.fail(o.At(key), hint+" in place of "+key, "%s %s has %s, but an engine without a cluster has no store of %ss", what, o.Key, key, what)
}

// grantPlaces gives where configs and secrets go in the container.
func grantPlaces(s *Service, add func(target string, pos diag.Pos)) {
	for _, m := range s.Configs {
		add(m.ConfigPath(), m.Pos)
	}
	for _, m := range s.Secrets {
		add(m.SecretPath(), m.Pos)
	}
}

// variables warns of contents that the environment does not have.
func (c *checker) contents() {
	for what, all := range map[string]map[string]*FileObject{"config": c.project.Configs, "secret": c.project.Secrets} {
		for _, key := range sortedKeys(all) {
			o := all[key]
			if _, ok := c.project.Environment[o.Environment]; o.Environment != "" && !ok {
				c.warn(o.At("environment"), "set it in the environment or in .env",
					fmt.Sprintf("%s %s takes its content from %s, which is not set", what, key, o.Environment))
			}
		}
	}
}

// serviceSecrets decodes a service's secrets, each with its path in the container.
func serviceSecrets(d *decoder, s spot, into *Service) {
	fileMounts(func(s *Service) *[]FileMount { return &s.Secrets })(d, s, into)
	for i, m := range into.Secrets {
		if m.Target == "" {
			into.Secrets[i].Target = m.SecretPath()
		}
	}
}
