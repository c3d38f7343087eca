package plan_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
)

// app is a random Compose application that can be written as YAML.
type app struct {
	services []*service // each may depend on those before it
	networks map[string]int
	volumes  map[string]int // key → version of its options
}

// service is one random service.
type service struct {
	name          string
	version       int // of an environment variable
	image         string
	replicas      int
	containerName string
	port          string // "8080:80", or "80" for any host port; empty for none
	health        bool
	networks      []string
	volumes       []string // keys, or a path for an anonymous one
	dependsOn     map[string]dependency
}

type dependency struct {
	condition         string
	restart, optional bool
}

var (
	serviceNames = []string{"a", "b", "c", "d", "e", "f"}
	networkKeys  = []string{"default", "back", "front"}
	volumeKeys   = []string{"data", "cache", "/anon"}
	conditions   = []string{"service_started", "service_healthy", "service_completed_successfully"}
)

func randomApp(r *rand.Rand) *app {
	a := &app{networks: map[string]int{}, volumes: map[string]int{}}
	for range 1 + r.IntN(4) {
		a.addService(r)
	}
	a.repair(r)
	return a
}

func (a *app) addService(r *rand.Rand) {
	name := pick(r, serviceNames)
	if slices.ContainsFunc(a.services, func(s *service) bool { return s.name == name }) {
		return
	}
	s := &service{name: name, image: pick(r, []string{"one", "two"}), replicas: 1 + r.IntN(3)/2*r.IntN(3), dependsOn: map[string]dependency{}, health: r.IntN(2) == 0}
	s.networks = some(r, networkKeys)
	s.volumes = some(r, volumeKeys)
	a.services = append(a.services, s)
	a.depend(r, s)
	a.publish(r, s)
}

// depend gives a service dependencies on those before it.
func (a *app) depend(r *rand.Rand, s *service) {
	s.dependsOn = map[string]dependency{}
	for _, other := range a.services {
		if other == s {
			break
		}
		if r.IntN(2) == 0 {
			s.dependsOn[other.name] = dependency{condition: pick(r, conditions), restart: r.IntN(3) == 0, optional: r.IntN(5) == 0}
		}
	}
}

// publish gives a service a port and a name, or takes them from it.
func (a *app) publish(r *rand.Rand, s *service) {
	s.port = pick(r, []string{"", "", "80", "8000:80", "8001:80", "127.0.0.1:8000:80"})
	s.containerName = pick(r, []string{"", "", "", "main", "other"})
}

// repair makes the app one that loads: one service a host port and a name,
// none of them with replicas, health where it is waited for. A job has no
// healthcheck.
func (a *app) repair(r *rand.Rand) {
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

// mutate changes the app in a few places.
func (a *app) mutate(r *rand.Rand) {
	for range 1 + r.IntN(4) {
		if len(a.services) == 0 {
			a.addService(r)
			continue
		}
		s := a.services[r.IntN(len(a.services))]
		switch r.IntN(13) {
		case 0, 1:
			s.version++
		case 2:
			s.replicas = r.IntN(4)
		case 3:
			a.publish(r, s)
		case 4:
			s.networks = some(r, networkKeys)
		case 5:
			s.volumes = some(r, volumeKeys)
		case 6, 7:
			a.networks[pick(r, networkKeys)]++
		case 8:
			a.volumes[pick(r, volumeKeys[:2])]++
		case 9:
			a.addService(r)
		case 10:
			a.services = slices.DeleteFunc(a.services, func(o *service) bool { return o == s })
		case 11:
			r.Shuffle(len(a.services), func(i, j int) { a.services[i], a.services[j] = a.services[j], a.services[i] })
		case 12:
			a.depend(r, s)
			s.health = r.IntN(2) == 0
		}
	}
	a.repair(r)
}

// yaml writes the app as a Compose file.
func (a *app) yaml() string {
	var b strings.Builder
	b.WriteString("name: shop\nservices:\n")
	if len(a.services) == 0 {
		b.WriteString("  idle: {image: one, scale: 0}\n")
	}
	for _, s := range a.services {
		s.write(&b)
	}
	b.WriteString("networks:\n")
	for _, key := range networkKeys {
		fmt.Fprintf(&b, "  %s: {labels: {version: %q}}\n", key, fmt.Sprint(a.networks[key]))
	}
	b.WriteString("volumes:\n")
	for _, key := range volumeKeys[:2] {
		fmt.Fprintf(&b, "  %s: {labels: {version: %q}}\n", key, fmt.Sprint(a.volumes[key]))
	}
	return b.String()
}

func (s *service) write(b *strings.Builder) {
	fmt.Fprintf(b, "  %s:\n    image: %s\n    environment: {VERSION: %q}\n    scale: %d\n", s.name, s.image, fmt.Sprint(s.version), s.replicas)
	if s.containerName != "" {
		fmt.Fprintf(b, "    container_name: %s\n", s.containerName)
	}
	if s.port != "" {
		fmt.Fprintf(b, "    ports: [%q]\n", s.port)
	}
	if s.health {
		b.WriteString("    healthcheck: {test: [CMD, \"true\"]}\n")
	}
	if len(s.networks) > 0 {
		fmt.Fprintf(b, "    networks: [%s]\n", strings.Join(s.networks, ", "))
	}
	if len(s.volumes) > 0 {
		b.WriteString("    volumes:\n")
	}
	for _, v := range s.volumes {
		if v[0] != '/' {
			v += ":/" + v
		}
		fmt.Fprintf(b, "      - %s\n", v)
	}
	if len(s.dependsOn) > 0 {
		b.WriteString("    depends_on:\n")
	}
	for _, name := range serviceNames {
		if d, ok := s.dependsOn[name]; ok {
			fmt.Fprintf(b, "      %s: {condition: %s, restart: %t, required: %t}\n", name, d.condition, d.restart, !d.optional)
		}
	}
}

func pick[T any](r *rand.Rand, from []T) T { return from[r.IntN(len(from))] }

// some gives some of the values, in their order, mostly few.
func some[T any](r *rand.Rand, from []T) (out []T) {
	for _, v := range from {
		if r.IntN(3) == 0 {
			out = append(out, v)
		}
	}
	return out
}
