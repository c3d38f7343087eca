package plan_test

import (
	"math/rand/v2"
	"slices"
	"strings"
)

// repair makes the app one that loads: one service a host port and a name,
// none of them with replicas, health where it is waited for. A job has no
// healthcheck.
func (a *app) repair(r *rand.Rand) {
	a.repairShares()
	names, ports := map[string]bool{}, map[string]bool{}
	for i, s := range a.services {
		host := s.port[:max(0, strings.LastIndex(s.port, ":"))]
		if host = host[strings.LastIndex(host, ":")+1:]; host != "" && ports[host] {
			s.port, host = "", ""
		}
		ports[host] = true
		if names[s.containerName] {
			s.containerName = ""
		}
		names[s.containerName] = s.containerName != ""
		if host != "" || s.containerName != "" {
			s.replicas = min(s.replicas, 1)
		}
		for name, d := range s.dependsOn {
			j := slices.IndexFunc(a.services[:i], func(o *service) bool { return o.name == name })
			if j < 0 {
				delete(s.dependsOn, name)
				continue
			}
			a.services[j].health = a.services[j].health || d.condition == conditions[1]
		}
	}
	a.oneConditionEach()
	a.noJobShared()
}

// repairShares lets services share only with those before them, which have a
// container, and leaves what has another's network without its own.
func (a *app) repairShares() {
	for i, s := range a.services {
		for what, name := range s.shares {
			j := slices.IndexFunc(a.services[:i], func(o *service) bool { return o.name == name })
			if j < 0 {
				delete(s.shares, what)
				continue
			}
			a.services[j].replicas = max(1, a.services[j].replicas)
		}
		if s.shares["network_mode"] != "" {
			s.networks, s.port = nil, ""
		}
	}
}

// noJobShared keeps services from sharing with a job, which has ended.
func (a *app) noJobShared() {
	jobs := a.jobs()
	for _, s := range a.services {
		for what, name := range s.shares {
			if jobs[name] {
				delete(s.shares, what)
			}
		}
	}
}

// oneConditionEach keeps a service from being a job to one and a server to another.
func (a *app) oneConditionEach() {
	first := map[string]string{}
	for _, s := range a.services {
		for _, other := range a.services {
			d, ok := s.dependsOn[other.name]
			if !ok {
				continue
			}
			job := first[other.name] == conditions[2]
			if first[other.name] != "" && job != (d.condition == conditions[2]) {
				d.condition = first[other.name]
				s.dependsOn[other.name] = d
			}
			if first[other.name] == "" {
				first[other.name] = d.condition
			}
		}
	}
}

// jobs gives the services that others wait for to complete.
func (a *app) jobs() map[string]bool {
	out := map[string]bool{}
	for _, s := range a.services {
		for name, d := range s.dependsOn {
			out[name] = out[name] || d.condition == conditions[2]
		}
	}
	return out
}
