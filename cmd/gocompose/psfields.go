package main

import (
	"cmp"
	"fmt"
	"maps"
	"net"
	"slices"
	"strconv"
	"strings"

	"gocompose/cmd/ui"
	"gocompose/engine/plan"
)

func keys[V any](m map[string]V) []string { return slices.Sorted(maps.Keys(m)) }

// pairs gives "k=v,k=v", sorted.
func pairs(labels map[string]string) string {
	var out []string
	for _, k := range keys(labels) {
		out = append(out, k+"="+labels[k])
	}
	return strings.Join(out, ",")
}

// mounts gives the names or sources of mounts, and how many are volumes.
func mounts(all []plan.MountPoint) (names, volumes string) {
	var list []string
	n := 0
	for _, m := range all {
		list = append(list, cmp.Or(m.Name, m.Source))
		if m.Type == "volume" {
			n++
		}
	}
	slices.Sort(list)
	return strings.Join(list, ","), fmt.Sprint(n)
}

// ports gives the column PORTS and the publishers of the JSON form.
func ports(all []plan.PublishedPort) (string, []ui.Publisher) {
	publishers := []ui.Publisher{}
	for _, p := range all {
		publishers = append(publishers, ui.Publisher{URL: p.HostIP, TargetPort: p.Target, PublishedPort: p.Published, Protocol: p.Protocol})
	}
	return portsText(all), publishers
}

// portsText writes ports, in their order, as docker does: those that follow each
// other as a range, and behind them those that are published under another number.
func portsText(all []plan.PublishedPort) string {
	var ranges []*portRange
	var moved []string
	for _, p := range all {
		if p.Published > 0 && p.Published != p.Target {
			moved = append(moved, fmt.Sprintf("%s->%d/%s", hostPort(p), p.Target, p.Protocol))
			continue
		}
		i := slices.IndexFunc(ranges, func(r *portRange) bool { return r.goesOn(p) })
		if i < 0 {
			ranges = append(ranges, &portRange{first: p, last: p.Target})
		} else {
			ranges[i].last = p.Target
		}
	}
	texts := make([]string, 0, len(ranges)+len(moved))
	for _, r := range ranges {
		texts = append(texts, r.text())
	}
	return strings.Join(append(texts, moved...), ", ")
}

// portRange is ports that follow each other, published under their own numbers or not at all.
type portRange struct {
	first plan.PublishedPort
	last  uint16
}

func (r *portRange) goesOn(p plan.PublishedPort) bool {
	return p.Target == r.last+1 && p.HostIP == r.first.HostIP && p.Protocol == r.first.Protocol
}

// text gives 0.0.0.0:80-82->80-82/tcp, or 80/tcp where nothing is published.
func (r *portRange) text() string {
	numbers := strconv.Itoa(int(r.first.Target))
	if r.last != r.first.Target {
		numbers += "-" + strconv.Itoa(int(r.last))
	}
	text := numbers + "/" + r.first.Protocol
	if r.first.Published > 0 {
		text = net.JoinHostPort(r.first.HostIP, numbers) + "->" + text
	}
	return text
}
