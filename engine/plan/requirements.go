package plan

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"gocompose/compose"
	"gocompose/compose/diag"
)

// requirement is an attribute that not every engine from API 1.41 on honours.
// (docker documentation: Engine API version history)
type requirement struct {
	api    API
	engine string
	name   string
	// severity is Warning for what an older engine does without, and Error for
	// what it refuses, or takes for something else.
	severity diag.Severity
	used     func(*compose.Service) []diag.Pos // where a service asks for it
}

var requirements = []requirement{
	{API{1, 42}, "23.0", "seccomp=builtin", diag.Error, func(s *compose.Service) []diag.Pos {
		return where(slices.Contains(s.SecurityOpt, "seccomp=builtin"), s, "security_opt", "seccomp=builtin")
	}},
	{API{1, 43}, "24.0", "an annotation", diag.Warning, func(s *compose.Service) []diag.Pos {
		return where(len(s.Annotations) > 0, s, "annotations")
	}},
	{API{1, 44}, "25.0", "healthcheck.start_interval", diag.Error, func(s *compose.Service) []diag.Pos {
		return where(s.Healthcheck != nil && s.Healthcheck.StartInterval != nil, s, "healthcheck", "start_interval")
	}},
	{API{1, 44}, "25.0", "a device named by CDI", diag.Error, func(s *compose.Service) []diag.Pos {
		i := slices.IndexFunc(s.Devices, compose.Device.IsCDI)
		return where(i >= 0, s, "devices", strconv.Itoa(i))
	}},
	{API{1, 44}, "25.0", "bind.recursive: readonly", diag.Error, mountsWith(func(m compose.Mount) bool {
		return m.Bind != nil && m.Bind.Recursive == "readonly"
	})},
	{API{1, 44}, "25.0", "a MAC address on a second network", diag.Error, func(s *compose.Service) (places []diag.Pos) {
		for i, key := range s.NetworkOrder() {
			if n := s.Networks[key]; i > 0 && n != nil && n.MacAddress != "" {
				places = append(places, s.At("networks", key, "mac_address"))
			}
		}
		return places
	}},
	{API{1, 45}, "26.0", "volume.subpath", diag.Error, mountsWith(func(m compose.Mount) bool {
		return m.Volume != nil && m.Volume.Subpath != ""
	})},
	{API{1, 48}, "28.0", "a mount of type image", diag.Error, mountsWith(func(m compose.Mount) bool {
		return m.Type == compose.MountImage
	})},
	{API{1, 48}, "28.0", "gw_priority", diag.Warning, endpointsWith("gw_priority", func(n *compose.ServiceNetwork) bool {
		return n.GatewayPriority != 0
	})},
	{API{1, 49}, "28.1", "interface_name", diag.Error, endpointsWith("interface_name", func(n *compose.ServiceNetwork) bool {
		return n.InterfaceName != ""
	})},
}

// Lacks names what engines of an API are too old for, and the Docker Engine that
// has it: "volume.subpath (26.0)".
func Lacks(api API) (names []string) {
	for _, r := range requirements {
		if api.Before(r.api) {
			names = append(names, fmt.Sprintf("%s (%s)", strings.TrimPrefix(strings.TrimPrefix(r.name, "an "), "a "), r.engine))
		}
	}
	return names
}

// where gives the place of an attribute that is used.
func where(used bool, s *compose.Service, path ...string) []diag.Pos {
	if !used {
		return nil
	}
	return []diag.Pos{s.At(path...)}
}

// mountsWith gives the places of the mounts that use something.
func mountsWith(use func(compose.Mount) bool) func(*compose.Service) []diag.Pos {
	return func(s *compose.Service) (places []diag.Pos) {
		for _, m := range s.Volumes {
			if use(m) {
				places = append(places, m.Pos)
			}
		}
		return places
	}
}

// endpointsWith gives the places of an attribute under a service's networks.
func endpointsWith(attribute string, use func(*compose.ServiceNetwork) bool) func(*compose.Service) []diag.Pos {
	return func(s *compose.Service) (places []diag.Pos) {
		for _, key := range sortedKeys(s.Networks) {
			if n := s.Networks[key]; n != nil && use(n) {
				places = append(places, s.At("networks", key, attribute))
			}
		}
		return places
	}
}

// supported finds what the engine is too old for.
func (u *up) supported(s *compose.Service) {
	for _, r := range requirements {
		if u.state.API.Before(r.api) {
			for _, pos := range r.used(s) {
				u.problems.Add(u.tooOld(r, pos))
			}
		}
	}
}

func (u *up) tooOld(r requirement, pos diag.Pos) diag.Diagnostic {
	summary := fmt.Sprintf("%s needs Docker Engine %s (API %s); this engine speaks %s", r.name, r.engine, r.api, u.state.API)
	if r.severity == diag.Warning {
		summary = strings.Replace(summary, "; this engine", " to have an effect; this engine", 1)
	}
	return diag.Diagnostic{Severity: r.severity, Pos: pos, Summary: summary, Hint: "update the engine, or leave the attribute out"}
}

// withoutIPv4 is the first API that can leave IPv4 out of a network.
var withoutIPv4 = requirement{api: API{1, 48}, engine: "28.0", name: "enable_ipv4: false"}

// supportedNetworks finds what the engine is too old for in the networks that are made.
func (u *up) supportedNetworks() {
	for _, step := range u.steps {
		op, ok := step.Op.(CreateNetwork)
		if ok && op.Network.EnableIPv4 != nil && !*op.Network.EnableIPv4 && u.state.API.Before(withoutIPv4.api) {
			u.problems.Add(u.tooOld(withoutIPv4, op.Network.Pos))
		}
	}
}

// remarks finds what is honoured only in part.
func (u *up) remarks(s *compose.Service) {
	if _, own := s.Environment["DOCKER_CONFIG"]; s.UseAPISocket && !own {
		u.problems.Add(diag.Diagnostic{Severity: diag.Warning, Pos: s.At("use_api_socket"),
			Summary: "service " + s.Name + " gets the engine's socket, but not the logins for registries",
			Hint:    "to pull or push private images from it, give it a docker configuration as a secret and set DOCKER_CONFIG to its folder"})
	}
}
