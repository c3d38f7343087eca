package enginetest

import (
	"archive/tar"
	"bytes"
	"compress/gzip"
	"io"
	"path"
)

// readContext reads a tar, plain or compressed with gzip.
func readContext(body io.Reader) (map[string][]byte, error) {
	raw, err := io.ReadAll(body)
	if err != nil {
		return nil, err
	}
	files := map[string][]byte{}
	archive := tar.NewReader(decompress(raw))
	for {
		header, err := archive.Next()
		if err == io.EOF {
			return files, nil
		}
		if err != nil {
			return nil, err
		}
		if header.Typeflag == tar.TypeReg {
			data, err := io.ReadAll(archive)
			if err != nil {
				return nil, err
			}
			files[path.Clean(header.Name)] = data
		}
	}
}

// decompress undoes gzip where there is any.
func decompress(raw []byte) io.Reader {
	if unzipped, err := gzip.NewReader(bytes.NewReader(raw)); err == nil {
		return unzipped
	}
	return bytes.NewReader(raw)
}
