package engine

import (
	"testing"
	"time"

	"github.com/docker/docker/api/types/container"

	"gocompose/engine/plan"
)

// TestUsage reads a sample as docker does, of both versions of cgroups.
func TestUsage(t *testing.T) {
	s := container.StatsResponse{
		Read: time.Unix(2, 0), PreRead: time.Unix(1, 0), PidsStats: container.PidsStats{Current: 3},
		Networks:    map[string]container.NetworkStats{"eth0": {RxBytes: 10, TxBytes: 1}, "eth1": {RxBytes: 5, TxBytes: 2}},
		BlkioStats:  container.BlkioStats{IoServiceBytesRecursive: []container.BlkioStatEntry{{Op: "Read", Value: 7}, {Op: "write", Value: 9}, {Op: "Sync", Value: 99}}},
		MemoryStats: container.MemoryStats{Usage: 100, Limit: 400, Stats: map[string]uint64{"inactive_file": 30}},
	}
	s.CPUStats = container.CPUStats{CPUUsage: container.CPUUsage{TotalUsage: 150}, SystemUsage: 2000, OnlineCPUs: 4}
	s.PreCPUStats = container.CPUStats{CPUUsage: container.CPUUsage{TotalUsage: 50}, SystemUsage: 1000}
	got := usage(plan.Container{Name: "web"}, s)
	if !got.Known || got.CPU != 40 || got.Memory != 70 || got.MemoryLimit != 400 || got.Received != 15 || got.Sent != 3 || got.Read != 7 || got.Written != 9 || got.Processes != 3 {
		t.Errorf("%+v", got)
	}
	s.MemoryStats.Stats["total_inactive_file"] = 10
	s.CPUStats.OnlineCPUs, s.CPUStats.CPUUsage.PercpuUsage = 0, []uint64{1, 2}
	s.PreRead = time.Time{}
	if got := usage(plan.Container{}, s); got.Known || got.Memory != 90 || got.CPU != 20 {
		t.Errorf("%+v", got)
	}
	s.MemoryStats.Stats["total_inactive_file"] = 1000 // more than is used: as it is
	delete(s.MemoryStats.Stats, "inactive_file")
	s.PreCPUStats.SystemUsage = 3000
	if got := usage(plan.Container{}, s); got.Memory != 100 || got.CPU != 0 {
		t.Errorf("%+v", got)
	}
}
