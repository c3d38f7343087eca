package main

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
)

// output gives write stdout, or where a file is named puts what it writes there.
// The file has the old content or all of the new one, at any time. One that was
// not there has the mode, less the umask.
func (s *session) output(file string, mode fs.FileMode, write func(io.Writer) error) error {
	if file == "" || s.isStdout(file) {
		return write(s.stdout)
	}
	f, err := openOutput(file, mode)
	if err != nil {
		return fmt.Errorf("write %s: %w; name a file in a folder that you may write to", file, err)
	}
	return f.finish(write(f))
}

// isStdout tells whether a file is what stdout leads to, as /dev/stdout is: that
// is not to be replaced while the rest of the output goes there.
func (s *session) isStdout(file string) bool {
	named, err := os.Stat(file)
	if err != nil {
		return false
	}
	own, err := s.stdoutFile.Stat()
	return err == nil && os.SameFile(named, own)
}

// outputFile is a file that is written.
type outputFile struct {
	*os.File
	final string // its name once it is whole; empty: it has it already
}

// openOutput makes the file that is to take the place of another, with its
// permissions. What a link names is replaced, not the link; devices and pipes are
// written to, and so is a link that leads to nothing yet.
func openOutput(file string, mode fs.FileMode) (*outputFile, error) {
	if target, err := filepath.EvalSymlinks(file); err == nil {
		file = target
	}
	old, err := os.Lstat(file)
	switch {
	case err == nil && old.IsDir():
		return nil, errors.New("it is a folder")
	case err == nil && !old.Mode().IsRegular():
		f, err := os.OpenFile(file, os.O_WRONLY|os.O_CREATE|os.O_TRUNC, mode)
		return &outputFile{File: f}, err
	case err != nil && !errors.Is(err, fs.ErrNotExist):
		return nil, err
	}
	if err == nil {
		mode = old.Mode().Perm()
	}
	next, err := os.OpenFile(file+fmt.Sprintf(".%d~", os.Getpid()), os.O_WRONLY|os.O_CREATE|os.O_EXCL, mode)
	if err != nil {
		return nil, err
	}
	f := &outputFile{File: next, final: file}
	if old != nil { // the umask is for new files
		if err := f.Chmod(mode); err != nil {
			return nil, f.finish(err)
		}
	}
	return f, nil
}

// finish gives the file its name, or removes it where what was to write it
// ended with an error.
func (f *outputFile) finish(err error) error {
	if err == nil && f.final != "" {
		err = f.Sync()
	}
	err = errors.Join(err, f.Close())
	if f.final == "" {
		return err
	}
	if err == nil {
		err = os.Rename(f.Name(), f.final)
	}
	if err != nil {
		os.Remove(f.Name())
	}
	return err
}
