package compose

import (
	"maps"

	"gocompose/compose/diag"
)

// complete fills in what a file may leave out.
func (p *Project) complete() {
	for _, s := range p.all {
		p.inherit(s.Environment)
		if s.Build != nil && s.Build.Context == "" {
			s.Build.Context = p.ownFolder()
		}
	}
	if p.skip.Defaults {
		return
	}
	for _, s := range p.all {
		if len(s.Networks) == 0 && s.node.Get("network_mode") == nil && s.node.Get("provider") == nil {
			s.Networks = map[string]*ServiceNetwork{"default": nil}
		}
		s.depend()
		s.inheritImage()
		if s.Build != nil {
			p.completeBuild(s.Build)
		}
		if s.Deploy != nil && s.Deploy.Replicas == nil {
			s.Deploy.Replicas = s.Scale
		}
	}
	p.defaultNetwork()
	for key, n := range p.networks {
		n.Name = p.resourceName(n.Name, key, n.External)
	}
	for key, v := range p.volumes {
		v.Name = p.resourceName(v.Name, key, v.External)
	}
	for _, objects := range []map[string]*FileObject{p.configs, p.secrets} {
		for key, o := range objects {
			o.Name = p.resourceName(o.Name, key, o.External)
		}
	}
}

// inherit gives the variables without a value that of the environment, if it has one.
func (p *Project) inherit(variables map[string]*string) {
	for name, value := range variables {
		if found, ok := p.Environment[name]; value == nil && ok {
			variables[name] = &found
		}
	}
}

func (p *Project) completeBuild(b *Build) {
	if b.Dockerfile == "" && b.DockerfileInline == "" {
		b.Dockerfile = "Dockerfile"
	}
	p.inherit(b.Args)
	maps.DeleteFunc(b.Args, func(_ string, value *string) bool { return value == nil })
}

// defaultNetwork adds the network that services join which name none. Its
// place is that of the first of them.
func (p *Project) defaultNetwork() {
	if p.networks == nil || p.networks["default"] != nil {
		return
	}
	var first diag.Pos
	for _, name := range sortedKeys(p.all) {
		s := p.all[name]
		if _, ok := s.Networks["default"]; ok && (first.IsZero() || s.keyPos.Compare(first) < 0) {
			first = s.keyPos
		}
	}
	if !first.IsZero() {
		p.networks["default"] = &Network{Key: "default", Pos: first}
	}
}

// resourceName gives the engine's name of a network or volume, and that of a config or secret.
func (p *Project) resourceName(name, key string, external bool) string {
	switch {
	case name != "":
		return name
	case external:
		return key
	}
	return p.Name + "_" + key
}
