package engine

import (
	"context"
	"fmt"
	"time"

	"gocompose/engine/plan"
)

// settle counts the containers of an update that did not prove themselves, and
// lets the time pass until the next batch.
func (r *run) settle(ctx context.Context, op plan.SettleBatch) error {
	failed := 0
	r.mu.Lock()
	for _, proof := range op.Proofs {
		if !r.done[proof] {
			failed++
		}
	}
	r.mu.Unlock()
	if failed > op.Failures {
		return fmt.Errorf("%d of %d containers failed, and max_failure_ratio allows %d", failed, len(op.Proofs), op.Failures)
	}
	if op.Delay > 0 && !pause(ctx, op.Delay) {
		return context.Cause(ctx)
	}
	return nil
}

// patience gives how long putting things right may take.
func patience(ops []plan.Op) time.Duration {
	total := time.Minute
	for _, op := range ops {
		switch op := op.(type) {
		case plan.SettleBatch:
			total += op.Delay
		case plan.AwaitContainer:
			total += op.Monitor
		}
	}
	return total
}
