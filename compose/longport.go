package compose

import (
	"net/netip"
	"slices"
	"strconv"
	"strings"

	"gocompose/compose/tree"
)

func (d *decoder) hostIP(s spot, v string) (string, bool) {
	if _, err := netip.ParseAddr(v); err != nil {
		d.fail(s.at(), "write such as 127.0.0.1 or ::1", "%q is not an IP address", v)
		return "", false
	}
	return v, true
}

func (d *decoder) portMode(s spot, v string) (string, bool) {
	return v, d.oneOf(s, v, "ingress", "host")
}

func (d *decoder) protocol(s spot, v string) (string, bool) {
	return v, d.oneOf(s, v, protocols...)
}

// portText gives the text of a port's number, whether or not it is in quotes.
func (d *decoder) portText(s spot) (string, bool) {
	if s.Kind != tree.Scalar || s.Tag == tree.TagBool || s.Tag == tree.TagFloat {
		d.wrong(s, "a port number")
		return "", false
	}
	return plain(s.Node), true
}

func target(d *decoder, s spot, into *Port) {
	v, ok := d.portText(s)
	if !ok {
		return
	}
	n, err := strconv.ParseUint(v, 10, 16)
	if err != nil || n == 0 {
		d.fail(s.at(), "write one number from 1 up to 65535; each target takes an entry of its own", "%q is not a port", v)
		return
	}
	into.Target = uint32(n)
}

func published(d *decoder, s spot, into *Port) {
	v, ok := d.portText(s)
	if !ok || v == "" {
		return
	}
	if _, problem := parseRange(v); problem != "" {
		d.fail(s.at(), "write such as 8080, or 8000-8010 for any one of these", "%q is not a port: %s", v, problem)
		return
	}
	into.Published = v
}

// expose takes ports and ranges, with or without a protocol, as text or number.
func expose(d *decoder, s spot, into *Service) {
	if !d.isList(s) {
		return
	}
	for i := range s.Items {
		item := s.item(i)
		v, ok := d.portText(item)
		if !ok {
			continue
		}
		number, protocol, found := strings.Cut(v, "/")
		_, problem := parseRange(number)
		if found && problem == "" && !slices.Contains(protocols, strings.ToLower(protocol)) {
			problem = strconv.Quote(protocol) + " is none of tcp, udp and sctp"
		}
		if problem != "" {
			d.fail(item.at(), "write such as 80, 8000-8010 or 53/udp", "%q is not a port: %s", v, problem)
			continue
		}
		into.Expose = append(into.Expose, v)
	}
}
