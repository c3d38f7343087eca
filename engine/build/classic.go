package build

import (
	"context"
	"errors"
	"fmt"
	"io"
	"maps"
	"strings"

	"github.com/containerd/errdefs"
	"github.com/docker/docker/api/types/build"
	"github.com/docker/docker/api/types/container"
	"github.com/tonistiigi/fsutil"
)

// classic builds with the engine's /build: the context goes as a tar, and news come back in the answer.
func (j *job) classic(ctx context.Context) (string, error) {
	if j.src.dir == "" && j.src.local {
		return "", &InputError{Attribute: "context", Path: j.spec.Context,
			Problem: "the classic builder cannot join a remote context with a dockerfile from here",
			Hint:    "build with BuildKit (unset DOCKER_BUILDKIT) or keep the dockerfile in the remote context"}
	}
	spec, err := Builder{Classic: true}.fit(j.spec)
	if err != nil {
		return "", err
	}
	j.spec = spec
	tar, options, err := j.classicRequest()
	if err != nil {
		return "", err
	}
	body, stop := j.send(ctx, tar)
	defer stop()
	resp, err := j.engine.ImageBuild(ctx, body, options)
	if err != nil {
		return "", j.refused(err)
	}
	defer resp.Body.Close()
	return j.readAnswer(resp.Body)
}

// classicRequest gives what to send, nil for a remote context, and the query that goes with it.
func (j *job) classicRequest() (fsutil.FS, build.ImageBuildOptions, error) {
	options := build.ImageBuildOptions{
		Version: build.BuilderV1, Tags: j.spec.Tags, BuildArgs: j.spec.classicArgs(), Target: j.spec.Target,
		Labels: classicLabels(j.spec.Labels), NoCache: j.spec.NoCache, PullParent: j.spec.Pull,
		CacheFrom: j.spec.cacheImages(), NetworkMode: j.spec.Network, ExtraHosts: j.spec.hosts(":"), ShmSize: j.spec.ShmSize, Memory: j.spec.Memory,
		Ulimits: j.spec.classicUlimits(), Isolation: container.Isolation(j.spec.Isolation), Platform: strings.Join(j.spec.Platforms, ","),
		// A failed or stopped build leaves no containers behind.
		Remove: true, ForceRemove: true,
	}
	logins, err := allLogins()
	if err != nil {
		j.report(Event{Kind: Warning, Text: err.Error()})
	}
	options.AuthConfigs = logins
	if j.src.dir == "" {
		options.RemoteContext, options.Dockerfile = j.spec.Context, j.spec.Dockerfile
		return nil, options, nil
	}
	files, name, err := j.src.archive()
	options.Dockerfile = name
	return weighed{files, &j.sent}, options, err
}

// cacheImages gives the images whose steps the classic builder may use.
func (s Spec) cacheImages() (out []string) {
	for _, text := range s.CacheFrom {
		if entry, err := parseCache(text); err == nil {
			out = append(out, entry.attrs["ref"])
		}
	}
	return out
}

func (s Spec) classicArgs() map[string]*string {
	out := map[string]*string{}
	for name, value := range s.Args {
		out[name] = &value
	}
	return out
}

func (s Spec) classicUlimits() (out []*container.Ulimit) {
	for _, u := range s.Ulimits {
		out = append(out, &container.Ulimit{Name: u.Name, Soft: u.Soft, Hard: u.Hard})
	}
	return out
}

// classicLabels adds the label by which docker compose knows images of the classic builder.
func classicLabels(labels map[string]string) map[string]string {
	out := map[string]string{"com.docker.compose.image.builder": "classic"}
	maps.Copy(out, labels)
	return out
}

// contextStep is the step that sends the context, as BuildKit's own progress calls it.
const contextStep = "[internal] load build context"

// send writes the files as a tar while the request reads them. The function it returns waits until no file is open.
func (j *job) send(ctx context.Context, files fsutil.FS) (io.Reader, func()) {
	if files == nil {
		return nil, func() {}
	}
	read, write := io.Pipe()
	done := make(chan struct{})
	go func() {
		defer close(done)
		j.report(event(Started, contextStep))
		meter := &meter{w: write, report: j.report}
		err := fsutil.WriteTar(ctx, files, meter)
		if err == nil {
			meter.tell()
			j.report(event(Done, contextStep))
		}
		write.CloseWithError(err)
	}()
	return read, func() {
		read.CloseWithError(context.Canceled)
		<-done
	}
}

// meter tells how much has been sent, once a mebibyte.
type meter struct {
	w          io.Writer
	report     func(Event)
	sent, told int64
}

func (m *meter) Write(p []byte) (int, error) {
	n, err := m.w.Write(p)
	m.sent += int64(n)
	if m.sent-m.told >= 1<<20 {
		m.tell()
	}
	return n, err
}

func (m *meter) tell() {
	m.told = m.sent
	e := event(Moved, contextStep)
	e.Item, e.Current = "transferring context:", m.sent
	m.report(e)
}

// refused explains an error that came before the first step. A bad request is a Dockerfile or target that the engine
// does not understand; anything else is trouble with the engine.
func (j *job) refused(err error) error {
	if !errdefs.IsInvalidArgument(err) {
		return fmt.Errorf("build %s: %w", j.spec.name(), err)
	}
	text := strings.TrimPrefix(err.Error(), "Error response from daemon: ")
	return j.failure(atLine(j.src.data, lineIn(text)), nil, errors.New(text))
}
