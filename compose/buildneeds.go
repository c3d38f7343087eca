package compose

import "strings"

// Find gives a service, enabled or not, and nil where the files define none.
func (p *Project) Find(name string) *Service {
	if s := p.Services[name]; s != nil {
		return s
	}
	return p.Disabled[name]
}

// Secret gives one of the top-level secrets, whether or not a service uses it,
// and nil where there is none.
func (p *Project) Secret(key string) *FileObject { return p.secrets[key] }

// BuiltOn gives the additional contexts that are images of services: the
// service by the context's name.
func (b *Build) BuiltOn() map[string]string {
	out := map[string]string{}
	for name, context := range b.AdditionalContexts {
		if service, ok := strings.CutPrefix(context, "service:"); ok {
			out[name] = service
		}
	}
	return out
}
