package engine

import (
	"archive/tar"
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/docker/docker/api/types/container"
	"golang.org/x/sys/unix"

	"gocompose/engine/enginetest"
	"gocompose/engine/plan"
)

// only gives the one container of the bench.
func (b *bench) only() plan.Container {
	b.Helper()
	all, err := b.engine.Containers(b.Context(), "shop")
	if err != nil || len(all) != 1 {
		b.Fatal(all, err)
	}
	return all[0]
}

// TestPack has files, folders and links as they are, and nothing else.
func TestPack(t *testing.T) {
	dir := t.TempDir()
	files := map[string]string{}
	for _, name := range []string{"folder", "folder/run", "link", "gone", "pipe"} {
		files["/app/"+name] = filepath.Join(dir, name)
	}
	err := errors.Join(os.Mkdir(files["/app/folder"], 0o750), os.WriteFile(files["/app/folder/run"], []byte("#!"), 0o755),
		os.Symlink("folder/run", files["/app/link"]), makePipe(files["/app/pipe"]))
	if err != nil {
		t.Fatal(err)
	}
	var packed bytes.Buffer
	if err := pack(&packed, files, owner{7, 8}); err != nil {
		t.Fatal(err)
	}
	var got []string
	for archive := tar.NewReader(&packed); ; {
		h, err := archive.Next()
		if err == io.EOF {
			break
		}
		if err != nil {
			t.Fatal(err)
		}
		data, _ := io.ReadAll(archive)
		got = append(got, fmt.Sprintf("%s %o %d:%d%s %s%s", h.Name, h.Mode, h.Uid, h.Gid, h.Uname, h.Linkname, data))
	}
	want := "app/folder/ 750 7:8 \napp/folder/run 755 7:8 #!\napp/link 777 7:8 folder/run"
	if strings.Join(got, "\n") != want {
		t.Errorf("%s", strings.Join(got, "\n"))
	}
}

// TestPackShrunk has a file that is shorter than it was a moment before.
func TestPackShrunk(t *testing.T) {
	file, err := os.Create(filepath.Join(t.TempDir(), "f"))
	if err == nil {
		_, err = file.WriteString("long enough")
	}
	info, statErr := file.Stat()
	if err := errors.Join(err, statErr, file.Truncate(0)); err != nil {
		t.Fatal(err)
	}
	archive := tar.NewWriter(io.Discard)
	if err := errors.Join(packFile(archive, file, info, "/f", owner{}), archive.Close(), file.Close()); err != nil {
		t.Error(err)
	}
}

// TestSyncOwner has whom files belong to by what user says.
func TestSyncOwner(t *testing.T) {
	for user, want := range map[string]string{
		"": "0:0", "1234": "1234:0", "1234:56": "1234:56", "app": "42:43", "app:staff": "42:50", "42": "42:43",
		"nobody-like-that": "unable to find user nobody-like-that",
	} {
		t.Run(user, func(t *testing.T) {
			b := newBench(t, fmt.Sprintf("services: {web: {image: gocompose-test, user: %q}}", user))
			b.mustUp(plan.UpOptions{})
			c := b.only()
			dir := t.TempDir()
			passwd, group := filepath.Join(dir, "passwd"), filepath.Join(dir, "group")
			err := errors.Join(os.WriteFile(passwd, []byte("root:x:0:0::/:\napp:x:42:43::/:\n"), 0o600), os.WriteFile(group, []byte("staff:x:50:\n"), 0o600))
			if err == nil {
				err = b.engine.client.CopyToContainer(b.Context(), c.ID, "/", tarOf(t, map[string]string{"/etc/passwd": passwd, "/etc/group": group}), container.CopyToContainerOptions{})
			}
			if err != nil {
				t.Fatal(err)
			}
			found, err := b.engine.ownerIn(b.Context(), c)
			got := fmt.Sprintf("%d:%d", found.uid, found.gid)
			if err != nil {
				got = err.Error()
			}
			if !strings.Contains(got, want) {
				t.Errorf("%s, want %s", got, want)
			}
		})
	}
}

// TestSyncWithoutRm says what stays where nothing can delete it.
func TestSyncWithoutRm(t *testing.T) {
	b := newBench(t, "services: {web: {image: bare}}")
	b.srv.AddImage("bare", enginetest.Image{Programs: []string{"/app"}})
	b.mustUp(plan.UpOptions{})
	all := []plan.Container{b.only()}
	if deleted, err := b.engine.DeleteFrom(b.Context(), all, []string{"/app/x"}); err != nil || len(deleted) > 0 {
		t.Error(deleted, err) // it was never there
	}
	if err := b.engine.client.CopyToContainer(b.Context(), b.only().ID, "/", tarOf(t, map[string]string{"/app/x": os.Args[0]}), container.CopyToContainerOptions{}); err != nil {
		t.Fatal(err)
	}
	_, err := b.engine.DeleteFrom(b.Context(), all, []string{"/app/x"})
	if err == nil || !strings.Contains(err.Error(), "shop-web-1 still has /app/x: its image has no rm") {
		t.Error(err)
	}
}

// TestSyncStopped brings files into a container that does not run; deleting takes one that does.
func TestSyncStopped(t *testing.T) {
	b := newBench(t, "services: {web: {image: gocompose-test}}")
	b.mustUp(plan.UpOptions{})
	if err := b.engine.client.ContainerStop(b.Context(), b.only().ID, container.StopOptions{}); err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(t.TempDir(), "f")
	if err := os.WriteFile(file, []byte("text"), 0o600); err != nil {
		t.Fatal(err)
	}
	all := []plan.Container{b.only()}
	if err := b.engine.CopyInto(b.Context(), all, map[string]string{"/app/f": file}); err != nil {
		t.Error(err)
	}
	if _, err := b.engine.DeleteFrom(b.Context(), all, []string{"/app/f"}); err == nil || !strings.Contains(err.Error(), "shop-web-1 does not run, so it still has /app/f") {
		t.Error(err)
	}
	var text bytes.Buffer
	if _, err := text.ReadFrom(b.engine.fileIn(b.Context(), b.only(), "/app/f")); err != nil || text.String() != "text" {
		t.Errorf("%q, %v", text.String(), err)
	}
}

func tarOf(t *testing.T, files map[string]string) io.Reader {
	t.Helper()
	var out bytes.Buffer
	if err := pack(&out, files, owner{}); err != nil {
		t.Fatal(err)
	}
	return &out
}

func makePipe(path string) error { return unix.Mkfifo(path, 0o600) }
