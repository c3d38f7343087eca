package spec

import (
	"cmp"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/docker/docker/api/types/container"
	"github.com/docker/docker/api/types/network"
	"github.com/docker/docker/api/types/strslice"
	ocispec "github.com/opencontainers/image-spec/specs-go/v1"

	"gocompose/compose"
)

// Request is what the engine is asked for one container.
type Request struct {
	container.CreateRequest
	Platform *ocispec.Platform `json:",omitempty"` // nil: whatever the image has
}

// Container gives the create request of one container of a service. Its
// Config, HostConfig and NetworkingConfig are never nil.
func Container(p *compose.Project, s *compose.Service, in Instance) Request {
	labels := containerLabels(p, s, in)
	s = Resolved(s, in.Peers)
	host := hostConfig(p, s, in)
	request := Request{
		CreateRequest: container.CreateRequest{
			Config:           config(p, s, in.Proxy, labels),
			HostConfig:       host,
			NetworkingConfig: &network.NetworkingConfig{},
		},
		Platform: platform(p.Platform(s)),
	}
	attach(&request, p, s, in)
	if in.OneOff != nil {
		request.AttachStdin, request.StdinOnce = in.OneOff.Stdin, in.OneOff.Stdin
		host.AutoRemove = in.OneOff.Remove
	}
	return request
}

// platform reads os[/arch[/variant]]. The engine makes up what is left out.
func platform(text string) *ocispec.Platform {
	if text == "" {
		return nil
	}
	parts := append(strings.SplitN(text, "/", 3), "", "")
	return &ocispec.Platform{OS: parts[0], Architecture: parts[1], Variant: parts[2]}
}

func config(p *compose.Project, s *compose.Service, proxy, labels map[string]string) *container.Config {
	c := &container.Config{
		Hostname:     s.Hostname,
		Domainname:   s.DomainName,
		User:         s.User,
		ExposedPorts: exposedPorts(s),
		Tty:          s.TTY,
		OpenStdin:    s.StdinOpen,
		AttachStdout: true,
		AttachStderr: true,
		Env:          environment(s, proxy),
		Cmd:          strslice.StrSlice(s.Command),
		Entrypoint:   strslice.StrSlice(s.Entrypoint),
		Image:        p.ImageName(s),
		WorkingDir:   s.WorkingDir,
		StopSignal:   s.StopSignal,
		Healthcheck:  healthcheck(s.Healthcheck),
		Labels:       labels,
	}
	if s.StopGracePeriod != nil {
		seconds := int(time.Duration(*s.StopGracePeriod).Round(time.Second).Seconds())
		c.StopTimeout = &seconds
	}
	return c
}

func hostConfig(p *compose.Project, s *compose.Service, in Instance) *container.HostConfig {
	h := &container.HostConfig{
		Annotations:    s.Annotations,
		CapAdd:         strslice.StrSlice(s.CapAdd),
		CapDrop:        strslice.StrSlice(s.CapDrop),
		CgroupnsMode:   container.CgroupnsMode(s.Cgroup),
		DNS:            s.DNS,
		DNSOptions:     s.DNSOpts,
		DNSSearch:      s.DNSSearch,
		ExtraHosts:     s.ExtraHosts.List(":"),
		GroupAdd:       s.GroupAdd,
		Init:           s.Init,
		IpcMode:        container.IpcMode(s.IPC),
		Isolation:      container.Isolation(s.Isolation),
		LogConfig:      logging(s.Logging),
		OomScoreAdj:    int(s.OomScoreAdj),
		PidMode:        container.PidMode(s.PID),
		PortBindings:   portBindings(s),
		Privileged:     s.Privileged,
		ReadonlyRootfs: s.ReadOnly,
		Resources:      resources(s),
		RestartPolicy:  restartPolicy(s),
		Runtime:        s.Runtime,
		ShmSize:        int64(s.ShmSize),
		StorageOpt:     s.StorageOpt,
		Sysctls:        s.Sysctls,
		Tmpfs:          tmpfs(s),
		UsernsMode:     container.UsernsMode(s.UsernsMode),
		UTSMode:        container.UTSMode(s.UTS),
		VolumesFrom:    s.VolumesFrom,
	}
	h.Binds, h.Mounts = mounts(p, s, in.Anonymous)
	h.Mounts = slices.Concat(h.Mounts, boundConfigs(p, s), in.FileVolume.mounts())
	if socket := apiSocket(s, in); socket != "" {
		h.Binds = append(h.Binds, socket)
	}
	secure(h, p, s, in.Files)
	return h
}

// apiSocket gives the bind of the engine's socket for use_api_socket, unless
// the service mounts something there itself.
func apiSocket(s *compose.Service, in Instance) string {
	there := func(m compose.Mount) bool { return m.Target == DefaultSocket }
	if !s.UseAPISocket || slices.ContainsFunc(s.Volumes, there) {
		return ""
	}
	return cmp.Or(in.Socket, DefaultSocket) + ":" + DefaultSocket + ":rw"
}

func logging(l *compose.Logging) container.LogConfig {
	if l == nil {
		return container.LogConfig{}
	}
	return container.LogConfig{Type: l.Driver, Config: l.Options}
}

// environment gives "KEY=value" sorted by key; a KEY alone unsets the image's.
// The service's own variables win over those for proxies.
func environment(s *compose.Service, proxy map[string]string) []string {
	values := map[string]*string{}
	for key, value := range proxy {
		values[key] = &value
	}
	maps.Copy(values, s.Environment)
	var out []string
	for _, key := range sortedKeys(values) {
		if value := values[key]; value != nil {
			key += "=" + *value
		}
		out = append(out, key)
	}
	return out
}

func restartPolicy(s *compose.Service) container.RestartPolicy {
	name, attempts := s.RestartPolicy()
	return container.RestartPolicy{Name: container.RestartPolicyMode(name), MaximumRetryCount: attempts}
}

func healthcheck(h *compose.Healthcheck) *container.HealthConfig {
	if h == nil {
		return nil
	}
	if h.Disable {
		return &container.HealthConfig{Test: []string{"NONE"}}
	}
	out := &container.HealthConfig{
		Test:          h.Test,
		Interval:      duration(h.Interval),
		Timeout:       duration(h.Timeout),
		StartPeriod:   duration(h.StartPeriod),
		StartInterval: duration(h.StartInterval),
	}
	if h.Retries != nil {
		out.Retries = int(*h.Retries)
	}
	return out
}

func duration(d *compose.Duration) time.Duration {
	if d == nil {
		return 0
	}
	return time.Duration(*d)
}

func tmpfs(s *compose.Service) map[string]string {
	out := make(map[string]string, len(s.Tmpfs))
	for _, t := range s.Tmpfs {
		path, options, _ := strings.Cut(t, ":")
		out[path] = options
	}
	return out
}
