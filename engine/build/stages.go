package build

import (
	"bytes"
	"slices"
	"strconv"
	"strings"

	"github.com/moby/buildkit/frontend/dockerfile/parser"
)

// stages gives the names of a Dockerfile's stages, in lower case and empty where a stage has none. It is false for one
// that another frontend reads, or that cannot be read at all: the builder then finds what is wrong.
func stages(data []byte) ([]string, bool) {
	if syntax, _, _, ok := parser.DetectSyntax(data); ok && !strings.HasPrefix(syntax, "docker/dockerfile") {
		return nil, false
	}
	if _, err := parser.Parse(bytes.NewReader(data)); err != nil {
		return nil, false
	}
	var names []string
	for _, i := range instructions(data) {
		words := strings.Fields(strings.ToLower(i.text))
		if words[0] != "from" {
			continue
		}
		name := ""
		if n := len(words); n > 3 && words[n-2] == "as" {
			name = words[n-1]
		}
		names = append(names, name)
	}
	return names, true
}

// checkStages judges the stages that a Spec names, as far as the Dockerfile is at hand.
func checkStages(s Spec, src source) (out []*InputError) {
	if !src.local {
		return nil
	}
	names, ok := stages(src.data)
	if !ok {
		return nil
	}
	if s.Target != "" && !hasStage(names, s.Target) {
		out = append(out, refused("target", "", knownStages(names), "%s has no stage %s", src.dockerfile, s.Target))
	}
	for _, stage := range s.NoCacheFilter {
		if !hasStage(names, stage) {
			out = append(out, ignored("no_cache_filter", stage, knownStages(names), "%s has no stage %s", src.dockerfile, stage))
		}
	}
	return out
}

// hasStage finds a stage by its name or number.
func hasStage(names []string, stage string) bool {
	if n, err := strconv.Atoi(stage); err == nil && n >= 0 && n < len(names) {
		return true
	}
	return slices.Contains(names, strings.ToLower(stage))
}

func knownStages(names []string) string {
	named := slices.DeleteFunc(slices.Clone(names), func(name string) bool { return name == "" })
	if len(named) == 0 {
		return "name one there, as FROM … AS name"
	}
	return "stages there are " + strings.Join(named, ", ")
}
