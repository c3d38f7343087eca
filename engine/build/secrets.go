package build

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"

	"github.com/moby/buildkit/session/secrets"
	"google.golang.org/grpc"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"
)

// maxSecret is the most, in bytes, that BuildKit's own client sends as a secret.
const maxSecret = 500 << 10

// secretsProvider answers BuildKit's question for a secret when a step mounts it; files are read then.
type secretsProvider struct {
	secrets.UnimplementedSecretsServer
	byID map[string]Secret
}

func newSecrets(list []Secret) *secretsProvider {
	p := &secretsProvider{byID: map[string]Secret{}}
	for _, s := range list {
		p.byID[s.ID] = s
	}
	return p
}

// Register offers the secrets on a session.
func (p *secretsProvider) Register(server *grpc.Server) { secrets.RegisterSecretsServer(server, p) }

// GetSecret gives one secret. That there is none under an ID is for the Dockerfile to judge: it says what is required.
func (p *secretsProvider) GetSecret(_ context.Context, req *secrets.GetSecretRequest) (*secrets.GetSecretResponse, error) {
	s, ok := p.byID[req.ID]
	if !ok {
		return nil, status.Errorf(codes.NotFound, "secret %s: not found", req.ID)
	}
	data, err := s.read()
	if err != nil {
		return nil, err
	}
	return &secrets.GetSecretResponse{Data: data}, nil
}

func (s Secret) read() ([]byte, error) {
	data := s.Data
	if s.File != "" {
		var err error
		if data, err = os.ReadFile(s.File); err != nil {
			return nil, fmt.Errorf("read secret %s: %w", s.ID, err)
		}
	}
	if len(data) > maxSecret {
		return nil, fmt.Errorf("secret %s has %d bytes; a build takes no more than %d", s.ID, len(data), maxSecret)
	}
	return data, nil
}

// checkSecrets looks for the files of the secrets.
func checkSecrets(s Spec) (out []*InputError) {
	for _, secret := range s.Secrets {
		if secret.File == "" {
			continue
		}
		info, err := os.Stat(secret.File)
		problem, hint := "", "create it, or correct the file of the secret"
		switch {
		case errors.Is(err, fs.ErrNotExist):
			problem = "does not exist"
		case err != nil:
			problem, hint = "cannot be read: "+reason(err), "make it readable for you"
		case info.IsDir():
			problem = "is a folder"
		case info.Size() > maxSecret:
			problem, hint = fmt.Sprintf("has %d bytes", info.Size()), fmt.Sprintf("a build takes secrets of no more than %d bytes", maxSecret)
		default:
			continue
		}
		out = append(out, &InputError{Attribute: "secrets", Item: secret.ID, Path: secret.File,
			Problem: "the file " + secret.File + " of secret " + secret.ID + " " + problem, Hint: hint})
	}
	return out
}
