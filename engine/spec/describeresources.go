package spec

import (
	"fmt"
	"maps"
	"strconv"
	"strings"

	"github.com/docker/docker/api/types/blkiodev"
	"github.com/docker/docker/api/types/container"
)

// describeResources is Describe for limits and devices.
func describeResources(out map[string]string, r *container.Resources) {
	maps.Copy(out, map[string]string{
		"blkio_config":        quote(blkioText(r)),
		"cgroup_parent":       quote(r.CgroupParent),
		"cpu_count":           fmt.Sprint(r.CPUCount),
		"cpu_percent":         fmt.Sprint(r.CPUPercent),
		"cpu_period":          fmt.Sprint(r.CPUPeriod),
		"cpu_quota":           fmt.Sprint(r.CPUQuota),
		"cpu_rt_period":       fmt.Sprint(r.CPURealtimePeriod),
		"cpu_rt_runtime":      fmt.Sprint(r.CPURealtimeRuntime),
		"cpu_shares":          fmt.Sprint(r.CPUShares),
		"cpus":                strconv.FormatFloat(float64(r.NanoCPUs)/1e9, 'f', -1, 64),
		"cpuset":              quote(r.CpusetCpus),
		"device_cgroup_rules": listText(r.DeviceCgroupRules),
		"devices":             listText(deviceTexts(r)),
		"gpus":                listText(requestTexts(r.DeviceRequests)),
		"mem_limit":           sizeText(r.Memory),
		"mem_reservation":     sizeText(r.MemoryReservation),
		"mem_swappiness":      swapText(r.MemorySwappiness),
		"memswap_limit":       sizeText(r.MemorySwap),
		"oom_kill_disable":    fmt.Sprint(r.OomKillDisable != nil && *r.OomKillDisable),
		"pids_limit":          numberText(r.PidsLimit),
	})
	for _, u := range r.Ulimits {
		out["ulimits."+u.Name] = quote(fmt.Sprintf("%d:%d", u.Soft, u.Hard))
	}
}

// deployText sums up what deploy.resources is about, from what the attributes beside it say.
func deployText(texts map[string]string) string {
	var parts []string
	for _, part := range []struct{ words, attribute, unset string }{
		{"cpus %s", "cpus", "0"}, {"memory %s", "mem_limit", "unset"}, {"reserved %s", "mem_reservation", "unset"},
		{"pids %s", "pids_limit", "unset"}, {"devices %s", "gpus", "[]"},
	} {
		if text := texts[part.attribute]; text != part.unset {
			parts = append(parts, fmt.Sprintf(part.words, text))
		}
	}
	return quote(strings.Join(parts, ", "))
}

func numberText(n *int64) string {
	if n == nil || *n == 0 {
		return "unset"
	}
	return fmt.Sprint(*n)
}

// swapText gives a percentage. The engine has -1 for what is not set.
func swapText(n *int64) string {
	if n == nil || *n < 0 {
		return "unset"
	}
	return fmt.Sprint(*n)
}

// sizeText gives bytes as people write them: 64m, 1g, 1000.
func sizeText(n int64) string {
	switch {
	case n == 0:
		return "unset"
	case n < 0:
		return "unlimited"
	}
	unit := 0
	for n%1024 == 0 && unit < 4 {
		n, unit = n/1024, unit+1
	}
	return strconv.FormatInt(n, 10) + "bkmgt"[unit:unit+1]
}

func blkioText(r *container.Resources) string {
	var parts []string
	if r.BlkioWeight != 0 {
		parts = append(parts, fmt.Sprintf("weight %d", r.BlkioWeight))
	}
	for _, d := range r.BlkioWeightDevice {
		parts = append(parts, fmt.Sprintf("%s weight %d", d.Path, d.Weight))
	}
	for _, rates := range []struct {
		word    string
		devices []*blkiodev.ThrottleDevice
	}{
		{"reads %s/s", r.BlkioDeviceReadBps}, {"writes %s/s", r.BlkioDeviceWriteBps},
		{"%s reads/s", r.BlkioDeviceReadIOps}, {"%s writes/s", r.BlkioDeviceWriteIOps},
	} {
		for _, d := range rates.devices {
			parts = append(parts, d.Path+" "+fmt.Sprintf(rates.word, strconv.FormatUint(d.Rate, 10)))
		}
	}
	return strings.Join(parts, ", ")
}

// deviceTexts gives the short syntax of each device.
func deviceTexts(r *container.Resources) (out []string) {
	for _, d := range r.Devices {
		out = append(out, d.PathOnHost+":"+d.PathInContainer+":"+d.CgroupPermissions)
	}
	for _, q := range r.DeviceRequests {
		if q.Driver == cdiDriver {
			out = append(out, q.DeviceIDs...)
		}
	}
	return out
}

// requestTexts gives what drivers are asked for: "2 nvidia gpu,compute".
func requestTexts(requests []container.DeviceRequest) (out []string) {
	for _, q := range requests {
		if q.Driver == cdiDriver {
			continue
		}
		number := "all"
		switch {
		case len(q.DeviceIDs) > 0:
			number = strings.Join(q.DeviceIDs, ",")
		case q.Count >= 0:
			number = strconv.Itoa(q.Count)
		}
		var capabilities []string
		for _, set := range q.Capabilities {
			capabilities = append(capabilities, strings.Join(set, ","))
		}
		words := append([]string{number, q.Driver, strings.Join(capabilities, "|")}, pairs(q.Options, "=")...)
		out = append(out, strings.Join(strings.Fields(strings.Join(words, " ")), " "))
	}
	return out
}
