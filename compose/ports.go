package compose

import (
	"cmp"

	"gocompose/compose/tree"
)

// longPort is the long syntax of a port, whose numbers may be text.
var longPort = table[Port]{
	"app_protocol": text(func(p *Port) *string { return &p.AppProtocol }),
	"host_ip":      textVia(func(p *Port) *string { return &p.HostIP }, (*decoder).hostIP),
	"mode":         textVia(func(p *Port) *string { return &p.Mode }, (*decoder).portMode),
	"name":         text(func(p *Port) *string { return &p.Name }),
	"protocol":     textVia(func(p *Port) *string { return &p.Protocol }, (*decoder).protocol),
	"published":    published,
	"target":       target,
	"x-":           extensions(func(p *Port) *[]tree.Entry { return &p.Extensions }),
}

// maxPorts bounds what a few lines of ranges can grow to.
const maxPorts = 100_000

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
	if d.ports > maxPorts {
		return nil
	}
	list, problem := parsePorts(s.Value)
	if d.ports += len(list); d.ports > maxPorts {
		d.fail(s.at(), "publish fewer, or ranges of the ports that are needed", "the project publishes more than %d ports", maxPorts)
	}
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
