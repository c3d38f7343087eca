package main

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
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

// ports gives the column PORTS, as docker writes it, and the publishers of the JSON form.
func ports(all []plan.PublishedPort) (string, []ui.Publisher) {
	var texts []string
	publishers := []ui.Publisher{}
	for _, p := range all {
		publishers = append(publishers, ui.Publisher{URL: p.HostIP, TargetPort: p.Target, PublishedPort: p.Published, Protocol: p.Protocol})
		text := fmt.Sprintf("%d/%s", p.Target, p.Protocol)
		if p.Published > 0 {
			text = hostPort(p) + "->" + text
		}
		texts = append(texts, text)
	}
	return strings.Join(texts, ", "), publishers
}
