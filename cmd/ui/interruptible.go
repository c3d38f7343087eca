package ui

import (
	"context"
	"io"
)

// Interruptible reads until ctx ends. What it waits for then is lost.
func Interruptible(ctx context.Context, in io.Reader) io.Reader { return interruptible{ctx, in} }

type interruptible struct {
	ctx context.Context
	in  io.Reader
}

func (r interruptible) Read(p []byte) (int, error) {
	type piece struct {
		data []byte
		err  error
	}
	got := make(chan piece, 1)
	go func() {
		data := make([]byte, len(p))
		n, err := r.in.Read(data)
		got <- piece{data[:n], err}
	}()
	select {
	case next := <-got:
		return copy(p, next.data), next.err
	case <-r.ctx.Done():
		return 0, r.ctx.Err()
	}
}
