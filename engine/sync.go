package engine

import (
	"archive/tar"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"maps"
	"os"
	"slices"
	"strings"

	"github.com/containerd/errdefs"
	"github.com/docker/docker/api/types/container"

	"gocompose/engine/plan"
	watching "gocompose/engine/watch"
)

// CopyInto brings files into containers, side by side, and gives an error for
// each that failed. files is absolute paths in a container → paths here. They
// belong to whom the container runs as.
func (e *Engine) CopyInto(ctx context.Context, containers []plan.Container, files map[string]string) error {
	return EachOf(containers, func(_ int, c plan.Container) error { return e.copyInto(ctx, c, files) })
}

// DeleteFrom deletes absolute paths in containers, side by side, and gives those
// that any of them had, and an error for each that failed. Of one that does not
// run nothing can be deleted: that takes a program in it.
func (e *Engine) DeleteFrom(ctx context.Context, containers []plan.Container, paths []string) (deleted []string, err error) {
	found := make([][]string, len(containers))
	err = EachOf(containers, func(i int, c plan.Container) error {
		found[i] = e.there(ctx, c, paths)
		return e.deleteFrom(ctx, c, found[i])
	})
	deleted = slices.Concat(found...)
	slices.Sort(deleted)
	return slices.Compact(deleted), err
}

// EachOf does something to containers side by side, and gives all errors.
func EachOf(containers []plan.Container, do func(i int, c plan.Container) error) error {
	return errors.Join(SideBySide(len(containers), func(i int) error { return do(i, containers[i]) })...)
}

// there gives the paths that a container has: editors make files that are gone
// at once, and were never synced. Of many, all are taken to be there.
func (e *Engine) there(ctx context.Context, c plan.Container, paths []string) []string {
	if len(paths) > mostLooks {
		return paths
	}
	return slices.DeleteFunc(slices.Clone(paths), func(path string) bool {
		_, err := e.client.ContainerStatPath(ctx, c.ID, path)
		return errdefs.IsNotFound(err)
	})
}

// mostLooks is for how many paths it is looked whether they are there.
const mostLooks = 20

func (e *Engine) copyInto(ctx context.Context, c plan.Container, files map[string]string) error {
	if len(files) == 0 {
		return nil
	}
	owner, err := e.ownerIn(ctx, c)
	if err != nil {
		return err
	}
	r, w := io.Pipe()
	go func() { w.CloseWithError(pack(w, files, owner)) }()
	err = e.client.CopyToContainer(ctx, c.ID, "/", r, container.CopyToContainerOptions{AllowOverwriteDirWithFile: true})
	r.Close() // lets pack end where the engine took only part of it
	if err != nil {
		return fmt.Errorf("sync files into %s: %w", c.Name, explain(err))
	}
	return nil
}

// pack writes files as a tar whose names begin at the root of a container.
func pack(w io.Writer, files map[string]string, owner owner) error {
	archive := tar.NewWriter(w)
	for _, to := range slices.Sorted(maps.Keys(files)) {
		if err := packOne(archive, to, files[to], owner); err != nil {
			return err
		}
	}
	return archive.Close()
}

// packOne adds a file, folder or symbolic link, as it is. What went away
// meanwhile, and what is none of these, is left out.
func packOne(archive *tar.Writer, to, from string, owner owner) error {
	info, err := os.Lstat(from)
	if watching.Vanished(err) || err == nil && special(info.Mode()) {
		return nil
	}
	if err != nil {
		return err
	}
	link := ""
	if info.Mode()&fs.ModeSymlink != 0 {
		if link, err = os.Readlink(from); err != nil {
			return err
		}
	}
	if !info.Mode().IsRegular() {
		header, err := header(info, to, link, owner)
		if err != nil {
			return err
		}
		return archive.WriteHeader(header)
	}
	file, err := os.Open(from)
	if watching.Vanished(err) {
		return nil
	}
	if err != nil {
		return err
	}
	defer file.Close()
	if info, err = file.Stat(); err != nil {
		return err
	}
	return packFile(archive, file, info, to, owner)
}

// packFile adds a file's content. Of one that grows meanwhile the rest is left
// out, and one that shrinks is filled up: its change is synced next.
func packFile(archive *tar.Writer, file *os.File, info fs.FileInfo, to string, owner owner) error {
	header, err := header(info, to, "", owner)
	if err != nil {
		return err
	}
	if err := archive.WriteHeader(header); err != nil {
		return err
	}
	_, err = io.CopyN(archive, io.MultiReader(file, zeros{}), info.Size())
	return err
}

type zeros struct{}

func (zeros) Read(p []byte) (int, error) {
	clear(p)
	return len(p), nil
}

func header(info fs.FileInfo, to, link string, owner owner) (*tar.Header, error) {
	h, err := tar.FileInfoHeader(info, link)
	if err != nil {
		return nil, err
	}
	h.Name = strings.TrimPrefix(to, "/")
	if info.IsDir() {
		h.Name += "/"
	}
	h.Uid, h.Gid, h.Uname, h.Gname = owner.uid, owner.gid, "", ""
	return h, nil
}

// deleteFrom deletes files by way of the container's own rm: the Engine API has
// no call for it.
func (e *Engine) deleteFrom(ctx context.Context, c plan.Container, paths []string) error {
	for some := range slices.Chunk(paths, mostArguments) {
		if err := e.remove(ctx, c, some); err != nil {
			return err
		}
	}
	return nil
}

// mostArguments is how many paths one rm gets: the kernel bounds them all together.
const mostArguments = 500

func (e *Engine) remove(ctx context.Context, c plan.Container, paths []string) error {
	if !c.Running() {
		return fmt.Errorf("%s does not run, so it still has %s: a program in it must delete files", c.Name, strings.Join(paths, ", "))
	}
	code, said, err := e.RunIn(ctx, c, ExecOptions{Command: append([]string{"rm", "-rf", "--"}, paths...), User: "0"}, func(string) {})
	if code == 126 || code == 127 {
		return fmt.Errorf("%s still has %s: its image has no rm to delete files with; a rebuild makes it without them", c.Name, strings.Join(paths, ", "))
	}
	if err == nil && code != 0 {
		err = fmt.Errorf("delete files in %s: rm ended with code %d: %s", c.Name, code, strings.Join(said, " | "))
	}
	return err
}
