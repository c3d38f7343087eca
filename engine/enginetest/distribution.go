package enginetest

import (
	"net/http"

	"github.com/docker/docker/api/types/registry"
	sums "github.com/opencontainers/go-digest"
	ocispec "github.com/opencontainers/image-spec/specs-go/v1"
)

// distributionInspect answers GET /distribution/{name}/json with what a registry
// says of an image that a pull would find.
func (s *Server) distributionInspect(r *request) (int, any, error) {
	found := s.remote[familiar(r.args[0])]
	if found == nil {
		return 0, nil, notFoundf("manifest unknown: manifest unknown")
	}
	return http.StatusOK, registry.DistributionInspect{
		Descriptor: ocispec.Descriptor{
			MediaType: "application/vnd.docker.distribution.manifest.v2+json", Size: 527,
			Digest: sums.NewDigestFromEncoded(sums.SHA256, digest("manifest "+found.id)),
		},
		Platforms: []ocispec.Platform{{Architecture: "amd64", OS: "linux"}},
	}, nil
}
