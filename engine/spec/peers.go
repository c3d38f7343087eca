package spec

import (
	"strings"

	"gocompose/compose"
)

const servicePrefix, containerPrefix = "service:", "container:"

// Resolved gives a service that names containers where its file names services:
// service:NAME in network_mode, ipc and pid, and NAME in volumes_from. peers has
// the id of a container by service; a service that it lacks stays named. The
// config hash in a container's label is that of the resolved service.
func Resolved(s *compose.Service, peers map[string]string) *compose.Service {
	c := *s
	c.NetworkMode = namespace(s.NetworkMode, peers)
	c.IPC = namespace(s.IPC, peers)
	c.PID = namespace(s.PID, peers)
	c.VolumesFrom = nil
	for _, from := range s.VolumesFrom {
		c.VolumesFrom = append(c.VolumesFrom, volumesOf(from, peers))
	}
	return &c
}

func namespace(mode string, peers map[string]string) string {
	if name, ok := strings.CutPrefix(mode, servicePrefix); ok && peers[name] != "" {
		return containerPrefix + peers[name]
	}
	return mode
}

// volumesOf reads NAME[:MODE] and container:NAME[:MODE]. The mode rw, which is
// the engine's own, goes; docker compose drops ro as well.
func volumesOf(from string, peers map[string]string) string {
	rest, foreign := strings.CutPrefix(from, containerPrefix)
	name, mode, _ := strings.Cut(rest, ":")
	if id := peers[name]; id != "" && !foreign {
		name = id
	}
	if mode == "" || mode == "rw" {
		return name
	}
	return name + ":" + mode
}
