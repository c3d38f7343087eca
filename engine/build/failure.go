package build

import (
	"fmt"
	"path/filepath"
)

// Failure is a build that the builder gave up: a step that failed, or a Dockerfile that it does not understand.
type Failure struct {
	// Instruction is the failing instruction on one line, as the Dockerfile has it; empty where it is not known.
	Instruction string
	// Dockerfile is its path as far as this side knows it, "dockerfile_inline" for one in the Compose file, or the
	// name within a remote context.
	Dockerfile string
	// Line is where the instruction begins, counted from 1; 0 where it is not known.
	Line int
	// Output is the end of what the failing step wrote, at most 40 lines.
	Output []string
	// Cause is the builder's word for what went wrong.
	Cause error
}

// Error tells what failed, where and why in one line; Output is left to whoever shows it.
func (f *Failure) Error() string {
	place := filepath.Base(f.Dockerfile)
	if f.Line > 0 {
		place = fmt.Sprintf("%s:%d", place, f.Line)
	}
	what := f.Instruction
	if what == "" {
		what = "the build"
	}
	return fmt.Sprintf("%s: %s failed: %v; correct it and build again", place, what, f.Cause)
}

func (f *Failure) Unwrap() error { return f.Cause }

// failure describes a failing instruction of this job's Dockerfile.
func (j *job) failure(at instruction, output []string, cause error) *Failure {
	return &Failure{Instruction: at.text, Dockerfile: j.src.dockerfile, Line: at.first, Output: output, Cause: cause}
}
