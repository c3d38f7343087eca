package spec

import (
	"cmp"
	"math"
	"strconv"

	"github.com/docker/docker/api/types/blkiodev"
	"github.com/docker/docker/api/types/container"

	"gocompose/compose"
)

// resources gives a container's limits and devices. What deploy.resources has
// wins over the attributes beside it.
func resources(s *compose.Service) container.Resources {
	limits, reserved := deployed(s)
	r := container.Resources{
		CgroupParent:       s.CgroupParent,
		CPUShares:          s.CPUShares,
		NanoCPUs:           nano(cmp.Or(limits.NanoCPUs, s.CPUs)),
		CPUPeriod:          s.CPUPeriod,
		CPUQuota:           s.CPUQuota,
		CPURealtimePeriod:  s.CPURTPeriod,
		CPURealtimeRuntime: s.CPURTRuntime,
		CpusetCpus:         s.CPUSet,
		CPUCount:           s.CPUCount,
		CPUPercent:         int64(math.Round(float64(s.CPUPercent))),
		Memory:             int64(cmp.Or(limits.MemoryBytes, s.MemLimit)),
		MemoryReservation:  int64(cmp.Or(reserved.MemoryBytes, s.MemReservation)),
		MemorySwap:         int64(s.MemswapLimit),
		MemorySwappiness:   swappiness(s),
		OomKillDisable:     unlessZero(s.OomKillDisable),
		PidsLimit:          unlessZero(cmp.Or(limits.Pids, s.PidsLimit)),
		Ulimits:            ulimits(s.Ulimits),
		DeviceCgroupRules:  s.DeviceCgroupRules,
		Devices:            devices(s.Devices),
		DeviceRequests:     deviceRequests(s, reserved.Devices),
	}
	blkio(&r, s.BlkioConfig)
	return r
}

// deployed gives deploy.resources.limits and reservations, empty where there are none.
func deployed(s *compose.Service) (limits, reserved compose.Resource) {
	if s.Deploy == nil {
		return limits, reserved
	}
	if l := s.Deploy.Resources.Limits; l != nil {
		limits = *l
	}
	if r := s.Deploy.Resources.Reservations; r != nil {
		reserved = *r
	}
	return limits, reserved
}

// nano gives CPUs in units of 10⁻⁹: of the decimal number that was written, not
// of the nearest that a float32 has.
func nano(cpus float32) int64 {
	written, _ := strconv.ParseFloat(strconv.FormatFloat(float64(cpus), 'g', -1, 32), 64) // its own notation
	return int64(math.Round(written * 1e9))
}

// unlessZero gives nil for the zero value, which leaves the engine its default.
func unlessZero[T comparable](v T) *T {
	var zero T
	if v == zero {
		return nil
	}
	return &v
}

// swappiness tells 0, which keeps memory from being swapped, from nothing;
// docker compose does not.
func swappiness(s *compose.Service) *int64 {
	percent, ok := s.Swappiness()
	if !ok {
		return nil
	}
	return &percent
}

func ulimits(limits map[string]*compose.Ulimit) (out []*container.Ulimit) {
	for _, name := range sortedKeys(limits) {
		u := limits[name]
		out = append(out, &container.Ulimit{
			Name: name, Soft: int64(cmp.Or(u.Single, u.Soft)), Hard: int64(cmp.Or(u.Single, u.Hard)),
		})
	}
	return out
}

func blkio(r *container.Resources, b *compose.BlkioConfig) {
	if b == nil {
		return
	}
	r.BlkioWeight = b.Weight
	for _, d := range b.WeightDevice {
		r.BlkioWeightDevice = append(r.BlkioWeightDevice, &blkiodev.WeightDevice{Path: d.Path, Weight: d.Weight})
	}
	r.BlkioDeviceReadBps = throttles(b.DeviceReadBps)
	r.BlkioDeviceReadIOps = throttles(b.DeviceReadIOps)
	r.BlkioDeviceWriteBps = throttles(b.DeviceWriteBps)
	r.BlkioDeviceWriteIOps = throttles(b.DeviceWriteIOps)
}

func throttles(devices []compose.ThrottleDevice) (out []*blkiodev.ThrottleDevice) {
	for _, d := range devices {
		out = append(out, &blkiodev.ThrottleDevice{Path: d.Path, Rate: uint64(d.Rate)})
	}
	return out
}
