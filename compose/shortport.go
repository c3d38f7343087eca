package compose

import (
	"bytes"
	"cmp"
	"net/netip"
	"slices"
	"strconv"
	"strings"
)

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
	inside, outside, problem := bothRanges(container, host)
	if problem != "" {
		return nil, problem
	}
	for i := range inside.size() {
		list = append(list, Port{
			Mode: "ingress", HostIP: ip, Protocol: protocol,
			Target: uint32(inside.first + i), Published: outside.text(host, i, inside.size()),
		})
	}
	slices.SortFunc(list, byText)
	return list, ""
}

// byText orders targets as "80/tcp" is ordered.
func byText(a, b Port) int {
	var x, y [8]byte
	return bytes.Compare(append(strconv.AppendUint(x[:0], uint64(a.Target), 10), '/'),
		append(strconv.AppendUint(y[:0], uint64(b.Target), 10), '/'))
}

// bothRanges reads the ports of the container and of the host, which may be empty.
func bothRanges(container, host string) (inside, outside portRange, problem string) {
	if inside, problem = parseRange(container); problem != "" || host == "" {
		return inside, outside, cmp.Or(problem, zeroPort(inside))
	}
	outside, problem = parseRange(host)
	if problem == "" && inside.size() > 1 && outside.size() != inside.size() {
		problem = "the ranges " + host + " and " + container + " differ in length"
	}
	return inside, outside, cmp.Or(problem, zeroPort(inside))
}

func zeroPort(inside portRange) string {
	if inside.first == 0 {
		return "a container has no port 0"
	}
	return ""
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
