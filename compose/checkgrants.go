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
	c.contents("config", s.Configs, c.project.configs)
	c.contents("secret", s.allSecrets(), c.project.secrets)
	c.credentialConfig(s)
	for _, key := range sortedKeys(s.Models) {
		if c.project.models != nil && c.project.models[key] == nil {
			c.undefined(s, "model", key, s.At("models", key), sortedKeys(c.project.models))
		}
	}
}

// credentialConfig only warns of a missing config: docker compose does not
// write it with the project, as no service mounts it.
func (c *checker) credentialConfig(s *Service) {
	spec := s.CredentialSpec
	if spec == nil || spec.Config == "" || c.project.configs == nil {
		return
	}
	if c.project.configs[spec.Config] == nil {
		c.warn(s.At("credential_spec", "config"), "add it under the top-level configs, or give file or registry",
			"credential_spec of service "+s.Name+" names config "+spec.Config+", which is not defined")
		return
	}
	c.grant(s, "config", FileMount{Source: spec.Config}, c.project.configs)
}

// grant refuses what is not there, and warns of what only the store of a cluster has.
func (c *checker) grant(s *Service, what string, m FileMount, all map[string]*FileObject) {
	o := all[m.Source]
	switch {
	case all == nil:
	case o == nil:
		c.undefined(s, what, m.Source, m.Pos, sortedKeys(all))
	default:
		for _, d := range o.Stored(what) {
			d.Severity = diag.Warning // it need not be run
			c.problems.Add(d)
		}
	}
}

// Stored says why a config or secret, as what says, cannot be given to a
// container: it is in the store of a cluster.
func (o *FileObject) Stored(what string) diag.List {
	key, hint := "", "give it file or environment"
	switch {
	case o.External:
		key = "external"
	case o.Driver != "":
		key = "driver"
	case o.TemplateDriver != "":
		key = "template_driver"
	default:
		return nil
	}
	if what == "config" {
		hint = "give it file, environment or content"
	}
	return diag.List{{
		Rule: diag.Unsupported, Pos: o.At(key), Hint: hint + " in place of " + key,
		Summary: fmt.Sprintf("%s %s has %s, but an engine without a cluster has no store of %ss", what, o.Key, key, what),
	}}
}

// contents warns of variables that contents come from and the environment lacks.
func (c *checker) contents(what string, used []FileMount, all map[string]*FileObject) {
	for _, m := range used {
		o := all[m.Source]
		if o == nil || o.Environment == "" {
			continue
		}
		if _, ok := c.project.Variable(o); !ok {
			c.problems.Add(diag.Diagnostic{
				Rule: diag.Variable, Severity: diag.Warning, Pos: o.At("environment"), Hint: "set it in the environment or in .env",
				Summary: fmt.Sprintf("%s %s takes its content from %s, which is not set", what, m.Source, o.Environment),
			})
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
