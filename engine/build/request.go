package build

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"maps"
	"net"
	"net/http"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"

	control "github.com/moby/buildkit/api/services/control"
	"github.com/moby/buildkit/identity"
	"github.com/moby/buildkit/session"
	"github.com/moby/buildkit/session/filesync"
)

// The names of the two folders that BuildKit's Dockerfile frontend asks the session for.
const (
	contextMount    = "context"
	dockerfileMount = "dockerfile"
)

// solveRequest asks BuildKit's built-in Dockerfile frontend for the image and the engine's own exporter ("moby") to put
// it into the image store. The exporter is named in the fields that every version knows.
func (j *job) solveRequest(sessionID string) (*control.SolveRequest, error) {
	attrs := j.frontendAttrs()
	named, err := j.namedContexts()
	if err != nil {
		return nil, err
	}
	maps.Copy(attrs, named)
	cache, err := j.cacheOptions()
	if err != nil {
		return nil, err
	}
	if len(cache.Imports) > 0 {
		imports, err := json.Marshal(cache.Imports)
		if err != nil {
			return nil, err
		}
		attrs["cache-imports"] = string(imports)
	}
	return &control.SolveRequest{
		Ref:                     identity.NewID(),
		Session:                 sessionID,
		Frontend:                "dockerfile.v0",
		FrontendAttrs:           attrs,
		Cache:                   cache,
		Entitlements:            j.entitlements(),
		ExporterDeprecated:      "moby",
		ExporterAttrsDeprecated: map[string]string{"name": strings.Join(j.spec.Tags, ",")},
	}, nil
}

// cacheOptions gives where the cache comes from and goes to. BuildKit sends no local cache that is not there yet.
func (j *job) cacheOptions() (*control.CacheOptions, error) {
	options := &control.CacheOptions{}
	for _, text := range j.spec.CacheFrom {
		entry, err := parseCache(text)
		if err != nil {
			return nil, err
		}
		m, err := j.stores.cacheFrom(entry, j.spec.Folder)
		if err != nil {
			return nil, err
		}
		if m != nil {
			options.Imports = append(options.Imports, m)
		}
	}
	for _, text := range j.spec.CacheTo {
		entry, err := parseCache(text)
		if err != nil {
			return nil, err
		}
		m, err := j.stores.cacheTo(entry, j.spec.Folder)
		if err != nil {
			return nil, err
		}
		options.Exports = append(options.Exports, m)
	}
	return options, nil
}

// entitlements are those of the Spec; the host's network is one by itself.
func (j *job) entitlements() []string {
	const host = "network.host"
	if j.spec.Network == "host" && !slices.Contains(j.spec.Entitlements, host) {
		return append(slices.Clone(j.spec.Entitlements), host)
	}
	return j.spec.Entitlements
}

// mountedName is the Dockerfile's name in the folder that holds it for BuildKit.
func (j *job) mountedName() string {
	switch {
	case !j.src.local:
		return j.spec.dockerfileName()
	case j.src.dockerfile == inlineName:
		return "Dockerfile"
	}
	return filepath.Base(j.src.dockerfile)
}

// newSession offers the engine the contexts, the Dockerfile and the logins. The Dockerfile goes from memory, with
// nothing but its own ignore file beside it, wherever it lies.
func (j *job) newSession(ctx context.Context) (*session.Session, error) {
	dirs, err := j.folders()
	if err != nil {
		return nil, err
	}
	s, err := session.NewSession(ctx, sharedKey(j.spec.Context))
	if err != nil {
		return nil, err
	}
	s.Allow(filesync.NewFSSyncProvider(dirs))
	s.Allow(newLogins())
	if len(j.spec.Secrets) > 0 {
		s.Allow(newSecrets(j.spec.Secrets))
	}
	if keys := j.spec.sshKeys(); len(keys) > 0 {
		agents, err := newSSH(keys, j.spec.Folder)
		if err != nil {
			return nil, err
		}
		s.Allow(agents)
	}
	return s, nil
}

// folders are those that BuildKit may ask the session for, by its name for them.
func (j *job) folders() (filesync.StaticDirSource, error) {
	dirs := filesync.StaticDirSource{}
	paths := map[string]string{}
	if j.src.dir != "" {
		paths[contextMount] = j.src.dir
	}
	for name, context := range j.spec.Contexts {
		if !isFolder(context) {
			continue
		}
		dir, err := contextRoot(context)
		if err != nil {
			return nil, err
		}
		paths[folderMount(name)] = dir
	}
	for name, path := range paths {
		folder, err := contextFS(path, nil)
		if err != nil {
			return nil, err
		}
		dirs[name] = weighed{folder, &j.sent}
	}
	if j.src.local {
		dirs[dockerfileMount] = j.dockerfileFolder()
	}
	return dirs, nil
}

func (j *job) dockerfileFolder() memFS {
	name := j.mountedName()
	folder := memFS{name: {j.src.data, j.src.modified}}
	if j.src.ignore != nil {
		folder[path.Clean(name+ignoreName)] = memFile{j.src.ignore, j.src.modified}
	}
	return folder
}

// sharedKey lets the engine recognise a context that it has been sent before, so that only what changed is sent again.
// The machine's name is part of it: the same path elsewhere is another folder.
func sharedKey(dir string) string {
	host, _ := os.Hostname()
	sum := sha256.Sum256([]byte("gocompose\x00" + host + "\x00" + dir))
	return hex.EncodeToString(sum[:])
}

// dialSession connects the session; BuildKit's name for the protocol is always h2c.
func (j *job) dialSession(ctx context.Context, _ string, meta map[string][]string) (net.Conn, error) {
	return j.engine.upgrade(ctx, "/session", http.Header(meta))
}
