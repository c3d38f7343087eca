package endpoint

import (
	"cmp"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"github.com/docker/cli/cli/config"
	"github.com/docker/cli/cli/context"
	"github.com/docker/go-connections/tlsconfig"
)

// TLS is what flags say of how to speak with an engine.
type TLS struct {
	Mode          TLSMode
	CA, Cert, Key string // files; else ca.pem, cert.pem and key.pem in DOCKER_CERT_PATH
}

// TLSMode is whether to speak TLS, and whether to believe who answers.
type TLSMode int

// The modes of TLS.
const (
	TLSFromEnvironment TLSMode = iota // DOCKER_TLS_VERIFY, DOCKER_TLS: none unless one of them is set
	TLSUnverified
	TLSVerified
)

// config gives the configuration of TLS; nil is none.
func (t TLS) config(getenv func(string) string) (*tls.Config, error) {
	mode := t.Mode
	if mode == TLSFromEnvironment {
		switch {
		case getenv("DOCKER_TLS_VERIFY") != "":
			mode = TLSVerified
		case getenv("DOCKER_TLS") != "":
			mode = TLSUnverified
		default:
			return nil, nil
		}
	}
	folder := cmp.Or(getenv("DOCKER_CERT_PATH"), config.Dir())
	files, err := context.TLSDataFromFiles(
		chosen(t.CA, filepath.Join(folder, "ca.pem")), chosen(t.Cert, filepath.Join(folder, "cert.pem")), chosen(t.Key, filepath.Join(folder, "key.pem")))
	if err != nil {
		return nil, fmt.Errorf("read the certificates for the engine: %w; see DOCKER_CERT_PATH, --tlscacert, --tlscert and --tlskey", err)
	}
	return tlsConfig(files, mode == TLSUnverified)
}

// chosen gives the file that was named, else the usual one where it is there:
// an engine may do without certificates of its clients, or have one that the system knows.
func chosen(named, usual string) string {
	if named != "" {
		return named
	}
	if _, err := os.Stat(usual); os.IsNotExist(err) {
		return ""
	}
	return usual
}

// tlsConfig is what a context or files say, any of which may be missing.
func tlsConfig(files *context.TLSData, unverified bool) (*tls.Config, error) {
	out := tlsconfig.ClientDefault(func(c *tls.Config) { c.InsecureSkipVerify = unverified })
	if files == nil {
		return out, nil
	}
	if files.CA != nil {
		out.RootCAs = x509.NewCertPool()
		if !out.RootCAs.AppendCertsFromPEM(files.CA) {
			return nil, errors.New("ca.pem holds no certificate that can be used; write one in PEM")
		}
	}
	if files.Cert == nil || files.Key == nil {
		return out, nil
	}
	pair, err := tls.X509KeyPair(files.Cert, files.Key)
	if err != nil {
		return nil, fmt.Errorf("cert.pem and key.pem cannot be used together: %w; the key must be the certificate's, without a passphrase", err)
	}
	out.Certificates = []tls.Certificate{pair}
	return out, nil
}
