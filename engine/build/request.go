package build

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"net"
	"net/http"
	"os"
	"path"
	"path/filepath"
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
func (j *job) solveRequest(sessionID string) *control.SolveRequest {
	return &control.SolveRequest{
		Ref:                     identity.NewID(),
		Session:                 sessionID,
		Frontend:                "dockerfile.v0",
		FrontendAttrs:           j.frontendAttrs(),
		ExporterDeprecated:      "moby",
		ExporterAttrsDeprecated: map[string]string{"name": strings.Join(j.spec.Tags, ",")},
	}
}

// frontendAttrs says the Spec in the Dockerfile frontend's words.
func (j *job) frontendAttrs() map[string]string {
	attrs := map[string]string{"filename": j.mountedName(), "image-resolve-mode": "default"}
	if j.spec.Pull {
		attrs["image-resolve-mode"] = "pull"
	}
	if j.spec.NoCache {
		attrs["no-cache"] = ""
	}
	if j.spec.Target != "" {
		attrs["target"] = j.spec.Target
	}
	for key, value := range j.spec.args() {
		attrs["build-arg:"+key] = *value
	}
	for key, value := range j.spec.Labels {
		attrs["label:"+key] = value
	}
	if j.src.dir == "" {
		attrs["context"] = j.spec.Context
	}
	if j.src.dir == "" && j.src.local {
		attrs["dockerfilekey"] = dockerfileMount
	}
	return attrs
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

// newSession offers the engine the context, the Dockerfile and the logins. The Dockerfile goes from memory, with
// nothing but its own ignore file beside it, wherever it lies.
func (j *job) newSession(ctx context.Context) (*session.Session, error) {
	dirs := filesync.StaticDirSource{}
	if j.src.dir != "" {
		folder, err := contextFS(j.src.dir, nil)
		if err != nil {
			return nil, err
		}
		dirs[contextMount] = folder
	}
	if j.src.local {
		dirs[dockerfileMount] = j.dockerfileFolder()
	}
	s, err := session.NewSession(ctx, sharedKey(j.spec.Context))
	if err != nil {
		return nil, err
	}
	s.Allow(filesync.NewFSSyncProvider(dirs))
	s.Allow(newLogins())
	return s, nil
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
	return upgrade(ctx, j.cli, "/session", http.Header(meta))
}
