package remote

import (
	"bytes"
	"context"
	"strings"

	v1 "github.com/opencontainers/image-spec/specs-go/v1"
	"oras.land/oras-go/v2/content"
	"oras.land/oras-go/v2/registry/remote"
)

// The layers that a published project has, and what they are called.
const (
	fileType    = "application/vnd.docker.compose.file+yaml"
	envFileType = "application/vnd.docker.compose.envfile"

	fileNote    = "com.docker.compose.file"
	extendsNote = "com.docker.compose.extends"
	envFileNote = "com.docker.compose.envfile"

	// layersLimit bounds, in bytes, what is held in memory: they are all texts.
	layersLimit = 32 << 20
)

// pull writes the files of an artifact. The Compose files become the documents
// of one compose.yaml, in their order; those that others extend, and env files,
// lie beside it under the names that the artifact gives them. Other layers,
// such as a list of images, are not fetched.
func (c *Cache) pull(ctx context.Context, snap *snapshot) error {
	repo, err := c.repository(snap.ref)
	if err != nil {
		return err
	}
	m, err := manifest(ctx, repo, snap.ref)
	if err != nil {
		return err
	}
	if err := admit(snap, m.Layers); err != nil {
		return err
	}
	var documents [][]byte
	for _, layer := range m.Layers {
		use := useOf(layer)
		if use == unused {
			continue
		}
		text, err := layerText(ctx, repo, snap.ref, layer)
		switch {
		case err != nil:
			return err
		case use == document:
			documents = append(documents, text)
		default:
			err = snap.addFlat(layer.Annotations[string(use)], text)
		}
		if err != nil {
			return err
		}
	}
	if documents == nil {
		return snap.ref.notProject("one without a compose file")
	}
	return snap.addFlat(fileNames[0], bytes.Join(documents, []byte("\n---\n")))
}

// admit counts the layers before any of them is fetched.
func admit(snap *snapshot, layers []v1.Descriptor) error {
	snap.limits.Bytes = min(snap.limits.bytes(), layersLimit)
	for _, layer := range layers {
		if useOf(layer) == unused {
			continue
		}
		if layer.Size < 0 || layer.Digest.Validate() != nil {
			return snap.ref.unsafe(layer.Digest.String(), "whose size or digest cannot be checked")
		}
		if err := snap.count(layer.Size); err != nil {
			return err
		}
	}
	return nil
}

// use is what a layer is for: a document of the Compose file, or a file of its
// own, whose name the annotation of this key has.
type use string

const (
	unused   use = ""
	document use = "-"
)

func useOf(layer v1.Descriptor) use {
	_, extended := layer.Annotations[extendsNote]
	switch {
	case layer.MediaType == envFileType:
		return envFileNote
	case layer.MediaType == fileType && extended:
		return fileNote
	case layer.MediaType == fileType:
		return document
	}
	return unused
}

// layerText fetches a layer, and checks its size and digest.
func layerText(ctx context.Context, repo *remote.Repository, ref Ref, layer v1.Descriptor) ([]byte, error) {
	body, err := repo.Blobs().Fetch(ctx, layer)
	if err != nil {
		return nil, ref.refused(err)
	}
	defer body.Close()
	text, err := content.ReadAll(body, layer)
	if err != nil {
		return nil, ref.refused(err)
	}
	return text, nil
}

// addFlat writes a file whose name is somebody else's: one without a folder.
func (s *snapshot) addFlat(name string, text []byte) error {
	if name == "" || strings.ContainsAny(name, `/\:`) {
		return s.ref.unsafe(name, "which is no plain file name")
	}
	return s.add(name, 0o644, int64(len(text)), bytes.NewReader(text))
}
