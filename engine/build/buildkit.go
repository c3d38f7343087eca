package build

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"time"

	"github.com/docker/docker/api/types/build"
	"github.com/docker/docker/client"
	control "github.com/moby/buildkit/api/services/control"
	"github.com/moby/buildkit/session"
	"github.com/moby/buildkit/util/grpcerrors"
	"google.golang.org/grpc"
	"google.golang.org/grpc/credentials/insecure"
)

// errNoBuildKit tells that the engine cannot do it and the classic builder must.
var errNoBuildKit = errors.New("the engine has no BuildKit")

// maxMessage is the size of a message, in bytes, that BuildKit may send: its own client's limit. gRPC's 4 MiB are too
// few for a step that writes much at once.
const maxMessage = 16 << 20

// lastNews is how long the end of the progress may keep a finished build waiting.
const lastNews = 3 * time.Second

func (j *job) buildKit(ctx context.Context) (string, error) {
	ctl, hangUp, err := openControl(ctx, j.engine)
	if err != nil {
		return "", err
	}
	defer hangUp()
	if err := j.fit(ctx, describe(ctx, j.engine, ctl)); err != nil {
		return "", err
	}
	s, err := j.newSession(ctx)
	if err != nil {
		return "", err
	}
	req, err := j.solveRequest(s.ID())
	if err != nil {
		return "", err
	}
	s.Allow(j.stores.attachable())
	return j.solve(ctx, ctl, s, req)
}

// openControl connects to BuildKit's control API; errNoBuildKit tells that the engine has none.
func openControl(ctx context.Context, e Engine) (control.ControlClient, func(), error) {
	if err := hasBuildKit(ctx, e); err != nil {
		return nil, nil, err
	}
	conn, err := e.upgrade(ctx, "/grpc", nil)
	if err != nil {
		return nil, nil, orNoBuildKit(err)
	}
	return dialControl(conn)
}

// fit leaves out of the Spec what this BuildKit ignores, and puts an address in place of host-gateway.
func (j *job) fit(ctx context.Context, b Builder) (err error) {
	if j.spec, err = b.fit(j.spec); err != nil {
		return err
	}
	j.spec.ExtraHosts, err = j.withGateway(ctx, b.HostGateway)
	return err
}

// hasBuildKit asks what can be known beforehand: engines on Windows have BuildKit only if they say so, and engines on
// Linux do not say so before version 23 although they have it.
func hasBuildKit(ctx context.Context, e Engine) error {
	ping, err := e.Ping(ctx)
	if err != nil {
		return fmt.Errorf("ask the engine for its builder: %w", err)
	}
	if ping.OSType == "windows" && ping.BuilderVersion != build.BuilderBuildKit {
		return errNoBuildKit
	}
	return nil
}

// orNoBuildKit turns the refusal of an engine that does not know BuildKit into errNoBuildKit: 404 where it has none of
// its paths, as Podman and Docker before 18.09, 501 where they are an experiment that is off. Any other may come from
// who is between here and the engine.
func orNoBuildKit(err error) error {
	var refused *refusal
	switch {
	case !errors.As(err, &refused):
		return err
	case refused.status == http.StatusNotFound, refused.status == http.StatusNotImplemented:
		return fmt.Errorf("%w: %w", errNoBuildKit, err)
	}
	return fmt.Errorf("%w; where that is meant, set DOCKER_BUILDKIT=0 for the classic builder", err)
}

// dialControl speaks BuildKit's control API on conn. A connection that breaks is not made again: the build with it is lost.
func dialControl(conn net.Conn) (control.ControlClient, func(), error) {
	once := make(chan net.Conn, 1)
	once <- conn
	dial := func(context.Context, string) (net.Conn, error) {
		select {
		case c := <-once:
			return c, nil
		default:
			return nil, errors.New("the connection to the engine is lost")
		}
	}
	cc, err := grpc.NewClient("passthrough:///"+client.DummyHost,
		grpc.WithContextDialer(dial),
		grpc.WithTransportCredentials(insecure.NewCredentials()),
		grpc.WithDefaultCallOptions(grpc.MaxCallRecvMsgSize(maxMessage), grpc.MaxCallSendMsgSize(maxMessage)),
		grpc.WithUnaryInterceptor(grpcerrors.UnaryClientInterceptor),
		grpc.WithStreamInterceptor(grpcerrors.StreamClientInterceptor))
	if err != nil {
		conn.Close()
		return nil, nil, err
	}
	return control.NewControlClient(cc), func() { cc.Close(); conn.Close() }, nil
}

// solve runs three things side by side: the session by which the engine fetches files and logins, the progress, and
// the build itself. All have ended when it returns.
func (j *job) solve(ctx context.Context, ctl control.ControlClient, s *session.Session, req *control.SolveRequest) (string, error) {
	ctx, cancel := context.WithCancelCause(ctx)
	served := make(chan struct{})
	go func() {
		defer close(served)
		if err := s.Run(ctx, j.dialSession); err != nil {
			cancel(orNoBuildKit(err))
		}
	}()
	w := newWatch(j.report, j.spec.CacheFrom)
	told := make(chan struct{})
	go func() {
		defer close(told)
		w.follow(ctx, ctl, req.Ref)
	}()
	resp, err := ctl.Solve(ctx, req)
	cause := context.Cause(ctx)
	awaitNews(ctx, told)
	cancel(nil)
	s.Close()
	<-served
	<-told
	w.flush()
	if err == nil {
		return j.built(resp)
	}
	if cause != nil {
		return "", cause
	}
	return "", j.buildKitError(err, w)
}

// awaitNews lets the progress come to its end, but not for ever: the result is there already.
func awaitNews(ctx context.Context, told <-chan struct{}) {
	timer := time.NewTimer(lastNews)
	defer timer.Stop()
	select {
	case <-told:
	case <-timer.C:
	case <-ctx.Done():
	}
}

// built gives the image's ID and notes down where its cache went.
func (j *job) built(resp *control.SolveResponse) (string, error) {
	if err := j.stores.keep(resp.ExporterResponse); err != nil {
		j.report(Event{Kind: Warning, Text: err.Error()})
	}
	return imageID(resp)
}

// imageID reads the exporter's answer. Its "containerimage.digest" is what the engine calls the image: the digest of
// its configuration, or with the containerd image store that of its manifest.
func imageID(resp *control.SolveResponse) (string, error) {
	id := resp.ExporterResponse["containerimage.digest"]
	if id == "" {
		return "", errors.New("the engine built an image but did not say which; build again")
	}
	return id, nil
}
