package spec

import (
	"encoding/json"
	"fmt"
	"path"
	"slices"
	"strings"
	"time"

	"github.com/docker/docker/api/types/container"
)

// Describe gives what a container is, or is to be, as one short text an
// attribute, keyed as Digests is. It reads the same two structures that are
// sent and that inspect answers, so that old and new are written alike.
func Describe(c *container.Config, h *container.HostConfig) map[string]string {
	out := map[string]string{
		"image":       quote(c.Image),
		"domainname":  quote(c.Domainname),
		"hostname":    quote(c.Hostname),
		"user":        quote(c.User),
		"working_dir": quote(folder(c.WorkingDir)),
		"entrypoint":  jsonText(c.Entrypoint),
		"stop_signal": quote(c.StopSignal),
		"tty":         fmt.Sprint(c.Tty),
		"stdin_open":  fmt.Sprint(c.OpenStdin),
		"healthcheck": healthText(c.Healthcheck),
	}
	describeHost(out, h)
	describeResources(out, &h.Resources)
	out["deploy.restart_policy"] = out["restart"]
	out["deploy.resources"] = deployText(out)
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
		if !Bookkeeping(key) {
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

func healthText(h *container.HealthConfig) string {
	if h == nil {
		return "unset"
	}
	text := strings.Join(h.Test, " ")
	for _, part := range []struct {
		word string
		span time.Duration
	}{
		{" every ", h.Interval}, {", at most ", h.Timeout}, {", grace of ", h.StartPeriod}, {", meanwhile every ", h.StartInterval},
	} {
		if part.span > 0 {
			text += part.word + part.span.String()
		}
	}
	if h.Retries > 0 {
		text += fmt.Sprintf(", %d failures", h.Retries)
	}
	return quote(text)
}
