package engine

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"

	"github.com/containerd/errdefs"
	"github.com/docker/docker/api/types/container"
	"github.com/moby/go-archive"

	"gocompose/engine/plan"
)

// piped is the local path of an archive that is piped in or out.
const piped = "-"

// copyFiles copies by the rules of docker cp: what is there at the destination,
// and a slash at the end of either path, decide what the copy is called.
// Nothing is kept in memory or in between.
func (r *run) copyFiles(ctx context.Context, op plan.CopyFiles) error {
	content, from, err := r.source(ctx, op)
	if errdefs.IsNotFound(err) {
		return fmt.Errorf("%s does not exist", op.From)
	}
	if err != nil {
		return err
	}
	defer content.Close()
	switch {
	case op.To.ID != "":
		return misfit(op, r.insert(ctx, op, content, from))
	case op.To.Path == piped:
		_, err := io.Copy(r.Stdout, content)
		return err
	}
	path, err := absolute(op.To.Path)
	if err != nil {
		return err
	}
	if seen, err := os.Stat(path); err == nil && special(seen.Mode()) {
		return notReplaced(op.To)
	}
	return misfit(op, archive.CopyTo(content, from, path))
}

// special tells devices, sockets and the like, which a copy would replace by a file.
func special(mode os.FileMode) bool {
	return mode.Type()&^(os.ModeDir|os.ModeSymlink) != 0
}

func notReplaced(p plan.Place) error {
	return fmt.Errorf("%s is neither a folder nor a file, and is not replaced by one; choose another name", p)
}

// misfit says in what way a destination is not fit for what is copied.
func misfit(op plan.CopyFiles, err error) error {
	switch {
	case errors.Is(err, archive.ErrCannotCopyDir):
		return fmt.Errorf("%s is a file, and %s a folder; name a folder, or what does not exist yet", op.To, op.From)
	case errors.Is(err, archive.ErrDirNotExists):
		return fmt.Errorf("%s does not exist; leave out the slash at its end to copy a file there, or make the folder first", op.To)
	case errdefs.IsNotFound(err):
		return fmt.Errorf("the folder of %s does not exist; make it first", op.To)
	}
	return err
}

// source opens what is copied as an archive.
func (r *run) source(ctx context.Context, op plan.CopyFiles) (io.ReadCloser, archive.CopyInfo, error) {
	if op.From.ID != "" {
		return r.extract(ctx, op)
	}
	if op.From.Path == piped {
		return io.NopCloser(r.Stdin), archive.CopyInfo{Path: piped}, nil
	}
	path, err := absolute(op.From.Path)
	if err != nil {
		return nil, archive.CopyInfo{}, err
	}
	from, err := archive.CopyInfoSourcePath(path, op.Links == plan.LinkTarget)
	if err != nil {
		return nil, from, err
	}
	content, err := archive.TarResource(from)
	return content, from, err
}

// extract opens a path of a container. The engine names what it packs as the path ends.
func (r *run) extract(ctx context.Context, op plan.CopyFiles) (io.ReadCloser, archive.CopyInfo, error) {
	from := archive.CopyInfo{Path: op.From.Path, Exists: true}
	if op.Links == plan.LinkTarget {
		seen, err := r.client.ContainerStatPath(ctx, op.From.ID, from.Path)
		if err == nil && seen.Mode&os.ModeSymlink != 0 {
			from.Path, from.RebaseName = archive.GetRebaseName(from.Path, target(from.Path, seen))
		}
	}
	content, seen, err := r.client.CopyFromContainer(ctx, op.From.ID, from.Path)
	if err != nil {
		return nil, from, err
	}
	from.IsDir = seen.Mode.IsDir()
	if from.RebaseName == "" {
		return content, from, nil
	}
	_, base := archive.SplitPathDirEntry(from.Path)
	renamed := archive.RebaseArchiveEntries(content, base, from.RebaseName)
	return struct {
		io.Reader
		io.Closer
	}{renamed, content}, from, nil
}

// insert unpacks an archive in a container.
func (r *run) insert(ctx context.Context, op plan.CopyFiles, content io.Reader, from archive.CopyInfo) error {
	to, err := r.destination(ctx, op.To)
	if err != nil {
		return err
	}
	o := container.CopyToContainerOptions{CopyUIDGID: op.Owners == plan.OwnersUser}
	switch {
	case from.Path == piped && !to.IsDir:
		return fmt.Errorf("%s must be a folder, for an archive to be unpacked in", op.To)
	case from.Path == piped:
		return r.client.CopyToContainer(ctx, op.To.ID, to.Path, content, o)
	}
	folder, renamed, err := archive.PrepareArchiveCopy(content, from, to)
	if err != nil {
		return err
	}
	defer renamed.Close()
	return r.client.CopyToContainer(ctx, op.To.ID, folder, renamed, o)
}

// destination looks at where a copy goes, behind a symbolic link, too. What is
// not there may come to be by the copy.
func (r *run) destination(ctx context.Context, p plan.Place) (archive.CopyInfo, error) {
	to := archive.CopyInfo{Path: p.Path}
	seen, err := r.client.ContainerStatPath(ctx, p.ID, to.Path)
	if err == nil && seen.Mode&os.ModeSymlink != 0 {
		to.Path = target(to.Path, seen)
		seen, err = r.client.ContainerStatPath(ctx, p.ID, to.Path)
	}
	switch {
	case err != nil:
		return to, nil
	case special(seen.Mode):
		return to, notReplaced(p)
	}
	to.Exists, to.IsDir = true, seen.Mode.IsDir()
	return to, nil
}

// target gives the path that a symbolic link in a container leads to.
func target(path string, link container.PathStat) string {
	if filepath.IsAbs(link.LinkTarget) {
		return link.LinkTarget
	}
	parent, _ := archive.SplitPathDirEntry(path)
	return filepath.Join(parent, link.LinkTarget)
}

// absolute keeps the end of a path, / or /., which has a meaning.
func absolute(path string) (string, error) {
	abs, err := filepath.Abs(path)
	if err != nil {
		return "", err
	}
	return archive.PreserveTrailingDotOrSeparator(abs, path), nil
}
