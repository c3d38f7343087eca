// Package spec says what the Engine API is to be sent for a service, a network
// or a volume: create requests, labels, config hashes and attribute digests. It
// is pure.
//
// Names, labels and hashes are docker compose's to the byte, so that a project
// started by the one is adopted by the other with nothing recreated.
package spec

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"gocompose/compose"
)

// ComposeVersion is the docker compose whose labels and hashes these are.
const ComposeVersion = "5.5.0"

// Labels of docker compose.
const (
	LabelProject     = "com.docker.compose.project"
	LabelService     = "com.docker.compose.service"
	LabelVersion     = "com.docker.compose.version"
	LabelWorkingDir  = "com.docker.compose.project.working_dir"
	LabelConfigFiles = "com.docker.compose.project.config_files"
	LabelEnvFile     = "com.docker.compose.project.environment_file"
	LabelOneOff      = "com.docker.compose.oneoff"
	LabelSlug        = "com.docker.compose.slug"
	LabelNumber      = "com.docker.compose.container-number"
	LabelConfigHash  = "com.docker.compose.config-hash"
	LabelDependsOn   = "com.docker.compose.depends_on"
	LabelImage       = "com.docker.compose.image"
	LabelReplace     = "com.docker.compose.replace"
	LabelNetwork     = "com.docker.compose.network"
	LabelVolume      = "com.docker.compose.volume"
	LabelHook        = "com.docker.compose.hook"
	LabelMounted     = "com.docker.compose.image-volume-digest"
)

// LabelAttributes is gocompose's own label: a digest an attribute, in the
// form of DigestsLabel.
const LabelAttributes = "gocompose.attributes"

// Bookkeeping tells whether a container's label is docker compose's or gocompose's own.
func Bookkeeping(label string) bool {
	return strings.HasPrefix(label, "com.docker.compose.") || label == LabelAttributes
}

// Instance is one container to create for a service.
type Instance struct {
	Number   int
	Name     string // its lasting name
	ImageID  string // what the service's image resolves to; empty where it is not known
	Replaces string // name of the container whose place it takes, empty for a new one
	// Anonymous is the anonymous volumes taken over: target → volume name.
	Anonymous map[string]string
	// Mounted is the images that are mounted, "target=id" sorted and joined by
	// commas; see plan.Mounted.
	Mounted string
	// Peers is the container of each service whose namespaces or volumes this
	// one shares: service → container id.
	Peers map[string]string
	Inputs
	FileVolume *FileVolume       // its secrets and configs; nil: none
	Contents   map[string]string // of the configs that are bind-mounted, "config NAME" → digest
	// OneEndpoint keeps all but the first network out of the request.
	OneEndpoint bool
	OneOff      *OneOff // nil: one of the service's own
}

// OneOff is what sets a container that is run once apart from its service's own.
type OneOff struct {
	Slug    string // 64 hex digits; the name has the first 12
	Aliases bool   // it answers to the service's name and aliases, too
	Stdin   bool   // the caller's standard input is its program's
	Remove  bool   // the engine removes it, with its anonymous volumes, when it ends
}

// containerLabels gives a container's labels; docker compose's win over the service's own.
func containerLabels(p *compose.Project, s *compose.Service, in Instance) map[string]string {
	labels := maps.Clone(s.Labels)
	if labels == nil {
		labels = map[string]string{}
	}
	digests := Digests(s)
	maps.Copy(digests, in.Contents)
	maps.Copy(labels, map[string]string{
		LabelProject:     p.Name,
		LabelService:     s.Name,
		LabelVersion:     ComposeVersion,
		LabelWorkingDir:  p.WorkingDir,
		LabelConfigFiles: strings.Join(p.Files, ","),
		LabelOneOff:      "False",
		LabelNumber:      fmt.Sprint(in.Number),
		LabelConfigHash:  ServiceHash(Resolved(s, in.Peers)),
		LabelDependsOn:   dependsOnLabel(s),
		LabelImage:       in.ImageID,
		LabelAttributes:  DigestsLabel(digests),
	})
	if in.OneOff != nil {
		labels[LabelOneOff], labels[LabelSlug] = "True", in.OneOff.Slug
		delete(labels, LabelNumber)
	}
	if len(p.EnvFiles) > 0 {
		labels[LabelEnvFile] = strings.Join(p.EnvFiles, ",")
	}
	if in.Replaces != "" {
		labels[LabelReplace] = in.Replaces
	}
	if in.Mounted != "" {
		labels[LabelMounted] = in.Mounted
	}
	return labels
}

// dependsOnLabel gives "service:condition:restart" of each dependency, joined by commas.
func dependsOnLabel(s *compose.Service) string {
	var parts []string
	for _, name := range slices.Sorted(maps.Keys(s.DependsOn)) {
		d := s.DependsOn[name]
		parts = append(parts, fmt.Sprintf("%s:%s:%t", name, d.Condition, d.Restart))
	}
	return strings.Join(parts, ",")
}

// resourceLabels gives the labels of a network or volume: key is LabelNetwork or LabelVolume.
func resourceLabels(p *compose.Project, own map[string]string, key, name, hash string) map[string]string {
	labels := maps.Clone(own)
	if labels == nil {
		labels = map[string]string{}
	}
	maps.Copy(labels, map[string]string{
		key:             name,
		LabelProject:    p.Name,
		LabelVersion:    ComposeVersion,
		LabelConfigHash: hash,
	})
	return labels
}

// ImageLabels gives the labels of an image that is built for a service.
func ImageLabels(p *compose.Project, s *compose.Service) map[string]string {
	return map[string]string{
		LabelProject: p.Name,
		LabelService: s.Name,
		LabelVersion: ComposeVersion,
	}
}
