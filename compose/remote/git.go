package remote

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"
)

// git fetches one ref of one repository. Its dir is a new folder in the cache,
// which holds everything that the git program writes.
type git struct {
	ref Ref
	dir string
}

// lookUp gives the full commit of a branch, a tag or another ref. Of several
// with one name it takes the one that git itself would: gitrevisions(7).
func (g git) lookUp(ctx context.Context) (string, error) {
	candidates := []string{"HEAD"}
	if name := g.ref.Revision; name != "" && name != "HEAD" {
		candidates = []string{name, "refs/" + name, "refs/tags/" + name, "refs/heads/" + name}
		candidates = slices.DeleteFunc(candidates, func(c string) bool { return c != "HEAD" && !strings.HasPrefix(c, "refs/") })
	}
	args := []string{"ls-remote", "--quiet", "--exit-code", "--", g.ref.Remote}
	for _, c := range candidates {
		args = append(args, c, c+"^{}")
	}
	out, err := g.output(ctx, args...)
	var failure *commandError
	if errors.As(err, &failure) && failure.code == 2 {
		return "", g.noRef()
	}
	if err != nil {
		return "", g.failed(err)
	}
	commits := map[string]string{}
	for line := range strings.Lines(string(out)) {
		commit, name, _ := strings.Cut(strings.TrimSpace(line), "\t")
		commits[name] = commit
	}
	for _, c := range candidates {
		for _, name := range []string{c + "^{}", c} { // the first is what an annotated tag is of
			if isCommit(commits[name]) {
				return commits[name], nil
			}
		}
	}
	return "", g.noRef()
}

func (g git) noRef() error {
	if g.ref.Revision == "" {
		return g.ref.fail(NotFound, nil, "name a branch, a tag or a full commit behind a #", "has no default branch")
	}
	return g.ref.whole().fail(NotFound, nil, "name a branch, a tag or a full commit of 40 digits", "does not exist: the repository has no such branch or tag")
}

// fetch writes the files of a commit.
func (g git) fetch(ctx context.Context, snap *snapshot) error {
	args := []string{"init", "--quiet", "--bare", "--template="}
	if len(g.ref.Revision) == 64 {
		args = append(args, "--object-format=sha256")
	}
	if _, err := g.output(ctx, append(args, "--", g.repository())...); err != nil {
		return g.failed(err)
	}
	if err := g.download(ctx, snap.limits); err != nil {
		return err
	}
	// What was pinned must be a commit: a tag's own name would not do for another who compares.
	commit, err := g.output(ctx, g.inside("rev-parse", "--verify", "--quiet", g.ref.Revision+"^{commit}")...)
	if err != nil || strings.TrimSpace(string(commit)) != g.ref.Revision {
		return g.ref.fail(NotFound, err, "name the commit that is meant", "is not a commit")
	}
	entries, err := g.list(ctx, snap)
	if err != nil {
		return err
	}
	return g.write(ctx, snap, entries)
}

func (g git) repository() string { return filepath.Join(g.dir, "repository") }

// inside gives the arguments of a command on the fetched repository.
func (g git) inside(args ...string) []string {
	return append([]string{"--git-dir=" + g.repository()}, args...)
}

// download fetches the one commit without its history, and gives up when the
// repository grows beyond the limit: no server can be trusted to say its size.
func (g git) download(ctx context.Context, limits Limits) error {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	done, grown := make(chan struct{}), make(chan bool)
	go func() { grown <- g.watch(done, limits, cancel) }()
	_, err := g.output(ctx, g.inside("fetch", "--quiet", "--depth=1", "--no-tags", "--no-recurse-submodules",
		"--", g.ref.Remote, g.ref.Revision)...)
	close(done)
	switch {
	case <-grown:
		return g.ref.tooManyBytes(limits)
	case err != nil:
		return g.failed(err)
	}
	return nil
}

// watch looks at the size of the repository until done is closed, and cancels
// when it is too large. It tells whether it was.
func (g git) watch(done <-chan struct{}, limits Limits, cancel func()) bool {
	tick := time.NewTicker(50 * time.Millisecond)
	defer tick.Stop()
	for {
		select {
		case <-done:
			return size(g.repository()) > limits.bytes()
		case <-tick.C:
		}
		if size(g.repository()) > limits.bytes() {
			cancel()
			<-done
			return true
		}
	}
}

// size sums up the files below dir, as far as they can be seen.
func size(dir string) (total int64) {
	filepath.WalkDir(dir, func(_ string, entry os.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return nil
		}
		if info, err := entry.Info(); err == nil {
			total += info.Size()
		}
		return nil
	})
	return total
}
