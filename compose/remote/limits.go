package remote

import "cmp"

// Limits bound what one remote file may bring along. A zero field has its default.
type Limits struct {
	Bytes int64 // of all files, and of git's download; 256 MiB
	Files int   // files and folders; 50,000
	Depth int   // names in a path; 64
}

func (l Limits) bytes() int64 { return cmp.Or(l.Bytes, 256<<20) }
func (l Limits) files() int   { return cmp.Or(l.Files, 50_000) }
func (l Limits) depth() int   { return cmp.Or(l.Depth, 64) }

const smaller = "name a smaller repository, or copy what is needed and name that as a local file"

func (r Ref) tooManyBytes(l Limits) *Error {
	return r.fail(TooLarge, nil, smaller, "is larger than %d bytes", l.bytes())
}

func (r Ref) tooManyFiles(l Limits) *Error {
	return r.fail(TooLarge, nil, smaller, "has more than %d files and folders", l.files())
}

func (r Ref) tooDeep(path string, l Limits) *Error {
	e := r.fail(TooLarge, nil, smaller, "has folders more than %d deep", l.depth())
	e.Path = path
	return e
}
