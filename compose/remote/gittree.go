package remote

import (
	"bufio"
	"bytes"
	"context"
	"fmt"
	"io"
	"io/fs"
	"strconv"
	"strings"
)

// entry is one file of a commit.
type entry struct {
	path, object string
	mode         fs.FileMode
	size         int64
}

// list gives the files of the commit, by the limits and before anything of
// them is written. Folders count too, so that a small repository whose folders
// stand for millions of each other ends early.
func (g git) list(ctx context.Context, snap *snapshot) ([]entry, error) {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	cmd := g.command(ctx, g.inside("ls-tree", "-r", "-t", "-z", "--long", "--full-tree", g.ref.Revision)...)
	var said tail
	cmd.Stderr = &said
	out, err := cmd.StdoutPipe()
	if err == nil {
		err = cmd.Start()
	}
	if err != nil {
		return nil, g.failed(err)
	}
	entries, err := g.scan(out, snap)
	if err != nil {
		cancel()
		cmd.Wait()
		return nil, err
	}
	if err := cmd.Wait(); err != nil {
		return nil, g.failed(g.ended(ctx, err, said))
	}
	return entries, nil
}

func (g git) scan(out io.Reader, snap *snapshot) (entries []entry, err error) {
	lines := bufio.NewScanner(out)
	lines.Split(zeroEnded)
	for lines.Scan() {
		e, err := g.entry(lines.Text(), snap)
		if err != nil {
			return nil, err
		}
		if e.object != "" {
			entries = append(entries, e)
		}
	}
	if lines.Err() != nil { // a line of more than 64 KiB
		return nil, g.ref.unsafe("", "a name that is too long")
	}
	return entries, nil
}

func zeroEnded(data []byte, atEOF bool) (int, []byte, error) {
	if i := bytes.IndexByte(data, 0); i >= 0 {
		return i + 1, data[:i], nil
	}
	return 0, nil, nil
}

// entry reads "mode type object size\tpath". A folder, and what is skipped,
// has no object.
func (g git) entry(line string, snap *snapshot) (entry, error) {
	head, path, _ := strings.Cut(line, "\t")
	if err := snap.check(path); err != nil {
		return entry{}, err
	}
	fields := strings.Fields(head)
	if len(fields) != 4 {
		return entry{}, g.ref.unsafe(path, "which git cannot tell the kind of")
	}
	e := entry{path: path}
	switch mode, kind := fields[0], fields[1]; {
	case kind == "tree":
	case kind == "commit", mode == "120000":
		snap.skipped = append(snap.skipped, path)
	case kind == "blob" && strings.HasPrefix(mode, "100"):
		e.object, e.mode = fields[2], 0o644
		if mode == "100755" {
			e.mode = 0o755
		}
		size, err := strconv.ParseInt(fields[3], 10, 64)
		if err != nil {
			return entry{}, g.ref.unsafe(path, "which the repository has no content of")
		}
		e.size = size
	default:
		return entry{}, g.ref.unsafe(path, "which is neither a file nor a folder")
	}
	return e, snap.count(e.size)
}

// write copies the files out of the repository, as they are: filters and line
// ends, which a checkout would apply, are settings of the repository's.
func (g git) write(ctx context.Context, snap *snapshot, entries []entry) error {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	cmd := g.command(ctx, g.inside("cat-file", "--batch")...)
	in, err := cmd.StdinPipe()
	if err != nil {
		return g.failed(err)
	}
	out, err := cmd.StdoutPipe()
	if err == nil {
		err = cmd.Start()
	}
	if err != nil {
		return g.failed(err)
	}
	err = copyAll(snap, entries, in, bufio.NewReader(out))
	in.Close()
	if err != nil {
		cancel()
	}
	if ended := cmd.Wait(); err == nil && ended != nil {
		err = g.failed(g.ended(ctx, ended, nil))
	}
	return err
}

// copyAll asks for one object after the other and writes each to its file.
func copyAll(snap *snapshot, entries []entry, in io.Writer, out *bufio.Reader) error {
	for _, e := range entries {
		if _, err := io.WriteString(in, e.object+"\n"); err != nil {
			return err
		}
		header, err := out.ReadString('\n')
		if err != nil {
			return err
		}
		if header != fmt.Sprintf("%s blob %d\n", e.object, e.size) {
			return snap.ref.unsafe(e.path, "which the repository has no content of")
		}
		if err := snap.add(e.path, e.mode, e.size, out); err != nil {
			return err
		}
		if _, err := out.Discard(1); err != nil { // the line's end
			return err
		}
	}
	return nil
}
