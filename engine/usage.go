package engine

import (
	"strings"

	"github.com/docker/docker/api/types/container"

	"gocompose/engine/plan"
)

// Usage is what a container uses of its engine's machine.
type Usage struct {
	Container plan.Container
	Known     bool    // false: it does not run, or the engine has not told yet
	CPU       float64 // percent of one processor

	Memory, MemoryLimit uint64 // bytes, without what the kernel can drop
	Received, Sent      uint64 // bytes over the network, since its start
	Read, Written       uint64 // bytes of block devices, likewise
	Processes           uint64
}

// usage reads a sample of the engine's. One without another before it cannot
// tell of the processor.
func usage(c plan.Container, s container.StatsResponse) Usage {
	u := Usage{Container: c, Known: !s.PreRead.IsZero() && !s.Read.IsZero(), CPU: processor(s.PreCPUStats, s.CPUStats),
		Memory: resident(s.MemoryStats), MemoryLimit: s.MemoryStats.Limit, Processes: s.PidsStats.Current}
	for _, n := range s.Networks {
		u.Received += n.RxBytes
		u.Sent += n.TxBytes
	}
	for _, entry := range s.BlkioStats.IoServiceBytesRecursive {
		switch strings.ToLower(entry.Op) {
		case "read":
			u.Read += entry.Value
		case "write":
			u.Written += entry.Value
		}
	}
	return u
}

// processor gives the percentage of one processor that was used between two samples.
func processor(before, now container.CPUStats) float64 {
	used := float64(now.CPUUsage.TotalUsage) - float64(before.CPUUsage.TotalUsage)
	passed := float64(now.SystemUsage) - float64(before.SystemUsage)
	count := float64(now.OnlineCPUs)
	if count == 0 {
		count = float64(len(now.CPUUsage.PercpuUsage))
	}
	if used <= 0 || passed <= 0 {
		return 0
	}
	return used / passed * count * 100
}

// resident leaves out what the kernel keeps of files that nobody has used lately,
// as docker does; the two versions of cgroups name it differently.
func resident(m container.MemoryStats) uint64 {
	for _, key := range []string{"total_inactive_file", "inactive_file"} {
		if cached, ok := m.Stats[key]; ok && cached < m.Usage {
			return m.Usage - cached
		}
	}
	return m.Usage
}
