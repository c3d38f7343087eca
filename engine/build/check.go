package build

import (
	"errors"
	"fmt"

	"github.com/distribution/reference"

	"gocompose/compose/pattern"
)

// InputError tells what of a Spec nothing can be built from.
type InputError struct {
	// Attribute is the build attribute at fault, such as context, and Item which of its items, where it has several: its
	// text, name or id.
	Attribute, Item string
	// Path is the file or folder that was looked at, if any.
	Path string
	// Problem says what is wrong, and Hint what to do about it.
	Problem, Hint string
	// Ignored tells that an image can be made all the same, without what the attribute says.
	Ignored bool
}

// Error gives the problem and the way out in one line.
func (e *InputError) Error() string { return e.Problem + "; " + e.Hint }

// Check looks for the folders and files that spec names and judges its values, and sends nothing, so that a plan can
// refuse what could not be built before it changes anything.
func Check(spec Spec) (out []*InputError) {
	src, err := locate(spec)
	if err == nil {
		_, err = src.ignorePatterns()
	}
	if err == nil {
		out = checkStages(spec, src)
	} else {
		out = append(out, inputError(err))
	}
	for _, check := range []func(Spec) []*InputError{checkContexts, checkCaches, checkSecrets, checkSSH, checkTags, checkPlatforms} {
		out = append(out, check(spec)...)
	}
	return out
}

// inputError gives the error as one of the context, where it is none yet.
func inputError(err error) *InputError {
	var wrong *InputError
	if errors.As(err, &wrong) {
		return wrong
	}
	return &InputError{Attribute: "context", Problem: err.Error(), Hint: "see that it can be read"}
}

// checkTags judges the names that the image gets.
func checkTags(s Spec) (out []*InputError) {
	for _, tag := range s.Tags {
		if _, err := reference.ParseNormalizedNamed(tag); err != nil {
			out = append(out, &InputError{Attribute: "tags", Item: tag, Problem: fmt.Sprintf("%q is no name for an image: %v", tag, err),
				Hint: "write such as app:1.0 or registry.example.com/team/app:1.0"})
		}
	}
	return out
}

var platformForm = pattern.New(`^[A-Za-z0-9_-]+(/[A-Za-z0-9_-]+){0,2}$`)

func checkPlatforms(s Spec) (out []*InputError) {
	for _, platform := range s.Platforms {
		if !platformForm().MatchString(platform) {
			out = append(out, &InputError{Attribute: "platforms", Item: platform, Problem: fmt.Sprintf("%q is no platform", platform),
				Hint: "write such as linux/amd64 or linux/arm64/v8"})
		}
	}
	return out
}
