package spec

import (
	"cmp"
	"slices"

	"github.com/docker/docker/api/types/container"

	"gocompose/compose"
)

// cdiDriver is the engine's driver for devices that a CDI specification names.
const cdiDriver = "cdi"

func devices(list []compose.Device) (out []container.DeviceMapping) {
	for _, d := range list {
		if !d.IsCDI() {
			out = append(out, container.DeviceMapping{
				PathOnHost: d.Source, PathInContainer: cmp.Or(d.Target, d.Source), CgroupPermissions: cmp.Or(d.Permissions, "rwm"),
			})
		}
	}
	return out
}

// deviceRequests gives what drivers are asked for: the devices that deploy
// reserves, those that CDI names, and gpus.
func deviceRequests(s *compose.Service, reserved []compose.DeviceRequest) (out []container.DeviceRequest) {
	for _, r := range reserved {
		out = append(out, deviceRequest(r, r.Capabilities))
	}
	var names []string
	for _, d := range s.Devices {
		if d.IsCDI() {
			names = append(names, d.Source)
		}
	}
	if len(names) > 0 {
		out = append(out, container.DeviceRequest{Driver: cdiDriver, DeviceIDs: names})
	}
	for _, r := range s.GPUs {
		capabilities := slices.Clone(r.Capabilities)
		if !slices.Contains(capabilities, "gpu") {
			capabilities = append(capabilities, "gpu")
		}
		out = append(out, deviceRequest(r, capabilities))
	}
	return out
}

func deviceRequest(r compose.DeviceRequest, capabilities []string) container.DeviceRequest {
	return container.DeviceRequest{
		Driver: r.Driver, Count: int(r.Count), DeviceIDs: r.IDs, Options: r.Options,
		Capabilities: [][]string{capabilities},
	}
}
