package engine

import (
	"cmp"
	"context"
	"slices"
	"strings"

	"gocompose/compose"
	"gocompose/compose/diag"
)

// remark keeps what the engine says of a container that it has made all the
// same: mostly limits that its kernel has nothing for, which it goes without.
func (r *run) remark(s *compose.Service, warnings []string) {
	r.mu.Lock()
	defer r.mu.Unlock()
	for _, text := range warnings {
		r.remarks.AddOnce(diag.Diagnostic{Rule: diag.Unsupported, Severity: diag.Warning, Pos: s.At(attributeIn(text)),
			Summary: "the engine says of service " + s.Name + ": " + strings.TrimSuffix(strings.TrimPrefix(text, "WARNING: "), "."),
			Hint:    "change the host, or leave the attribute out"})
	}
}

// ignored gives what an engine goes without in silence: on Linux a number of
// processors, which only Windows can limit that way.
func (r *run) ignored(ctx context.Context, s *compose.Service) []string {
	if s.CPUCount == 0 {
		return nil
	}
	ping, err := r.client.Ping(ctx)
	if err != nil || ping.OSType != "linux" {
		return nil
	}
	return []string{"linux does not support CPU count; write cpus instead"}
}

// said gives the remarks in the order of their places.
func (r *run) said() diag.List {
	slices.SortFunc(r.remarks, func(a, b diag.Diagnostic) int {
		return cmp.Or(a.Pos.Compare(b.Pos), strings.Compare(a.Summary, b.Summary))
	})
	return r.remarks
}

// attributeIn finds out what a warning of the engine is about, by its words:
// it has no other mark. The service stands for what nobody knows.
func attributeIn(text string) string {
	for _, known := range []struct{ words, attribute string }{
		{"OomKillDisable", "oom_kill_disable"}, {"OOM killer", "oom_kill_disable"}, {"swappiness", "mem_swappiness"}, {"swap limit", "mem_limit"}, {"memory soft limit", "mem_reservation"},
		{"memory limit", "mem_limit"}, {"CPU percent", "cpu_percent"}, {"CPU count", "cpu_count"},
		{"pids limit", "pids_limit"}, {"CPU shares", "cpu_shares"}, {"cfs period", "cpu_period"}, {"cfs quota", "cpu_quota"},
		{"real-time", "cpu_rt_runtime"}, {"cpuset", "cpuset"}, {"Block I/O", "blkio_config"}, {"BPS", "blkio_config"},
		{"IOPS", "blkio_config"}, {"platform", "platform"}, {"MAC", "mac_address"},
	} {
		if strings.Contains(strings.ToLower(text), strings.ToLower(known.words)) {
			return known.attribute
		}
	}
	return ""
}
