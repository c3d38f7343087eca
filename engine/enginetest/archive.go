package enginetest

import (
	"encoding/base64"
	"encoding/json"
	"errors"
	"io"
	"io/fs"
	"net/http"
	"os"
	"path"
	"time"

	dcontainer "github.com/docker/docker/api/types/container"
	"github.com/docker/docker/api/types/events"
)

// archivePut unpacks a tar, plain or compressed with gzip, into a folder of the container.
func archivePut(s *Server, w http.ResponseWriter, r *request) error {
	body, err := io.ReadAll(r.Body)
	if err != nil {
		return err
	}
	c, err := s.lookup(r.args[0])
	if err != nil {
		return err
	}
	defer s.mu.Unlock()
	folder := path.Clean("/" + r.FormValue("path"))
	stat, err := s.stat(c, folder)
	switch {
	case err != nil:
		return notFoundf("Could not find the file %s in container %s", r.FormValue("path"), r.args[0])
	case !stat.mode.IsDir():
		return errors.New("extraction point is not a directory")
	case s.place(c, folder).readOnly:
		return failf(http.StatusForbidden, "container rootfs is marked read-only")
	}
	s.mountEvents(c, events.ActionMount)
	defer s.mountEvents(c, events.ActionUnmount)
	if err := s.unpack(c, folder, body, r.flag("noOverwriteDirNonDir")); err != nil {
		return err
	}
	s.containerEvent(c, events.ActionExtractToDir)
	w.WriteHeader(http.StatusOK)
	return nil
}

// stat looks at one path; the folders that every image has are always there.
func (s *Server) stat(c *container, name string) (storedFile, error) {
	p := s.place(c, name)
	if p.host != "" {
		info, err := os.Stat(p.host)
		if err != nil {
			return storedFile{}, err
		}
		file := storedFile{mode: info.Mode(), changed: info.ModTime()}
		if !info.IsDir() {
			file.data, err = os.ReadFile(p.host)
		}
		return file, err
	}
	if file, ok := p.tree[p.path]; ok {
		return file, nil
	}
	if isFolder(p.tree, p.path) {
		return storedFile{mode: fs.ModeDir | 0o755, changed: c.created}, nil
	}
	return storedFile{}, fs.ErrNotExist
}

// archiveGet answers HEAD with the file's description alone and GET with a tar too.
func archiveGet(s *Server, w http.ResponseWriter, r *request) error {
	c, err := s.lookup(r.args[0])
	if err != nil {
		return err
	}
	defer s.mu.Unlock()
	name := path.Clean("/" + r.FormValue("path"))
	file, err := s.stat(c, name)
	if err != nil {
		return notFoundf("Could not find the file %s in container %s", r.FormValue("path"), r.args[0])
	}
	s.mountEvents(c, events.ActionMount)
	defer s.mountEvents(c, events.ActionUnmount)
	described := dcontainer.PathStat{Name: path.Base(name), Size: int64(len(file.data)), Mode: file.mode, Mtime: file.changed.Truncate(time.Second)}
	if file.mode&fs.ModeSymlink != 0 { // the engine gives the target inside the container, as an absolute path
		described.LinkTarget = string(file.data)
		if !path.IsAbs(described.LinkTarget) {
			described.LinkTarget = path.Join(path.Dir(name), described.LinkTarget)
		}
	}
	stat, _ := json.Marshal(described)
	w.Header().Set("X-Docker-Container-Path-Stat", base64.StdEncoding.EncodeToString(stat))
	if r.Method == http.MethodHead {
		return nil
	}
	packed, err := s.pack(c, name, path.Base(r.FormValue("path")))
	if err != nil {
		return err
	}
	s.containerEvent(c, events.ActionArchivePath)
	w.Header().Set("Content-Type", "application/x-tar")
	_, err = w.Write(packed)
	return err
}
