package enginetest

import (
	"archive/tar"
	"bytes"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"strings"
)

// unpack puts an archive's files into a folder; with noOverwrite no folder is replaced by a file.
func (s *Server) unpack(c *container, folder string, body []byte, noOverwrite bool) error {
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
		case noOverwrite && isFolder(p.tree, p.path) && !header.FileInfo().IsDir(): // the engine unpacks in a root of its own
			return fmt.Errorf("Error processing tar file(exit status 1): cannot overwrite directory %q with non-directory \"/\"", path.Join("/", header.Name))
		case header.Typeflag == tar.TypeSymlink:
			p.tree[p.path] = storedFile{header.FileInfo().Mode(), []byte(header.Linkname), header.ModTime}
		default:
			p.tree[p.path] = storedFile{header.FileInfo().Mode(), data, header.ModTime}
		}
		if err != nil {
			return err
		}
	}
}

// pack makes a tar whose names begin with a base: the last part of the path, or a dot.
func (s *Server) pack(c *container, name, base string) ([]byte, error) {
	var packed bytes.Buffer
	archive := tar.NewWriter(&packed)
	add := func(below string, file storedFile) error {
		entry := strings.TrimSuffix(base+"/"+below, "/")
		header := &tar.Header{Name: entry, Mode: int64(file.mode.Perm()), Size: int64(len(file.data)), ModTime: file.changed, Typeflag: tar.TypeReg, Uname: "root", Gname: "root"}
		switch {
		case file.mode.IsDir():
			header.Name, header.Typeflag = entry+"/", tar.TypeDir
		case file.mode&fs.ModeSymlink != 0:
			header.Typeflag, header.Linkname, header.Size, file.data = tar.TypeSymlink, string(file.data), 0, nil
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
	err = archive.Close() // writes the end of the archive
	return packed.Bytes(), err
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
