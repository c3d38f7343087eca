package remote

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net"
	"net/http"
	"strings"
	"sync"
	"time"

	"github.com/opencontainers/go-digest"
	v1 "github.com/opencontainers/image-spec/specs-go/v1"
	"oras.land/oras-go/v2/content"
	"oras.land/oras-go/v2/errdef"
	"oras.land/oras-go/v2/registry"
	"oras.land/oras-go/v2/registry/remote"
	"oras.land/oras-go/v2/registry/remote/auth"
	"oras.land/oras-go/v2/registry/remote/credentials"
	"oras.land/oras-go/v2/registry/remote/errcode"
)

// How docker compose publishes a project: a manifest of this artifact type or,
// for older registries, with this type of configuration.
const (
	projectType = "application/vnd.docker.compose.project"
	configType  = "application/vnd.docker.compose.config.empty.v1+json"

	// manifestLimit is what registries themselves allow a manifest, in bytes.
	manifestLimit = 4 << 20
)

// lookUpTag gives the digest of a tag.
func lookUpTag(ctx context.Context, ref Ref) (string, error) {
	repo, err := repository(ref)
	if err != nil {
		return "", err
	}
	found, err := repo.Manifests().Resolve(ctx, ref.Revision)
	if err != nil {
		return "", ref.refused(err)
	}
	if !ref.at(found.Digest.String()).exact() {
		return "", ref.fail(Unsafe, nil, remade, "has the digest %.100q, which cannot be checked", found.Digest)
	}
	return found.Digest.String(), nil
}

// repository gives the client of a registry. It has the logins of docker's own
// configuration, and speaks plain HTTP to this machine only.
func repository(ref Ref) (*remote.Repository, error) {
	host, name, _ := strings.Cut(ref.Remote, "/")
	logins, err := credentials.NewStoreFromDocker(credentials.StoreOptions{})
	if err != nil {
		return nil, unusable(err, "mend docker's config.json, which holds the logins")
	}
	return &remote.Repository{
		Reference: registry.Reference{Registry: host, Repository: name},
		PlainHTTP: isLoopback(host),
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

// manifest fetches a manifest by its digest. Of an index it gives the entry
// that is a Compose project: the last one, as docker compose does.
func manifest(ctx context.Context, repo *remote.Repository, ref Ref) (*v1.Manifest, error) {
	text, err := manifestText(ctx, repo, ref)
	if err != nil {
		return nil, err
	}
	var index v1.Index
	if err := json.Unmarshal(text, &index); err == nil && len(index.Manifests) > 0 {
		inner := ref
		for _, m := range index.Manifests {
			if m.ArtifactType == projectType {
				inner = ref.at(m.Digest.String())
			}
		}
		if inner == ref || !inner.exact() {
			return nil, ref.notProject("an index without a project")
		}
		if text, err = manifestText(ctx, repo, inner); err != nil {
			return nil, err
		}
	}
	var m v1.Manifest
	if err := json.Unmarshal(text, &m); err != nil {
		return nil, ref.notProject("no manifest: " + err.Error())
	}
	if m.ArtifactType != projectType && (m.ArtifactType != "" || m.Config.MediaType != configType) {
		kind := m.ArtifactType
		if kind == "" {
			kind = m.Config.MediaType
		}
		return nil, ref.notProject(fmt.Sprintf("%.100q", kind))
	}
	return &m, nil
}

// manifestText fetches the manifest or index with a digest, and checks it.
func manifestText(ctx context.Context, repo *remote.Repository, ref Ref) ([]byte, error) {
	if !ref.exact() {
		return nil, ref.fail(Malformed, nil, "write @sha256: and 64 digits", "has a digest that cannot be checked")
	}
	found, body, err := repo.Manifests().FetchReference(ctx, ref.Revision)
	if err != nil {
		return nil, ref.refused(err)
	}
	defer body.Close()
	if found.Size > manifestLimit {
		return nil, ref.fail(TooLarge, nil, remade, "has a manifest of more than %d bytes", manifestLimit)
	}
	text, err := content.ReadAll(body, v1.Descriptor{Digest: digest.Digest(ref.Revision), Size: found.Size})
	if err != nil {
		return nil, ref.refused(err)
	}
	return text, nil
}

const remade = "publish it anew with docker compose publish, or ask who did"

func (r Ref) notProject(is string) *Error {
	return r.fail(NotFound, nil, "name an artifact that docker compose publish made", "is not a compose project but %s", is)
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
