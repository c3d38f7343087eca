package build

import (
	"maps"
	"slices"
	"strconv"
	"strings"
)

// frontendAttrs says the Spec in the Dockerfile frontend's words.
func (j *job) frontendAttrs() map[string]string {
	attrs := map[string]string{"filename": j.mountedName(), "image-resolve-mode": "default"}
	if j.spec.Pull {
		attrs["image-resolve-mode"] = "pull"
	}
	if j.spec.NoCache {
		attrs["no-cache"] = "" // of all stages
	} else if len(j.spec.NoCacheFilter) > 0 {
		attrs["no-cache"] = strings.Join(j.spec.NoCacheFilter, ",")
	}
	if j.spec.Target != "" {
		attrs["target"] = j.spec.Target
	}
	for key, value := range j.spec.Args {
		attrs["build-arg:"+key] = value
	}
	for key, value := range j.spec.Labels {
		attrs["label:"+key] = value
	}
	for kind, attributes := range j.spec.Attestations {
		attrs["attest:"+kind] = attributes
	}
	if j.src.dir == "" {
		attrs["context"] = j.spec.Context
	}
	if j.src.dir == "" && j.src.local {
		attrs["dockerfilekey"] = dockerfileMount
	}
	maps.Copy(attrs, j.environmentAttrs())
	return attrs
}

// environmentAttrs is what is around the steps while they run.
func (j *job) environmentAttrs() map[string]string {
	attrs := map[string]string{}
	if len(j.spec.Platforms) > 0 {
		attrs["platform"] = strings.Join(j.spec.Platforms, ",")
	}
	if j.spec.Network == "host" || j.spec.Network == "none" {
		attrs["force-network-mode"] = j.spec.Network
	}
	if hosts := j.spec.hosts("="); len(hosts) > 0 {
		attrs["add-hosts"] = strings.Join(hosts, ",")
	}
	if j.spec.ShmSize > 0 {
		attrs["shm-size"] = strconv.FormatInt(j.spec.ShmSize, 10)
	}
	var limits []string
	for _, u := range j.spec.Ulimits {
		limits = append(limits, u.String())
	}
	if len(limits) > 0 {
		attrs["ulimit"] = strings.Join(limits, ",")
	}
	return attrs
}

// hosts gives the extra hosts as sorted pairs.
func (s Spec) hosts(separator string) (out []string) {
	for _, name := range slices.Sorted(maps.Keys(s.ExtraHosts)) {
		for _, address := range s.ExtraHosts[name] {
			out = append(out, name+separator+address)
		}
	}
	return out
}
