package ui

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"os"
	"slices"
	"strings"
)

// Answers tells whether a person can answer on a stream.
func Answers(in io.Reader) bool {
	f, ok := in.(*os.File)
	return ok && IsTerminal(f)
}

// Ask puts a question and tells whether the answer is yes; anything but y or
// yes is no. The error is io.EOF where the stream ends without an answer. It
// gives up when the context ends.
func Ask(ctx context.Context, in io.Reader, out io.Writer, question string) (bool, error) {
	if _, err := fmt.Fprintf(out, "%s [y/N] ", clean(question)); err != nil {
		return false, err
	}
	line, err := bufio.NewReader(Interruptible(ctx, in)).ReadString('\n')
	if ctx.Err() != nil {
		return false, ctx.Err()
	}
	if !Answers(in) { // which shows what is typed, and its end
		fmt.Fprintln(out)
	}
	if line == "" {
		return false, err
	}
	return slices.Contains([]string{"y", "yes"}, strings.ToLower(strings.TrimSpace(line))), nil
}
