package build

import (
	"context"
	"errors"
	"fmt"
	"net"
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
	if err := hasBuildKit(ctx, j.cli); err != nil {
		return "", err
	}
	conn, err := upgrade(ctx, j.cli, "/grpc", nil)
	if err != nil {
		return "", orNoBuildKit(err)
	}
	ctl, hangUp, err := dialControl(conn)
	if err != nil {
		return "", err
	}
	defer hangUp()
	s, err := j.newSession(ctx)
	if err != nil {
		return "", err
	}
	return j.solve(ctx, ctl, s)
}

// hasBuildKit asks what can be known beforehand: engines on Windows have BuildKit only if they say so, and engines on
// Linux do not say so before version 23 although they have it.
func hasBuildKit(ctx context.Context, cli *client.Client) error {
	ping, err := cli.Ping(ctx)
	if err != nil {
		return fmt.Errorf("ask the engine for its builder: %w", err)
	}
	if ping.OSType == "windows" && ping.BuilderVersion != build.BuilderBuildKit {
		return errNoBuildKit
	}
	return nil
}

// orNoBuildKit turns a refusal into errNoBuildKit.
func orNoBuildKit(err error) error {
	var refused *refusal
	if errors.As(err, &refused) {
		return fmt.Errorf("%w: %w", errNoBuildKit, err)
	}
	return err
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
func (j *job) solve(ctx context.Context, ctl control.ControlClient, s *session.Session) (string, error) {
	ctx, cancel := context.WithCancelCause(ctx)
	served := make(chan struct{})
	go func() {
		defer close(served)
		if err := s.Run(ctx, j.dialSession); err != nil {
			cancel(orNoBuildKit(err))
		}
	}()
	req := j.solveRequest(s.ID())
	w := newWatch(j.report)
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
		return imageID(resp)
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

// imageID reads the exporter's answer. Its "containerimage.digest" is what the engine calls the image: the digest of
// its configuration, or with the containerd image store that of its manifest.
func imageID(resp *control.SolveResponse) (string, error) {
	id := resp.ExporterResponse["containerimage.digest"]
	if id == "" {
		return "", errors.New("the engine built an image but did not say which; build again")
	}
	return id, nil
}
