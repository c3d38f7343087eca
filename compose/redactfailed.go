package compose

// FailedRedactor gives what hides the secrets of files that no project came of:
// those of the environment they would be loaded with, and the defaults that
// they write for variables with a secret's name.
func FailedRedactor(options Options) *Redactor {
	options.Fetch = nil // nothing here is worth the network
	l := newLoader(options)
	l.environment()
	l.find()
	l.environment()
	l.read()
	return (&Project{Environment: l.env, documents: l.every}).Redactor()
}
