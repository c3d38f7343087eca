package remote

import (
	"context"
	"encoding/json"
	"fmt"

	"github.com/opencontainers/go-digest"
	v1 "github.com/opencontainers/image-spec/specs-go/v1"
	"oras.land/oras-go/v2/content"
	"oras.land/oras-go/v2/registry/remote"
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
func (c *Cache) lookUpTag(ctx context.Context, ref Ref) (string, error) {
	repo, err := c.repository(ref)
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
