package enginetest

import (
	"net/http"
	"os"
	"strings"
	"time"

	"github.com/docker/docker/api/types"
	"github.com/docker/docker/api/types/system"
	"github.com/docker/docker/api/types/versions"
)

// minimumAPI is the oldest API version that the engine speaks.
func (s *Server) minimumAPI() string {
	switch {
	case s.speaks("1.52"):
		return "1.44"
	case s.speaks("1.44"):
		return "1.24"
	}
	return "1.12"
}

// releases maps the API versions that tests ask for to an engine that speaks them.
var releases = map[string]string{
	"1.41": "20.10.24", "1.42": "23.0.6", "1.43": "24.0.9", "1.44": "25.0.5", "1.45": "26.1.4", "1.46": "27.1.2",
	"1.47": "27.5.1", "1.48": "28.0.4", "1.49": "28.1.1", "1.50": "28.2.2", "1.51": "28.5.2", "1.52": "29.0.0", "1.55": "29.5.0",
}

func (s *Server) engineVersion() string {
	if v := releases[s.options.APIVersion]; v != "" {
		return v
	}
	return "20.10.24"
}

// speaks tells whether this engine is at least of that API version.
func (s *Server) speaks(version string) bool {
	return versions.GreaterThanOrEqualTo(s.options.APIVersion, version)
}

func ping(s *Server, w http.ResponseWriter, r *request) error {
	header := w.Header()
	header.Set("Builder-Version", s.options.BuilderVersion)
	header.Set("Cache-Control", "no-cache, no-store, must-revalidate")
	header.Set("Pragma", "no-cache")
	header.Set("Content-Type", "text/plain; charset=utf-8")
	if r.Method == http.MethodHead {
		header.Set("Content-Length", "0")
		return nil
	}
	_, err := w.Write([]byte("OK"))
	return err
}

func (s *Server) version(*request) (int, any, error) {
	details := map[string]string{
		"ApiVersion": s.options.APIVersion, "Arch": "amd64", "BuildTime": "2023-04-04T00:00:00.000000000+00:00", "Experimental": "false",
		"GitCommit": "5d6db84", "GoVersion": "go1.19.8", "KernelVersion": "6.1.0", "MinAPIVersion": s.minimumAPI(), "Os": "linux",
	}
	return http.StatusOK, types.Version{
		Components: []types.ComponentVersion{{Name: "Engine", Version: s.engineVersion(), Details: details}},
		Version:    s.engineVersion(), APIVersion: s.options.APIVersion, MinAPIVersion: s.minimumAPI(), GitCommit: details["GitCommit"],
		GoVersion: details["GoVersion"], Os: "linux", Arch: "amd64", KernelVersion: details["KernelVersion"], BuildTime: details["BuildTime"],
	}, nil
}

func (s *Server) info(*request) (int, any, error) {
	host, _ := os.Hostname()
	info := system.Info{
		ID: "TEST:" + strings.ToUpper(digest(s.address)[:4]), Name: host, ServerVersion: s.engineVersion(), Images: len(s.images),
		Driver: "overlay2", OSType: "linux", OperatingSystem: "Debian GNU/Linux 12 (bookworm)", Architecture: "x86_64", KernelVersion: "6.1.0",
		NCPU: 2, MemTotal: 4 << 30, DockerRootDir: "/var/lib/docker", LoggingDriver: "json-file", CgroupDriver: "cgroupfs", CgroupVersion: "2",
		DefaultRuntime: "runc", Runtimes: map[string]system.RuntimeWithStatus{"runc": {Runtime: system.Runtime{Path: "runc"}}},
		IndexServerAddress: "https://index.docker.io/v1/", SystemTime: s.now().Format(time.RFC3339Nano), Containers: len(s.containers),
		SecurityOptions: []string{"name=seccomp,profile=default"}, MemoryLimit: true, SwapLimit: true, IPv4Forwarding: true,
	}
	for _, c := range s.containers {
		switch {
		case c.paused:
			info.ContainersPaused++
		case c.running:
			info.ContainersRunning++
		default:
			info.ContainersStopped++
		}
	}
	return http.StatusOK, info, nil
}
