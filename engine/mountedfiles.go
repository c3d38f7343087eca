package engine

import (
	"fmt"
	"io"
	"net"
	"net/url"
	"os"

	"gocompose/compose"
	"gocompose/engine/plan"
	"gocompose/engine/spec"
)

// mountedFiles gives digests of the files on this machine that services
// bind-mount, each file once. A container sees what is written into such a
// file, but no file that takes its place, and its process may have read it long ago.
type mountedFiles struct {
	local bool              // the engine is on this machine
	known map[string]string // path → digest; empty: not a file
}

// of gives a digest for each file that a service mounts, by plan.MountedFile.
// Folders have none: what happens in them is the application's.
func (f *mountedFiles) of(s *compose.Service) map[string]string {
	out := map[string]string{}
	for _, m := range s.Volumes {
		if digest := f.digest(m); digest != "" {
			out[plan.MountedFile(m)] = digest
		}
	}
	return out
}

func (f *mountedFiles) digest(m compose.Mount) string {
	if !f.local || m.Type != compose.MountBind {
		return ""
	}
	digest, known := f.known[m.Source]
	if !known {
		digest = digestOfFile(m.Source)
		f.known[m.Source] = digest
	}
	return digest
}

// mostToRead bounds the files whose content is read at every up; larger ones
// go by their size and time.
const mostToRead = 1 << 20

// digestOfFile gives nothing for what is no regular file, or cannot be read:
// then whether it changes cannot be told.
func digestOfFile(path string) string {
	info, err := os.Stat(path)
	if err != nil || !info.Mode().IsRegular() {
		return ""
	}
	if info.Size() > mostToRead {
		return spec.FileDigest("", fmt.Appendf(nil, "%d %d", info.Size(), info.ModTime().UnixNano()))
	}
	file, err := os.Open(path)
	if err != nil {
		return ""
	}
	defer file.Close()
	content, err := io.ReadAll(io.LimitReader(file, mostToRead))
	if err != nil {
		return ""
	}
	return spec.FileDigest("", content)
}

// mountsFiles gives what digests the files that this engine's containers mount.
func (e *Engine) mountsFiles() *mountedFiles {
	return &mountedFiles{local: e.local(), known: map[string]string{}}
}

// local tells whether the engine is taken to be on this machine, and to see
// its files: it is spoken to over a socket here, or a loopback address.
func (e *Engine) local() bool {
	at, err := url.Parse(e.Host())
	if err != nil {
		return false
	}
	ip := net.ParseIP(at.Hostname())
	return at.Scheme == "unix" || at.Scheme == "tcp" && (at.Hostname() == "localhost" || ip != nil && ip.IsLoopback())
}
