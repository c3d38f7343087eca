package spec

import (
	"encoding/json"
	"fmt"
	"maps"
	"path"
	"slices"
	"strings"

	"github.com/docker/docker/api/types/container"
	"github.com/docker/docker/api/types/mount"
	"github.com/docker/go-connections/nat"
)

// Describe gives what a container is, or is to be, as one short text an
// attribute, keyed as Digests is. It reads the same two structures that are
// sent and that inspect answers, so that old and new are written alike.
func Describe(c *container.Config, h *container.HostConfig) map[string]string {
	out := map[string]string{
		"image":       quote(c.Image),
		"hostname":    quote(c.Hostname),
		"user":        quote(c.User),
		"working_dir": quote(folder(c.WorkingDir)),
		"entrypoint":  jsonText(c.Entrypoint),
		"stop_signal": quote(c.StopSignal),
		"tty":         fmt.Sprint(c.Tty),
		"stdin_open":  fmt.Sprint(c.OpenStdin),
		"restart":     quote(restartText(h.RestartPolicy)),
		"privileged":  fmt.Sprint(h.Privileged),
		"read_only":   fmt.Sprint(h.ReadonlyRootfs),
		"cap_add":     jsonText(capabilities(h.CapAdd)),
		"cap_drop":    jsonText(capabilities(h.CapDrop)),
		"extra_hosts": jsonText(h.ExtraHosts),
		"ports":       jsonText(portTexts(h.PortBindings)),
		"volumes":     jsonText(mountTexts(h.Binds, h.Mounts)),
		"healthcheck": healthText(c.Healthcheck),
		"init":        pointerText(h.Init),
	}
	if len(c.Cmd) > 0 { // the engine takes an empty one for the image's
		out["command"] = jsonText(c.Cmd)
	}
	if c.StopTimeout != nil {
		out["stop_grace_period"] = fmt.Sprintf("%ds", *c.StopTimeout)
	}
	for _, e := range c.Env {
		key, value, set := strings.Cut(e, "=")
		if set {
			out["environment."+key] = quote(value)
		}
	}
	for key, value := range c.Labels {
		if !strings.HasPrefix(key, "com.docker.compose.") && key != LabelAttributes {
			out["labels."+key] = quote(value)
		}
	}
	return out
}

func quote(s string) string { return jsonText(s) }

// folder gives a path as the engine stores it.
func folder(p string) string {
	if p == "" {
		return ""
	}
	return path.Clean(p)
}

// jsonText writes a value as JSON without the escapes that are for HTML.
func jsonText(v any) string {
	var b strings.Builder
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	if err := e.Encode(v); err != nil {
		return fmt.Sprint(v)
	}
	return strings.TrimSuffix(b.String(), "\n")
}

// capabilities gives the names that people write, sorted: requests may have
// them in any case, the engine stores CAP_NET_ADMIN.
func capabilities(list []string) []string {
	names := []string{}
	for _, c := range list {
		names = append(names, strings.TrimPrefix(strings.ToUpper(c), "CAP_"))
	}
	slices.Sort(names)
	return slices.Compact(names)
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

func healthText(h *container.HealthConfig) string {
	if h == nil {
		return "unset"
	}
	text := strings.Join(h.Test, " ")
	if h.Interval > 0 {
		text += " every " + h.Interval.String()
	}
	return quote(text)
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

// mountTexts gives the short syntax of each mount, sorted.
func mountTexts(binds []string, mounts []mount.Mount) []string {
	texts := []string{}
	for _, b := range binds {
		texts = append(texts, strings.TrimSuffix(b, ":rw"))
	}
	for _, m := range mounts {
		text := m.Target
		if m.Source != "" {
			text = m.Source + ":" + text
		}
		if m.ReadOnly {
			text += ":ro"
		}
		texts = append(texts, text)
	}
	slices.Sort(texts)
	return texts
}
