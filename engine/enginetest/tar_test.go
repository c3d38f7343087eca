package enginetest_test

import (
	"archive/tar"
	"bytes"
)

// tarOf packs files: name, content, name, content, …
func tarOf(namesAndContents ...string) string {
	var packed bytes.Buffer
	w := tar.NewWriter(&packed)
	for i := 0; i < len(namesAndContents); i += 2 {
		w.WriteHeader(&tar.Header{Name: namesAndContents[i], Mode: 0o644, Size: int64(len(namesAndContents[i+1])), Typeflag: tar.TypeReg})
		w.Write([]byte(namesAndContents[i+1]))
	}
	w.Close()
	return packed.String()
}
