package engine

import (
	"bytes"
	"context"
	"io"
	"strings"
	"time"

	"github.com/docker/docker/api/types/container"
	"github.com/docker/docker/pkg/stdcopy"
)

const (
	evidenceLines = 10
	evidenceTime  = 5 * time.Second
)

// evidence gathers what explains why a container did not become what was
// waited for. What cannot be had is left out: the failure itself is known.
func (e *Engine) evidence(id string) *Evidence {
	ctx, cancel := context.WithTimeout(context.Background(), evidenceTime)
	defer cancel()
	seen, err := e.client.ContainerInspect(ctx, id)
	if err != nil {
		return nil
	}
	out := &Evidence{RestartCount: seen.RestartCount, Logs: e.lastLines(ctx, seen)}
	if seen.Config.Healthcheck != nil && seen.State.Health != nil {
		out.Probe = probe(seen.Config.Healthcheck.Test)
		out.Failing = seen.State.Health.FailingStreak
		if log := seen.State.Health.Log; len(log) > 0 {
			out.ProbeExit, out.ProbeOutput = log[len(log)-1].ExitCode, log[len(log)-1].Output
		}
	}
	return out
}

// probe gives a healthcheck's command without the CMD or CMD-SHELL before it.
func probe(test []string) string {
	if len(test) == 0 {
		return ""
	}
	return strings.Join(test[1:], " ")
}

func (e *Engine) lastLines(ctx context.Context, seen container.InspectResponse) []string {
	stream, err := e.client.ContainerLogs(ctx, seen.ID, container.LogsOptions{ShowStdout: true, ShowStderr: true, Tail: "10"})
	if err != nil {
		return nil
	}
	defer stream.Close()
	var text limited
	if seen.Config.Tty {
		_, _ = io.Copy(&text, stream)
	} else {
		_, _ = stdcopy.StdCopy(&text, &text, stream)
	}
	lines := strings.Split(strings.TrimRight(text.kept.String(), "\r\n"), "\n")
	if len(lines) == 1 && lines[0] == "" {
		return nil
	}
	return lines[max(0, len(lines)-evidenceLines):]
}

// limited keeps the first 64 KiB of what is written to it.
type limited struct{ kept bytes.Buffer }

func (l *limited) Write(b []byte) (int, error) {
	const most = 64 << 10
	if room := most - l.kept.Len(); room > 0 {
		l.kept.Write(b[:min(room, len(b))])
	}
	return len(b), nil
}
