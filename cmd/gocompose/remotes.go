package main

import (
	"context"
	"errors"

	"gocompose/compose"
	"gocompose/compose/remote"
)

// fetch gives how remote files are brought: into a cache of the user's own.
func (s *session) fetch(ctx context.Context) compose.Fetch {
	return func(ref remote.Ref) (local remote.Local, err error) {
		if s.remotes.Dir == "" {
			if s.remotes.Dir, err = remote.DefaultDir(); err != nil {
				return local, err
			}
		}
		local, err = s.remotes.Fetch(ctx, ref)
		var failed *remote.Error
		s.uncached = s.uncached || errors.As(err, &failed) && failed.Reason == remote.NotCached
		return local, err
	}
}

// local gives the copy of a remote file that was fetched already, by the name
// that places in it have, and other names as they are.
func (s *session) local(file string) string {
	ref, ok := remote.Parse(file)
	if !ok || s.remotes.Dir == "" {
		return file
	}
	kept := remote.Cache{Dir: s.remotes.Dir, Offline: true}
	local, err := kept.Fetch(context.Background(), ref)
	if err != nil {
		return file
	}
	return local.File
}
