package build

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"time"
)

// inlineName is how messages call a Dockerfile that is written in the Compose file itself.
const inlineName = "dockerfile_inline"

// source is what a Spec names, found on disk.
type source struct {
	// dir is the root of the context with its links resolved; empty where the engine fetches the context.
	dir string
	// local tells that dockerfile and the fields after it are known; the engine finds a remote context's own.
	local bool
	// dockerfile is the path to show in messages, data the text and modified its time.
	dockerfile string
	data       []byte
	modified   time.Time
	// within is the Dockerfile's slash-separated path in the context; empty when it lies outside of it.
	within string
	// ignore is the text of the Dockerfile's own ignore file, which replaces the context's; nil without one.
	ignore []byte
}

func locate(spec Spec) (source, error) {
	if spec.Dockerfile != "" && spec.DockerfileInline != "" {
		return source{}, &InputError{Attribute: inlineName, Problem: "a build has both a dockerfile and a dockerfile_inline",
			Hint: "keep one of them"}
	}
	var src source
	if !spec.remote() {
		dir, err := contextRoot(spec.Context)
		if err != nil {
			return source{}, err
		}
		src.dir = dir
	}
	err := src.findDockerfile(spec)
	return src, err
}

// contextRoot resolves the context folder itself: only the root of a context may be a symbolic link.
func contextRoot(path string) (string, *InputError) {
	wrong := func(problem, hint string) *InputError {
		return &InputError{Attribute: "context", Path: path, Problem: problem, Hint: hint}
	}
	if !filepath.IsAbs(path) {
		return "", wrong("build context \""+path+"\" is neither an absolute folder nor a URL", "give the whole path")
	}
	info, err := os.Stat(path)
	if errors.Is(err, fs.ErrNotExist) {
		return "", wrong("build context "+path+" does not exist", "create the folder or correct build.context")
	}
	if err != nil {
		return "", wrong("build context "+path+" cannot be read: "+reason(err), "make it readable for you")
	}
	if !info.IsDir() {
		return "", wrong("build context "+path+" is not a folder", "point build.context at the folder that holds the files")
	}
	resolved, err := filepath.EvalSymlinks(path)
	if err != nil {
		return "", wrong("build context "+path+" cannot be read: "+reason(err), "make it readable for you")
	}
	return resolved, nil
}

func (s *source) findDockerfile(spec Spec) error {
	if spec.DockerfileInline != "" {
		s.local, s.dockerfile, s.data, s.modified = true, inlineName, []byte(spec.DockerfileInline), time.Now()
		return nil
	}
	if s.dir == "" && !filepath.IsAbs(spec.Dockerfile) {
		s.dockerfile = spec.dockerfileName()
		return nil
	}
	path := spec.dockerfilePath()
	data, modified, err := readDockerfile(path)
	if err != nil {
		return err
	}
	s.local, s.dockerfile, s.data, s.modified, s.within = true, path, data, modified, pathWithin(s.dir, path)
	s.ignore, err = readOptional(path + ".dockerignore")
	return err
}

// dockerfileName is the Dockerfile as the Spec names it.
func (s Spec) dockerfileName() string {
	if s.Dockerfile == "" {
		return "Dockerfile"
	}
	return s.Dockerfile
}

// dockerfilePath is where the Dockerfile should be.
func (s Spec) dockerfilePath() string {
	if filepath.IsAbs(s.Dockerfile) {
		return s.Dockerfile
	}
	return filepath.Join(s.Context, s.dockerfileName())
}

func readDockerfile(path string) ([]byte, time.Time, error) {
	wrong := func(problem, hint string) error {
		return &InputError{Attribute: "dockerfile", Path: path, Problem: "dockerfile " + path + " " + problem, Hint: hint}
	}
	info, err := os.Stat(path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, time.Time{}, wrong("does not exist", "create it or set build.dockerfile, which is relative to the context")
	}
	if err == nil && !info.Mode().IsRegular() {
		return nil, time.Time{}, wrong("is not a file", "point build.dockerfile at the file")
	}
	data, err := os.ReadFile(path)
	if err != nil {
		return nil, time.Time{}, wrong("cannot be read: "+reason(err), "make it readable for you")
	}
	return data, info.ModTime(), nil
}

// pathWithin gives path relative to dir, links resolved, with slashes; empty when it lies outside.
func pathWithin(dir, path string) string {
	path, err := filepath.EvalSymlinks(path)
	if err != nil || dir == "" {
		return ""
	}
	rel, err := filepath.Rel(dir, path)
	if err != nil || !filepath.IsLocal(rel) {
		return ""
	}
	return filepath.ToSlash(rel)
}

// reason is the bare cause of a file error, whose path the message has already.
func reason(err error) string {
	var path *fs.PathError
	if errors.As(err, &path) {
		err = path.Err
	}
	return strings.ToLower(err.Error())
}
