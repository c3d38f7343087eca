package compose

import (
	"fmt"

	"gocompose/compose/diag"
)

// taken is a host port that a service publishes.
type taken struct {
	service string
	ip      string
	pos     diag.Pos
}

// hostPorts refuses two services, or two targets of one, on the same host port.
func (c *checker) hostPorts() {
	type key struct{ port, protocol string }
	owners := map[key][]taken{}
	for _, s := range c.inOrder() {
		for _, p := range s.Ports {
			if !fixed(p.Published) {
				continue
			}
			k, mine := key{p.Published, p.Protocol}, taken{s.Name, p.HostIP, p.Pos}
			if other := overlapping(owners[k], mine.ip); other != nil {
				c.portClash(*other, mine, p)
			}
			owners[k] = append(owners[k], mine)
		}
	}
}

// portNotes warns, once a file, of what is written about ports for people.
func (c *checker) portNotes() {
	told := map[string]bool{}
	for _, s := range c.inOrder() {
		list := s.node.Get("ports")
		if list == nil {
			continue
		}
		for _, item := range list.Items {
			for _, e := range item.Entries {
				if (e.Key == "name" || e.Key == "app_protocol") && !told[e.KeyPos.File] {
					told[e.KeyPos.File] = true
					c.problems.Add(diag.Diagnostic{Severity: diag.Warning, Pos: e.KeyPos,
						Summary: "name and app_protocol of ports are notes: no engine acts on them",
						Hint:    "keep them for people and other tools"})
				}
			}
		}
	}
}

func overlapping(owners []taken, ip string) *taken {
	for i := range owners {
		if sameAddress(owners[i].ip, ip) {
			return &owners[i]
		}
	}
	return nil
}

// sameAddress tells whether binding a port on both addresses clashes: no
// address is all of them, 0.0.0.0 all of IPv4 and :: all of IPv6.
func sameAddress(a, b string) bool {
	return a == b || a == "" || b == "" || covers(a, b) || covers(b, a)
}

func covers(all, ip string) bool {
	return all == "0.0.0.0" && isIPv4(ip) || all == "::" && !isIPv4(ip)
}

func (c *checker) portClash(first, second taken, p Port) {
	port := fmt.Sprintf("host port %s/%s", p.Published, p.Protocol)
	summary := fmt.Sprintf("services %s and %s both publish %s", first.service, second.service, port)
	if first.service == second.service {
		summary = fmt.Sprintf("service %s publishes %s twice", first.service, port)
	}
	c.clash(second.pos, first.pos, "the first time", "choose another host port, or leave it out for any free one",
		summary)
}
