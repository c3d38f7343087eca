package endpoint

import (
	"cmp"
	"crypto/tls"
	"crypto/x509"
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
	files := t.files(cmp.Or(getenv("DOCKER_CERT_PATH"), config.Dir()), mode)
	if (files.Cert == "") != (files.Key == "") {
		return nil, fmt.Errorf("a certificate and its key go together; there is only %s", cmp.Or(files.Cert, files.Key))
	}
	read, err := context.TLSDataFromFiles(files.CA, files.Cert, files.Key)
	if err != nil {
		return nil, fmt.Errorf("read the certificates for the engine: %w; see DOCKER_CERT_PATH, --tlscacert, --tlscert and --tlskey", err)
	}
	return files.tlsConfig(read, mode == TLSUnverified)
}

// files gives the files to use: those that were named, else the usual ones. The
// authority must be known that an engine is to be verified by; an engine may do
// without certificates of its clients.
func (t TLS) files(folder string, mode TLSMode) TLS {
	t.CA = cmp.Or(t.CA, filepath.Join(folder, usual.CA))
	if mode == TLSUnverified {
		t.CA = ""
	}
	t.Cert = cmp.Or(t.Cert, present(filepath.Join(folder, usual.Cert)))
	t.Key = cmp.Or(t.Key, present(filepath.Join(folder, usual.Key)))
	return t
}

// usual is how the files are called.
var usual = TLS{CA: "ca.pem", Cert: "cert.pem", Key: "key.pem"}

// present gives the name of a file that is there, else nothing.
func present(name string) string {
	if _, err := os.Stat(name); os.IsNotExist(err) {
		return ""
	}
	return name
}

// tlsConfig is what these files say, any of which may be missing.
func (t TLS) tlsConfig(files *context.TLSData, unverified bool) (*tls.Config, error) {
	out := tlsconfig.ClientDefault(func(c *tls.Config) { c.InsecureSkipVerify = unverified })
	if files == nil {
		return out, nil
	}
	if files.CA != nil {
		out.RootCAs = x509.NewCertPool()
		if !out.RootCAs.AppendCertsFromPEM(files.CA) {
			return nil, fmt.Errorf("%s holds no certificate that can be used; write one in PEM", t.CA)
		}
	}
	if files.Cert == nil || files.Key == nil {
		return out, nil
	}
	pair, err := tls.X509KeyPair(files.Cert, files.Key)
	if err != nil {
		return nil, fmt.Errorf("%s and %s cannot be used together: %w; the key must be the certificate's, without a passphrase", t.Cert, t.Key, err)
	}
	out.Certificates = []tls.Certificate{pair}
	return out, nil
}
