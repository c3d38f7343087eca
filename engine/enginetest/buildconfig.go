package enginetest

import (
	"os"
	"path"
	"slices"
	"strconv"
	"strings"
	"time"

	dcontainer "github.com/docker/docker/api/types/container"
)

// configure changes the image's configuration as the instruction says.
func (b *builder) configure(next *image, step instruction) {
	c, words := &next.config, b.expand(step)
	switch step.name {
	case "CMD":
		c.Cmd = shellForm(step)
	case "ENTRYPOINT":
		c.Entrypoint, c.Cmd = shellForm(step), nil
	case "ENV":
		b.setEnv(c, words)
	case "LABEL":
		c.Labels = orEmpty(c.Labels)
		for _, word := range words {
			key, value, _ := strings.Cut(word, "=")
			c.Labels[key] = value
		}
	case "EXPOSE":
		c.ExposedPorts = addAll(c.ExposedPorts, ports(words))
	case "VOLUME":
		c.Volumes = addAll(c.Volumes, words)
	case "USER":
		c.User = strings.Join(words, "")
	case "WORKDIR":
		c.WorkingDir = joinDir(c.WorkingDir, strings.Join(words, " "))
	case "STOPSIGNAL":
		c.StopSignal = strings.Join(words, "")
	case "HEALTHCHECK":
		c.Healthcheck = healthInstruction(step)
	}
}

// expand replaces variables in all words but those of commands.
func (b *builder) expand(step instruction) []string {
	words := make([]string, len(step.words))
	for i, word := range step.words {
		words[i] = os.Expand(word, b.variable)
	}
	return words
}

func shellForm(step instruction) []string {
	if step.list {
		return step.words
	}
	return []string{"/bin/sh", "-c", strings.TrimPrefix(step.text, step.name+" ")}
}

// setEnv reads "KEY=VALUE …" and the old "KEY VALUE".
func (b *builder) setEnv(c *imageConfig, words []string) {
	if len(words) > 0 && !strings.Contains(words[0], "=") {
		words = []string{words[0] + "=" + strings.Join(words[1:], " ")}
	}
	for _, word := range words {
		key, value, _ := strings.Cut(word, "=")
		b.env[key] = value
		same := func(old string) bool { return strings.HasPrefix(old, key+"=") }
		if i := slices.IndexFunc(c.Env, same); i >= 0 {
			c.Env[i] = word
		} else {
			c.Env = append(c.Env, word)
		}
	}
}

func ports(words []string) []string {
	all := make([]string, len(words))
	for i, word := range words {
		if !strings.Contains(word, "/") {
			word += "/tcp"
		}
		all[i] = word
	}
	return all
}

func addAll(set map[string]struct{}, names []string) map[string]struct{} {
	if set == nil {
		set = map[string]struct{}{}
	}
	for _, name := range names {
		set[name] = struct{}{}
	}
	return set
}

func joinDir(old, dir string) string {
	if strings.HasPrefix(dir, "/") {
		return path.Clean(dir)
	}
	return path.Join("/", old, dir)
}

// healthInstruction reads "[--interval=… --timeout=… --retries=…] CMD …" and NONE.
func healthInstruction(step instruction) *dcontainer.HealthConfig {
	check := &dcontainer.HealthConfig{}
	for _, flag := range step.flags {
		key, value, _ := strings.Cut(strings.TrimPrefix(flag, "--"), "=")
		duration, _ := time.ParseDuration(value)
		switch key {
		case "interval":
			check.Interval = duration
		case "timeout":
			check.Timeout = duration
		case "start-period":
			check.StartPeriod = duration
		case "retries":
			check.Retries, _ = strconv.Atoi(value)
		}
	}
	_, command, _ := strings.Cut(step.text, "CMD ")
	if len(step.words) == 1 && step.words[0] == "NONE" {
		check.Test = []string{"NONE"}
		return check
	}
	inner := logicalLine{text: "CMD " + command}.parse()
	if inner.list {
		check.Test = append([]string{"CMD"}, inner.words...)
	} else {
		check.Test = []string{"CMD-SHELL", strings.TrimSpace(command)}
	}
	return check
}
