package engine

import (
	"context"
	"fmt"
	"time"

	"github.com/docker/docker/api/types/container"

	"gocompose/compose/diag"
	"gocompose/engine/plan"
)

// stopContainer stops a container. It is not broken off: the engine would go on stopping
// it unseen. Only where that took all the time that the container had is it
// looked at: who had to be killed is told, with a way out.
func (r *run) stopContainer(ctx context.Context, op plan.StopContainer) error {
	begun := time.Now()
	if err := r.client.ContainerStop(ctx, r.id(op.ID), stopOptions(op)); err != nil {
		return gone(err)
	}
	if op.Grace <= 0 || time.Since(begun) < op.Grace {
		return nil
	}
	seen, err := r.client.ContainerInspect(ctx, r.id(op.ID))
	if err == nil && seen.State.ExitCode == killed { // one that cannot be looked at has stopped all the same
		r.killed(op, seen)
	}
	return nil
}

// killed keeps the remark that a container has not heeded its stop signal.
func (r *run) killed(op plan.StopContainer, seen container.InspectResponse) {
	signal := seen.Config.StopSignal
	if signal == "" {
		signal = "SIGTERM"
	}
	d := diag.Diagnostic{Severity: diag.Warning, Summary: fmt.Sprintf("%s ignored %s and was killed after %s", op.Name, signal, op.Grace),
		Hint: "try `init: true`, or exec in its entrypoint"}
	if init := seen.HostConfig.Init; init != nil && *init {
		d.Hint = "let its program end on " + signal + ", or give it more time with stop_grace_period"
	}
	if r.Project != nil && r.Project.Services[op.Service] != nil {
		d.Pos = r.Project.Services[op.Service].At()
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	r.remarks.Add(d)
}
