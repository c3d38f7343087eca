package spec

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/docker/docker/api/types/container"
	"github.com/docker/go-connections/nat"
)

// describeHost is Describe for what surrounds the container: its namespaces,
// names, mounts, ports and rights.
func describeHost(out map[string]string, h *container.HostConfig) {
	maps.Copy(out, map[string]string{
		"cap_add":         jsonText(capabilities(h.CapAdd)),
		"cap_drop":        jsonText(capabilities(h.CapDrop)),
		"cgroup":          quote(string(h.CgroupnsMode)),
		"credential_spec": quote(credentialText(h.SecurityOpt)),
		"dns":             listText(h.DNS),
		"dns_opt":         listText(h.DNSOptions),
		"dns_search":      listText(h.DNSSearch),
		"extra_hosts":     listText(slices.Sorted(slices.Values(h.ExtraHosts))),
		"group_add":       listText(h.GroupAdd),
		"init":            pointerText(h.Init),
		"ipc":             quote(string(h.IpcMode)),
		"isolation":       quote(string(h.Isolation)),
		"logging":         quote(loggingText(h.LogConfig)),
		"network_mode":    quote(string(h.NetworkMode)),
		"oom_score_adj":   fmt.Sprint(h.OomScoreAdj),
		"pid":             quote(string(h.PidMode)),
		"ports":           jsonText(portTexts(h.PortBindings)),
		"privileged":      fmt.Sprint(h.Privileged),
		"read_only":       fmt.Sprint(h.ReadonlyRootfs),
		"restart":         quote(restartText(h.RestartPolicy)),
		"runtime":         quote(h.Runtime),
		"security_opt":    listText(securityTexts(h)),
		"shm_size":        sizeText(h.ShmSize),
		"tmpfs":           listText(pairs(h.Tmpfs, ":")),
		"userns_mode":     quote(string(h.UsernsMode)),
		"uts":             quote(string(h.UTSMode)),
		"volumes":         jsonText(mountTexts(h.Binds, h.Mounts)),
		"volumes_from":    listText(readWrite(h.VolumesFrom)),
	})
	for attribute, values := range map[string]map[string]string{
		"annotations": h.Annotations, "storage_opt": h.StorageOpt, "sysctls": h.Sysctls,
	} {
		for key, value := range values {
			out[attribute+"."+key] = quote(value)
		}
	}
}

// listText gives a list in brackets; null and an empty one are the same.
func listText(list []string) string {
	if list == nil {
		list = []string{}
	}
	return jsonText(list)
}

// readWrite leaves out the mode that goes without saying.
func readWrite(from []string) (out []string) {
	for _, entry := range from {
		out = append(out, strings.TrimSuffix(entry, ":rw"))
	}
	return out
}

// pairs gives the sorted entries "key<sep>value", and a key alone for an empty value.
func pairs(m map[string]string, sep string) (out []string) {
	for _, key := range sortedKeys(m) {
		if m[key] != "" {
			key += sep + m[key]
		}
		out = append(out, key)
	}
	return out
}

func pointerText(b *bool) string {
	if b == nil {
		return "unset"
	}
	return fmt.Sprint(*b)
}

func restartText(r container.RestartPolicy) string {
	switch {
	case r.Name == "":
		return "no"
	case r.MaximumRetryCount > 0:
		return fmt.Sprintf("%s:%d", r.Name, r.MaximumRetryCount)
	}
	return string(r.Name)
}

// loggingText gives the driver, and of its options those that cannot be
// anybody's secret by their value, the others by name.
func loggingText(l container.LogConfig) string {
	text := cmp.Or(l.Type, "the engine's own")
	for _, key := range sortedKeys(l.Config) {
		text += " " + key
		if plainLogOptions[key] {
			text += "=" + l.Config[key]
		}
	}
	return text
}

var plainLogOptions = map[string]bool{
	"compress": true, "max-buffer-size": true, "max-file": true, "max-size": true, "mode": true, "tag": true,
}

// securityTexts gives the security options, a seccomp profile by its digest.
func securityTexts(h *container.HostConfig) (out []string) {
	for _, option := range h.SecurityOpt {
		switch profile, ok := strings.CutPrefix(option, "seccomp={"); {
		case ok:
			out = append(out, "seccomp=profile "+short([]byte(profile)))
		case !strings.HasPrefix(option, credentialOption):
			out = append(out, option)
		}
	}
	if h.MaskedPaths != nil && len(h.MaskedPaths) == 0 {
		out = append(out, "systempaths=unconfined")
	}
	slices.Sort(out)
	return out
}

// credentialText gives where a credential spec comes from, and its digest
// where the option has the content.
func credentialText(options []string) string {
	for _, option := range options {
		if where, ok := strings.CutPrefix(option, credentialOption); ok {
			if content, raw := strings.CutPrefix(where, "raw://"); raw {
				return "config " + short([]byte(content))
			}
			return where
		}
	}
	return ""
}

// portTexts gives the short syntax of each published port, sorted.
func portTexts(ports nat.PortMap) []string {
	texts := []string{}
	for _, target := range slices.Sorted(maps.Keys(ports)) {
		for _, b := range ports[target] {
			text := strings.TrimSuffix(string(target), "/tcp")
			if b.HostPort != "" {
				text = b.HostPort + ":" + text
			}
			if b.HostIP != "" {
				text = b.HostIP + ":" + text
			}
			texts = append(texts, text)
		}
	}
	return texts
}
