package compose

import (
	"net"
	"slices"
	"strings"

	"gocompose/compose/tree"
)

var dependencyFields = table[Dependency]{
	"condition": textVia(func(p *Dependency) *string { return &p.Condition }, (*decoder).condition),
	"required":  truth(func(p *Dependency) *bool { return &p.Required }),
	"restart":   truth(func(p *Dependency) *bool { return &p.Restart }),
	"x-":        extensions(func(p *Dependency) *[]tree.Entry { return &p.Extensions }),
}

// dependencies decodes depends_on, whose list form Merge has turned into a map.
func dependencies(d *decoder, s spot, into *Service) {
	if !d.isMap(s) {
		return
	}
	into.DependsOn = make(map[string]*Dependency, len(s.Entries))
	for _, e := range s.Entries {
		below := s.below(e)
		p := &Dependency{Condition: ConditionStarted, Required: true, Pos: e.KeyPos}
		if d.isMap(below) {
			if below.Get("condition") == nil {
				d.fail(e.KeyPos, "add condition: "+ConditionStarted, "%s has no condition", below.name)
			}
			dependencyFields.decode(d, below, below.name+".", p)
		}
		into.DependsOn[e.Key] = p
	}
}

func (d *decoder) condition(s spot, v string) (string, bool) {
	return v, d.oneOf(s, v, ConditionStarted, ConditionHealthy, ConditionCompleted)
}

// extraHosts is for extra_hosts, which Merge has turned into a map of lists.
func extraHosts[T any](at func(*T) *HostsList) field[T] {
	return func(d *decoder, s spot, into *T) {
		if d.isMap(s) {
			*at(into) = d.hosts(s)
		}
	}
}

func (d *decoder) hosts(s spot) HostsList {
	hosts := HostsList{}
	for _, e := range s.Entries {
		below := s.below(e)
		if e.Key == "" || strings.ContainsAny(e.Key, ":=") {
			d.fail(below.key, "write such as db=10.0.0.5", "%s: %q is no host name", s.name, e.Key)
			continue
		}
		if below.IsNull() {
			d.fail(below.key, "write such as "+e.Key+"=10.0.0.5", "%s has no address", below.name)
		} else if d.isList(below) {
			hosts[e.Key] = d.addresses(below)
		}
	}
	return hosts
}

func (d *decoder) addresses(s spot) []string {
	var out []string
	for i := range s.Items {
		v, ok := d.text(s.item(i))
		if !ok {
			continue
		}
		for v := range strings.SplitSeq(v, ",") {
			if strings.HasPrefix(v, "[") && strings.HasSuffix(v, "]") {
				v = v[1 : len(v)-1]
			}
			d.hostAddress(s, s.item(i), v)
			out = append(out, v)
		}
	}
	return slices.Clip(out)
}

// hostAddress refuses what the engine would refuse when it is too late.
func (d *decoder) hostAddress(s, item spot, v string) {
	if v == "host-gateway" || net.ParseIP(v) != nil || d.skip.Interpolation && strings.Contains(v, "$") {
		return
	}
	d.fail(item.at(), "write an IP address such as 10.0.0.5, or host-gateway for the engine's machine", "%s: %q is no IP address", s.name, v)
}
