package enginetest

import (
	"archive/tar"
	"bytes"
	"encoding/base64"
	"encoding/json"
	"errors"
	"io"
	"io/fs"
	"net/http"
	"os"
	"path"
	"path/filepath"
	"strings"
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
	if err := s.unpack(c, folder, body); err != nil {
		return err
	}
	s.containerEvent(c, events.ActionExtractToDir)
	w.WriteHeader(http.StatusOK)
	return nil
}

func (s *Server) unpack(c *container, folder string, body []byte) error {
	archive := tar.NewReader(decompress(body))
	for {
		header, err := archive.Next()
		if err == io.EOF {
			return nil
		}
		if err != nil {
			return err
		}
		data, err := io.ReadAll(archive)
		if err != nil {
			return err
		}
		p := s.place(c, path.Join(folder, header.Name))
		switch {
		case p.host != "" && header.FileInfo().IsDir():
			err = os.MkdirAll(p.host, 0o755)
		case p.host != "":
			err = os.WriteFile(p.host, data, header.FileInfo().Mode())
		default:
			p.tree[p.path] = storedFile{header.FileInfo().Mode(), data, header.ModTime}
		}
		if err != nil {
			return err
		}
	}
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
	stat, _ := json.Marshal(dcontainer.PathStat{Name: path.Base(name), Size: int64(len(file.data)), Mode: file.mode, Mtime: file.changed.Truncate(time.Second)})
	w.Header().Set("X-Docker-Container-Path-Stat", base64.StdEncoding.EncodeToString(stat))
	if r.Method == http.MethodHead {
		return nil
	}
	packed, err := s.pack(c, name)
	if err != nil {
		return err
	}
	s.containerEvent(c, events.ActionArchivePath)
	w.Header().Set("Content-Type", "application/x-tar")
	_, err = w.Write(packed)
	return err
}

// pack makes a tar whose names begin with the last part of the path.
func (s *Server) pack(c *container, name string) ([]byte, error) {
	var packed bytes.Buffer
	archive := tar.NewWriter(&packed)
	add := func(below string, file storedFile) error {
		entry := path.Join(path.Base(name), below)
		header := &tar.Header{Name: entry, Mode: int64(file.mode.Perm()), Size: int64(len(file.data)), ModTime: file.changed, Typeflag: tar.TypeReg}
		if file.mode.IsDir() {
			header.Name, header.Typeflag = entry+"/", tar.TypeDir
		}
		if err := archive.WriteHeader(header); err != nil {
			return err
		}
		_, err := archive.Write(file.data)
		return err
	}
	file, err := s.stat(c, name)
	if err != nil {
		return nil, err
	}
	if err := add("", file); err != nil {
		return nil, err
	}
	if err := s.below(c, name, add); err != nil {
		return nil, err
	}
	return packed.Bytes(), archive.Close()
}

// below visits what is under a folder, in the order of the names.
func (s *Server) below(c *container, name string, visit func(string, storedFile) error) error {
	p := s.place(c, name)
	if p.host != "" {
		return filepath.WalkDir(p.host, func(found string, entry fs.DirEntry, err error) error {
			rest, _ := filepath.Rel(p.host, found)
			if err != nil || rest == "." {
				return err
			}
			file, err := s.stat(c, path.Join(name, filepath.ToSlash(rest)))
			if err != nil {
				return err
			}
			return visit(filepath.ToSlash(rest), file)
		})
	}
	for _, stored := range sortedKeys(p.tree) {
		if rest, inside := under(stored, p.path); inside && rest != "/" {
			if err := visit(strings.TrimPrefix(rest, "/"), p.tree[stored]); err != nil {
				return err
			}
		}
	}
	return nil
}
