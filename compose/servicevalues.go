package compose

import (
	"strings"

	"gocompose/compose/tree"
)

var loggingFields = table[Logging]{
	"driver":  text(func(l *Logging) *string { return &l.Driver }),
	"options": values(func(l *Logging) *map[string]string { return &l.Options }),
	"x-":      extensions(func(l *Logging) *[]tree.Entry { return &l.Extensions }),
}

var credentialSpecFields = table[CredentialSpec]{
	"config":   text(func(c *CredentialSpec) *string { return &c.Config }),
	"file":     text(func(c *CredentialSpec) *string { return &c.File }),
	"registry": text(func(c *CredentialSpec) *string { return &c.Registry }),
	"x-":       extensions(func(c *CredentialSpec) *[]tree.Entry { return &c.Extensions }),
}

// credentialSpec decodes the one place that a Windows account's description is from.
func credentialSpec(d *decoder, s spot, into *Service) {
	if !d.isMap(s) {
		return
	}
	into.CredentialSpec = &CredentialSpec{}
	credentialSpecFields.decode(d, s, s.name+".", into.CredentialSpec)
	var given []string
	for _, e := range s.Entries {
		if !strings.HasPrefix(e.Key, "x-") {
			given = append(given, e.Key)
		}
	}
	if len(given) > 1 {
		d.fail(s.key, "keep one of config, file and registry", "%s has both %s", s.name, strings.Join(given, " and "))
	} else if len(given) == 0 {
		d.fail(s.key, "add config, file or registry", "%s says nothing", s.name)
	}
}

// links judges the items of links and external_links, "name" or "name:alias".
func links(at func(*Service) *[]string, what string) field[Service] {
	return func(d *decoder, s spot, into *Service) {
		texts(at)(d, s, into)
		for i := range s.Items {
			item := s.item(i)
			name, alias, aliased := strings.Cut(item.Value, ":")
			if item.Kind == tree.Scalar && (name == "" || aliased && alias == "" || strings.Contains(alias, ":")) {
				d.fail(item.at(), "write "+what+", or "+what+":ALIAS", "%q is no link", item.Value)
			}
		}
	}
}
