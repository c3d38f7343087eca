package build

// InputError tells what of a Spec nothing can be built from.
type InputError struct {
	// Attribute is the build attribute at fault: context, dockerfile or dockerfile_inline.
	Attribute string
	// Path is the file or folder that was looked at, if any.
	Path string
	// Problem says what is wrong, and Hint what to do about it.
	Problem, Hint string
}

// Error gives the problem and the way out in one line.
func (e *InputError) Error() string { return e.Problem + "; " + e.Hint }

// Check looks for the folder and files that spec names and sends nothing, so that a plan can refuse what could not be
// built before it changes anything. The error is an *InputError.
func Check(spec Spec) error {
	src, err := locate(spec)
	if err != nil {
		return err
	}
	_, err = src.ignorePatterns()
	return err
}
