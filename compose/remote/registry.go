package remote

import (
	"errors"
	"fmt"
	"net"
	"net/http"
	"slices"
	"strings"
	"sync"
	"time"

	"oras.land/oras-go/v2/content"
	"oras.land/oras-go/v2/errdef"
	"oras.land/oras-go/v2/registry"
	"oras.land/oras-go/v2/registry/remote"
	"oras.land/oras-go/v2/registry/remote/auth"
	"oras.land/oras-go/v2/registry/remote/credentials"
	"oras.land/oras-go/v2/registry/remote/errcode"
)

// repository gives the client of a registry. It has the logins of docker's own
// configuration, and speaks plain HTTP to this machine and where it is told to only.
func (c *Cache) repository(ref Ref) (*remote.Repository, error) {
	host, name, _ := strings.Cut(ref.Remote, "/")
	logins, err := credentials.NewStoreFromDocker(credentials.StoreOptions{})
	if err != nil {
		return nil, unusable(err, "mend docker's config.json, which holds the logins")
	}
	return &remote.Repository{
		Reference: registry.Reference{Registry: host, Repository: name},
		PlainHTTP: isLoopback(host) || slices.Contains(c.Plain, host),
		Client: &auth.Client{
			Client:     &http.Client{Transport: transport(), CheckRedirect: follow},
			Credential: credentials.Credential(logins),
			Cache:      auth.NewCache(),
			Header:     http.Header{"User-Agent": {"gocompose"}},
		},
	}, nil
}

// transport is one for all registries. It gives up on one that does not begin
// to answer.
var transport = sync.OnceValue(func() http.RoundTripper {
	t := http.DefaultTransport.(*http.Transport).Clone()
	t.ResponseHeaderTimeout = 60 * time.Second
	return t
})

// follow lets a registry send elsewhere for its content, as many do, but never
// from HTTPS to something weaker.
func follow(req *http.Request, via []*http.Request) error {
	switch {
	case len(via) >= 10:
		return errors.New("it redirects without end")
	case via[0].URL.Scheme == "https" && req.URL.Scheme != "https":
		return fmt.Errorf("it redirects from https to %s", req.URL.Scheme)
	}
	return nil
}

// isLoopback tells whether a registry's host[:port] is this machine.
func isLoopback(host string) bool {
	if name, _, err := net.SplitHostPort(host); err == nil {
		host = name
	}
	ip := net.ParseIP(strings.Trim(host, "[]"))
	return host == "localhost" || ip != nil && ip.IsLoopback()
}

// refused tells what a registry's error means.
func (r Ref) refused(err error) error {
	var answer *errcode.ErrorResponse
	host, _, _ := strings.Cut(r.Remote, "/")
	words := strings.Map(printable, err.Error())
	switch {
	case errors.Is(err, errdef.ErrNotFound):
		return r.fail(NotFound, err, "check the name and the tag", "does not exist in the registry")
	case errors.Is(err, content.ErrMismatchedDigest), errors.Is(err, content.ErrTrailingData), errors.Is(err, content.ErrInvalidDescriptorSize):
		return r.fail(Unsafe, err, "do not use it; ask who runs the registry", "is not what its digest says")
	case errors.Is(err, auth.ErrBasicCredentialNotFound),
		errors.As(err, &answer) && (answer.StatusCode == http.StatusUnauthorized || answer.StatusCode == http.StatusForbidden):
		return r.fail(Unreachable, err, "log in with: docker login "+host, "does not exist, or needs a login")
	}
	return r.fail(Unreachable, err, "check that "+host+" can be reached", "cannot be fetched: %.300s", words)
}
