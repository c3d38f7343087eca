package compose

import (
	"net/netip"
	"strings"

	"gocompose/compose/tree"
)

var securityKeys = []string{"apparmor", "credentialspec", "label", "no-new-privileges", "seccomp", "systempaths", "writable-cgroups"}

// securityOpts decodes security_opt: no-new-privileges, or a key with a value
// behind = or, in the old style, a colon.
func securityOpts(d *decoder, s spot, into *Service) {
	texts(func(s *Service) *[]string { return &s.SecurityOpt })(d, s, into)
	for i := range s.Items {
		if item := s.item(i); item.Kind == tree.Scalar && item.Tag == tree.TagString {
			d.securityOpt(item)
		}
	}
}

func (d *decoder) securityOpt(s spot) {
	key, value := s.Value, ""
	if i := strings.IndexAny(s.Value, "=:"); i >= 0 {
		key, value = s.Value[:i], s.Value[i+1:]
	}
	spot := s
	spot.name = "security_opt"
	switch {
	case !d.oneOf(spot, key, securityKeys...) || key == "no-new-privileges" && key == s.Value || key == "writable-cgroups" && key == s.Value:
	case value == "":
		d.fail(s.at(), "write such as seccomp=unconfined, apparmor=PROFILE or label=disable", "%q has no value", s.Value)
	case key == "no-new-privileges" && value != "true" && value != "false":
		d.fail(s.at(), "write no-new-privileges:true", "no-new-privileges is true or false, not %q", value)
	case key == "systempaths" && value != "unconfined":
		d.fail(s.at(), "write systempaths=unconfined", "systempaths cannot be %q", value)
	}
}

// sysctls decodes kernel parameters, whose names have dots.
func sysctls(d *decoder, s spot, into *Service) {
	into.Sysctls = d.values(s)
	for _, e := range s.Entries {
		switch below := s.below(e); {
		case !strings.Contains(e.Key, "."):
			d.fail(e.KeyPos, "write such as net.core.somaxconn=1024", "%q is no kernel parameter", e.Key)
		case e.Value.IsNull():
			d.fail(e.KeyPos, "write such as "+e.Key+"=1", "%s has no value", below.name)
		}
	}
}

// dns decodes addresses; docker compose drops empty ones.
func dns(d *decoder, s spot, into *Service) {
	if !d.isList(s) {
		return
	}
	for i := range s.Items {
		item := s.item(i)
		if item.IsNull() || item.Kind == tree.Scalar && item.Value == "" {
			continue
		}
		v, ok := d.text(item)
		if !ok {
			continue
		}
		if _, err := netip.ParseAddr(v); err != nil {
			d.fail(item.at(), "write an IP address such as 1.1.1.1: there is nobody yet to ask for a name", "DNS server %q is no IP address", v)
			continue
		}
		into.DNS = append(into.DNS, v)
	}
}
