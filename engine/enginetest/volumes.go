package enginetest

import (
	"maps"
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/docker/docker/api/types/events"
	"github.com/docker/docker/api/types/filters"
	dvolume "github.com/docker/docker/api/types/volume"
)

type volume struct {
	dvolume.Volume
	files map[string]storedFile // by path from the volume's root
}

// addVolume gives the volume of that name, made where it is not there, and tells
// of a creation in both cases, as the engine does.
func (s *Server) addVolume(o dvolume.CreateOptions) *volume {
	if o.Name == "" {
		if s.speaks("1.42") {
			o.Labels = maps.Clone(orEmpty(o.Labels))
			o.Labels["com.docker.volume.anonymous"] = ""
		}
		o.Name = s.id()
	}
	v := s.volumes[o.Name]
	if v == nil {
		v = &volume{files: map[string]storedFile{}, Volume: dvolume.Volume{
			Name: o.Name, Driver: "local", Scope: "local", Labels: o.Labels, Options: o.DriverOpts,
			CreatedAt: s.now().Format(time.RFC3339), Mountpoint: "/var/lib/docker/volumes/" + o.Name + "/_data",
		}}
		s.volumes[o.Name] = v
	}
	s.volumeEvent(v, events.ActionCreate)
	return v
}

func (s *Server) volumeEvent(v *volume, action events.Action) {
	s.emit(events.VolumeEventType, action, v.Name, map[string]string{"driver": v.Driver})
}

func (s *Server) volumeCreate(r *request) (int, any, error) {
	var o dvolume.CreateOptions
	if err := decode(r.Request, &o); err != nil {
		return 0, nil, err
	}
	if o.Driver != "" && o.Driver != "local" {
		return 0, nil, notFoundf("create %s: error looking up volume plugin %s: plugin \"%s\" not found", o.Name, o.Driver, o.Driver)
	}
	if o.Name != "" && !validName.MatchString(o.Name) {
		return 0, nil, badRequestf("create %s: \"%s\" includes invalid characters for a local volume name, only \"[a-zA-Z0-9][a-zA-Z0-9_.-]\" are allowed. If you intended to pass a host directory, use absolute path", o.Name, o.Name)
	}
	if s.volumes[o.Name] == nil {
		for _, option := range sortedKeys(o.DriverOpts) {
			if !slices.Contains([]string{"type", "o", "device", "size"}, option) {
				return 0, nil, badRequestf("create %s: invalid option: %q", o.Name, option)
			}
		}
	}
	return http.StatusCreated, s.addVolume(o).Volume, nil
}

func (s *Server) volumeInspect(r *request) (int, any, error) {
	v := s.volumes[r.args[0]]
	if v == nil {
		return 0, nil, notFoundf("get %s: no such volume", r.args[0])
	}
	return http.StatusOK, v.Volume, nil
}

func (s *Server) volumeList(r *request) (int, any, error) {
	args, err := r.filters(keys("dangling", "name", "driver", "label"))
	if err != nil {
		return 0, nil, err
	}
	list := dvolume.ListResponse{Volumes: []*dvolume.Volume{}}
	for _, name := range slices.Sorted(maps.Keys(s.volumes)) {
		v := s.volumes[name]
		if s.dangling(name, args) && args.Match("name", name) && args.ExactMatch("driver", v.Driver) && args.MatchKVList("label", v.Labels) {
			list.Volumes = append(list.Volumes, &v.Volume)
		}
	}
	return http.StatusOK, list, nil
}

func (s *Server) volumeRemove(r *request) (int, any, error) {
	v := s.volumes[r.args[0]]
	switch {
	case v == nil && r.flag("force"):
		return http.StatusNoContent, nil, nil
	case v == nil:
		return 0, nil, notFoundf("get %s: no such volume", r.args[0])
	}
	if users := s.usersOf(v.Name); len(users) > 0 {
		return 0, nil, conflictf("remove %s: volume is in use - [%s]", v.Name, strings.Join(users, ", "))
	}
	delete(s.volumes, v.Name)
	s.volumeEvent(v, events.ActionDestroy)
	return http.StatusNoContent, nil, nil
}

// dangling answers the filter of that name: true, false or not given.
func (s *Server) dangling(name string, args filters.Args) bool {
	unused := len(s.usersOf(name)) == 0
	wanted, err := args.GetBoolOrDefault("dangling", unused)
	return err == nil && wanted == unused
}

// usersOf gives the ids of the containers, running or not, that mount the volume.
func (s *Server) usersOf(name string) []string {
	var users []string
	for _, c := range s.sorted() {
		if slices.ContainsFunc(c.mounts, func(m mountPoint) bool { return m.Name == name }) {
			users = append(users, c.id)
		}
	}
	return users
}

// Volumes gives the volumes, sorted by name.
func (s *Server) Volumes() []dvolume.Volume {
	s.mu.Lock()
	defer s.mu.Unlock()
	var list []dvolume.Volume
	for _, name := range slices.Sorted(maps.Keys(s.volumes)) {
		list = append(list, clone(s.volumes[name].Volume))
	}
	return list
}
