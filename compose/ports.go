package compose

import (
	"cmp"
	"net/netip"
	"slices"
	"strconv"
	"strings"

	"gocompose/compose/tree"
)

// longPort is the long syntax of a port, whose numbers may be text.
var longPort = table[Port]{
	"host_ip":   textVia(func(p *Port) *string { return &p.HostIP }, (*decoder).hostIP),
	"mode":      textVia(func(p *Port) *string { return &p.Mode }, (*decoder).portMode),
	"protocol":  textVia(func(p *Port) *string { return &p.Protocol }, (*decoder).protocol),
	"published": published,
	"target":    target,
	"x-":        extensions(func(p *Port) *[]tree.Entry { return &p.Extensions }),
}.later("app_protocol name")

func ports(d *decoder, s spot, into *Service) {
	if !d.isList(s) {
		return
	}
	for i := range s.Items {
		into.Ports = append(into.Ports, d.port(s.item(i))...)
	}
	into.Ports = distinctPorts(into.Ports)
}

func (d *decoder) port(s spot) []Port {
	if s.Kind == tree.Map {
		p := Port{Mode: "ingress", Protocol: "tcp", Pos: s.Pos}
		longPort.decode(d, s, s.name+".", &p)
		if s.Get("target") == nil {
			d.fail(s.Pos, "add target: the port inside the container", "%s has no target", s.name)
		}
		return []Port{p}
	}
	if s.Kind != tree.Scalar || s.Tag == tree.TagBool {
		d.wrong(s, "text or a map")
		return nil
	}
	list, problem := parsePorts(s.Value)
	if problem != "" {
		d.fail(s.at(), "write such as 80, 8080:80, 127.0.0.1:8080:80/udp or 8000-8010:8000-8010", "%q is not a port: %s", s.Value, problem)
	}
	for i := range list {
		list[i].Pos = s.Pos
	}
	return list
}

// distinctPorts drops the earlier of two that say the same host port and
// target; the later one takes its place, as in docker compose.
func distinctPorts(list []Port) []Port {
	type key struct {
		ip, published, protocol string
		target                  uint32
	}
	places := make(map[key]int, len(list))
	out := list[:0]
	for _, p := range list {
		k := key{cmp.Or(p.HostIP, "0.0.0.0"), p.Published, p.Protocol, p.Target}
		if i, ok := places[k]; ok {
			out[i] = p
			continue
		}
		places[k] = len(out)
		out = append(out, p)
	}
	return out
}

// parsePorts reads the short syntax [[host IP:]host port[-end]:]port[-end][/protocol].
// The ports of a range come in the order of their text, "10" before "9", which
// is docker compose's and so part of the config hash.
func parsePorts(v string) (list []Port, problem string) {
	rest, protocol, _ := strings.Cut(v, "/")
	if protocol = strings.ToLower(protocol); protocol == "" {
		protocol = "tcp"
	}
	if !slices.Contains(protocols, protocol) {
		return nil, strconv.Quote(protocol) + " is none of tcp, udp and sctp"
	}
	host, container := "", rest
	if i := strings.LastIndexByte(rest, ':'); i >= 0 {
		host, container = rest[:i], rest[i+1:]
	}
	ip, host, problem := hostPart(host)
	if problem != "" {
		return nil, problem
	}
	inside, problem := parseRange(container)
	if problem == "" && inside.first == 0 {
		problem = "a container has no port 0"
	}
	if problem != "" {
		return nil, problem
	}
	outside := portRange{}
	if host != "" {
		if outside, problem = parseRange(host); problem != "" {
			return nil, problem
		}
		if inside.size() > 1 && outside.size() != inside.size() {
			return nil, "the ranges " + host + " and " + container + " differ in length"
		}
	}
	for i := range inside.size() {
		list = append(list, Port{
			Mode: "ingress", HostIP: ip, Protocol: protocol,
			Target: uint32(inside.first + i), Published: outside.text(host, i, inside.size()),
		})
	}
	slices.SortStableFunc(list, func(a, b Port) int {
		return strings.Compare(strconv.Itoa(int(a.Target))+"/", strconv.Itoa(int(b.Target))+"/")
	})
	return list, ""
}

var protocols = []string{"tcp", "udp", "sctp"}

// hostPart splits what stands before the container's port.
func hostPart(v string) (ip, port, problem string) {
	i := strings.LastIndexByte(v, ':')
	if i < 0 {
		return "", v, ""
	}
	ip, port = v[:i], v[i+1:]
	if strings.HasPrefix(ip, "[") && strings.HasSuffix(ip, "]") {
		ip = ip[1 : len(ip)-1]
	}
	if _, err := netip.ParseAddr(ip); err != nil && ip != "" {
		return "", "", strconv.Quote(ip) + " is not an IP address"
	}
	return ip, port, ""
}

type portRange struct{ first, last int }

func (r portRange) size() int { return r.last - r.first + 1 }

// text gives the published port of the i-th of n targets; one target takes any
// port of the range.
func (r portRange) text(host string, i, n int) string {
	switch {
	case host == "":
		return ""
	case n == 1 && r.first != r.last:
		return strconv.Itoa(r.first) + "-" + strconv.Itoa(r.last)
	}
	return strconv.Itoa(r.first + i)
}

func parseRange(v string) (r portRange, problem string) {
	first, last, found := strings.Cut(v, "-")
	if !found {
		last = first
	}
	if v == "" {
		return r, "a number is missing"
	}
	for _, text := range []string{first, last} {
		n, err := strconv.ParseUint(text, 10, 32)
		switch {
		case err != nil:
			return r, strconv.Quote(text) + " is not a number"
		case n > 65535:
			return r, text + " is more than 65535"
		}
		r.first, r.last = r.last, int(n)
	}
	if r.last < r.first {
		return r, "the range " + v + " ends before it begins"
	}
	return r, ""
}
