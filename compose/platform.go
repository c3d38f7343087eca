package compose

import (
	"slices"
	"strings"

	"gocompose/compose/pattern"
)

var (
	platformPart  = pattern.New(`^[A-Za-z0-9_.-]+(\([A-Za-z0-9_.+-]*\))?$`)
	systems       = []string{"aix", "darwin", "freebsd", "linux", "netbsd", "openbsd", "wasi", "wasip1", "windows"}
	architectures = []string{
		"386", "aarch64", "amd64", "arm", "arm64", "armel", "armhf", "i386", "loong64", "mips64", "mips64le",
		"ppc64", "ppc64le", "riscv64", "s390x", "wasm", "x86-64", "x86_64",
	}
)

// platform judges os[/arch[/variant]]; one word alone may be an architecture too.
func (d *decoder) platform(s spot, v string) (string, bool) {
	parts := strings.Split(strings.ToLower(v), "/")
	system, _, _ := strings.Cut(parts[0], "(")
	hint := "write such as linux/amd64, linux/arm64 or linux/arm/v7"
	switch {
	case v == "":
		return v, true
	case len(parts) > 3 || slices.ContainsFunc(parts, func(part string) bool { return !platformPart().MatchString(part) }):
	case slices.Contains(systems, system) || len(parts) == 1 && slices.Contains(architectures, system):
		return v, true
	case slices.Contains(architectures, system):
		if hint = "write linux/" + v; len(parts) > 1 && slices.Contains(systems, parts[1]) {
			hint = "write " + parts[1] + "/" + parts[0]
		}
	case len(system) > 3:
		if near := nearest(system, append(slices.Clone(systems), architectures...)); near != "" {
			hint = "did you mean " + near + "? " + hint
		}
	}
	d.fail(s.at(), hint, "%q is no platform", v)
	return "", false
}

// SettlePlatforms makes DOCKER_DEFAULT_PLATFORM the platform of the services that
// are built and have none: docker compose has it count for their hashes.
func (p *Project) SettlePlatforms() {
	for _, s := range p.Services {
		if s.Build != nil {
			s.Platform = p.Platform(s)
		}
	}
}

// Platform gives what a service's image is pulled, built and run for:
// platform, else the variable DOCKER_DEFAULT_PLATFORM, else "", the engine's own.
func (p *Project) Platform(s *Service) string {
	if s.Platform != "" {
		return s.Platform
	}
	return p.Environment["DOCKER_DEFAULT_PLATFORM"]
}

// BuildPlatforms gives what a service's image is built for where it is not only
// to run here: the platforms of build, else that of the service; none: the
// engine's own.
func (p *Project) BuildPlatforms(s *Service) []string {
	if own := p.Platform(s); own != "" && len(s.Build.Platforms) == 0 {
		return []string{own}
	}
	return s.Build.Platforms
}
