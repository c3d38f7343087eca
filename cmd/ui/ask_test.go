package ui

import (
	"context"
	"errors"
	"io"
	"strings"
	"testing"
)

func TestAsk(t *testing.T) {
	for answer, want := range map[string]bool{"y\n": true, "YES\n": true, " y \n": true, "y": true, "n\n": false, "\n": false, "yep\n": false} {
		var out strings.Builder
		got, err := Ask(t.Context(), strings.NewReader(answer), &out, "remove shop-web-1?")
		if got != want || err != nil {
			t.Errorf("%q: %t, %v", answer, got, err)
		}
		if out.String() != "remove shop-web-1? [y/N] \n" {
			t.Errorf("asked %q", out.String())
		}
	}
}

func TestAskNobody(t *testing.T) {
	if yes, err := Ask(t.Context(), strings.NewReader(""), io.Discard, "remove?"); yes || !errors.Is(err, io.EOF) {
		t.Errorf("%t, %v", yes, err)
	}
}

func TestAskIsBrokenOff(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	silent, _ := io.Pipe()
	if yes, err := Ask(ctx, silent, io.Discard, "remove?"); yes || !errors.Is(err, context.Canceled) {
		t.Errorf("%t, %v", yes, err)
	}
}

func TestAnswers(t *testing.T) {
	if Answers(strings.NewReader("y")) {
		t.Error("a text is no person")
	}
}
