package main

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
)

// output gives write stdout, or where a file is named puts what it writes there.
// The file has the old content or all of the new one, at any time.
func (s *session) output(file string, write func(io.Writer) error) error {
	if file == "" {
		return write(s.stdout)
	}
	var text bytes.Buffer
	if err := write(&text); err != nil {
		return err
	}
	if err := replace(file, text.Bytes()); err != nil {
		return fmt.Errorf("write %s: %w; name a file in a folder that you may write to", file, err)
	}
	return nil
}

// replace puts a new file in the place of an old one, whose permissions it
// keeps. What a link names is replaced, not the link; devices and pipes are
// written to.
func replace(file string, text []byte) error {
	if target, err := filepath.EvalSymlinks(file); err == nil {
		file = target
	}
	info, err := os.Stat(file)
	switch {
	case err == nil && info.IsDir():
		return errors.New("it is a folder")
	case err == nil && !info.Mode().IsRegular():
		return os.WriteFile(file, text, 0)
	case err != nil && !errors.Is(err, fs.ErrNotExist):
		return err
	}
	next, err := os.OpenFile(file+fmt.Sprintf(".%d~", os.Getpid()), os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o666)
	if err != nil {
		return err
	}
	if err = fill(next, text, info); err == nil {
		err = os.Rename(next.Name(), file)
	}
	if err != nil {
		os.Remove(next.Name())
	}
	return err
}

// fill writes a file whole; old is what it is to replace, nil for nothing.
func fill(f *os.File, text []byte, old fs.FileInfo) error {
	_, err := f.Write(text)
	if err == nil && old != nil {
		err = f.Chmod(old.Mode().Perm())
	}
	return errors.Join(err, f.Sync(), f.Close())
}
