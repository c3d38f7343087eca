package build

import (
	"encoding/json"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"

	"github.com/containerd/containerd/v2/core/content"
	"github.com/containerd/containerd/v2/plugins/content/local"
	"github.com/containerd/log"
	control "github.com/moby/buildkit/api/services/control"
	"github.com/moby/buildkit/client/ociindex"
	"github.com/moby/buildkit/identity"
	"github.com/moby/buildkit/session"
	sessioncontent "github.com/moby/buildkit/session/content"
	ocispecs "github.com/opencontainers/image-spec/specs-go/v1"
)

// The content store logs what it thinks of the file system to standard error, which is not its to write to.
func init() { log.L.Logger.SetOutput(io.Discard) }

// stores are folders in the OCI image layout that the engine reads or writes through the session.
type stores struct {
	// byName has each folder's store by the name that BuildKit asks for.
	byName map[string]content.Store
	// written are the folders that get a cache, and the tag that it gets.
	written map[string]string
}

func newStores() *stores { return &stores{map[string]content.Store{}, map[string]string{}} }

// attachable offers the folders on a session.
func (s *stores) attachable() session.Attachable { return sessioncontent.NewAttachable(s.byName) }

func (s *stores) open(name, folder string) error {
	store, err := local.NewStore(folder)
	if err != nil {
		return fmt.Errorf("open %s: %w; make it a folder that you may write to", folder, err)
	}
	s.byName[name] = store
	return nil
}

// cacheFrom makes the folder of a local cache known, and gives the entry as BuildKit wants it: with the digest in place
// of the tag. It is nil for a folder that holds no such cache, as it is before the first build.
func (s *stores) cacheFrom(e cacheEntry, base string) (*control.CacheOptionsEntry, error) {
	m := e.message()
	if e.kind != "local" {
		return m, nil
	}
	folder := absolute(base, e.attrs["src"])
	if m.Attrs["digest"] == "" {
		digest, err := digestIn(folder, e.attrs["tag"])
		if err != nil {
			return nil, nil
		}
		m.Attrs["digest"] = digest
	}
	m.Attrs["src"] = folder
	return m, s.open("local:"+folder, folder)
}

// cacheTo makes the folder of a local cache known, which is created where it is not there.
func (s *stores) cacheTo(e cacheEntry, base string) (*control.CacheOptionsEntry, error) {
	m := e.message()
	if e.kind != "local" {
		return m, nil
	}
	folder := absolute(base, e.attrs["dest"])
	m.Attrs["dest"] = folder
	s.written[folder] = tagOf(e.attrs["tag"])
	return m, s.open("local:"+folder, folder)
}

// layout makes a folder of an oci-layout://FOLDER[:TAG][@DIGEST] known, and gives what BuildKit calls it.
func (s *stores) layout(context, base string) (string, error) {
	folder, tag, digest := splitLayout(context)
	folder = absolute(base, folder)
	if digest == "" {
		var err error
		if digest, err = digestIn(folder, tag); err != nil {
			return "", err
		}
	}
	name := identity.NewID()
	return "oci-layout://" + name + ":" + tagOf(tag) + "@" + digest, s.open("oci:"+name, folder)
}

const layoutPrefix = "oci-layout://"

func splitLayout(context string) (folder, tag, digest string) {
	folder, digest, _ = strings.Cut(strings.TrimPrefix(context, layoutPrefix), "@")
	if i := strings.LastIndexByte(folder, ':'); i > strings.LastIndexByte(folder, '/') {
		folder, tag = folder[:i], folder[i+1:]
	}
	return folder, tag, digest
}

// digestIn looks up a tag in the index of a folder.
func digestIn(folder, tag string) (string, error) {
	if _, err := os.Stat(filepath.Join(folder, ocispecs.ImageIndexFile)); err != nil {
		return "", fmt.Errorf("%s has no %s", folder, ocispecs.ImageIndexFile)
	}
	found, err := ociindex.NewStoreIndex(folder).Get(tagOf(tag))
	if err != nil || found == nil {
		return "", fmt.Errorf("%s has no image with the tag %s", folder, tagOf(tag))
	}
	return found.Digest.String(), nil
}

func tagOf(tag string) string {
	if tag == "" {
		return "latest"
	}
	return tag
}

func absolute(base, path string) string {
	if filepath.IsAbs(path) {
		return path
	}
	return filepath.Join(base, path)
}

// keep writes into the folders which manifest is the cache of this build.
func (s *stores) keep(answer map[string]string) error {
	text := answer["cache.manifest"]
	if text == "" || len(s.written) == 0 {
		return nil
	}
	var manifest ocispecs.Descriptor
	if err := json.Unmarshal([]byte(text), &manifest); err != nil {
		return fmt.Errorf("read what the engine says of the cache: %w", err)
	}
	for folder, tag := range s.written {
		if err := ociindex.NewStoreIndex(folder).Put(manifest, ociindex.Tag(tag)); err != nil {
			return fmt.Errorf("write the index of the cache in %s: %w", folder, err)
		}
	}
	return nil
}
