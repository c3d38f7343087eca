package plan_test

import (
	"math/rand/v2"
	"slices"
)

// app is a random Compose application that can be written as YAML.
type app struct {
	services []*service // each may depend on those before it
	networks map[string]int
	volumes  map[string]int // key → version of its options
	contents map[string]int // key of a secret or config → version of its content
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
	files         []string          // keys of secrets and configs
	hooks         []string          // pre_start, each (all) replicas, post_start, pre_stop
	shares        map[string]string // network_mode, ipc, pid or volumes_from → an earlier service
}

type dependency struct {
	condition         string
	restart, optional bool
}

var (
	serviceNames = []string{"a", "b", "c", "d", "e", "f"}
	networkKeys  = []string{"default", "back", "front"}
	volumeKeys   = []string{"data", "cache", "/anon"}
	fileKeys     = []string{"token", "settings"}
	hookKinds    = []string{"pre_start once", "pre_start each", "post_start", "pre_stop"}
	shareable    = []string{"network_mode", "ipc", "pid", "volumes_from"}
	conditions   = []string{"service_started", "service_healthy", "service_completed_successfully"}
)

func randomApp(r *rand.Rand) *app {
	a := &app{networks: map[string]int{}, volumes: map[string]int{}, contents: map[string]int{}}
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
	s.files, s.hooks = some(r, fileKeys), some(r, hookKinds)
	a.services = append(a.services, s)
	a.depend(r, s)
	a.publish(r, s)
	a.share(r, s)
}

// share lets a service, mostly not, share with those before it.
func (a *app) share(r *rand.Rand, s *service) {
	s.shares = map[string]string{}
	i := slices.Index(a.services, s)
	for _, what := range shareable {
		if i > 0 && r.IntN(6) == 0 {
			s.shares[what] = a.services[r.IntN(i)].name
		}
	}
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

// mutate changes the app in a few places.
func (a *app) mutate(r *rand.Rand) {
	for range 1 + r.IntN(4) {
		if len(a.services) == 0 {
			a.addService(r)
			continue
		}
		s := a.services[r.IntN(len(a.services))]
		switch r.IntN(17) {
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
		case 13:
			a.contents[pick(r, fileKeys)]++
		case 14:
			s.files = some(r, fileKeys)
		case 15:
			s.hooks = some(r, hookKinds)
		case 16:
			a.share(r, s)
		}
	}
	a.repair(r)
}
