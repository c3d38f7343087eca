package endpoint

import (
	"bytes"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"encoding/pem"
	"io"
	"log"
	"math/big"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/docker/cli/cli/config"
	"github.com/docker/cli/cli/context"
	"github.com/docker/cli/cli/context/store"
)

// certified is an HTTPS server that wants its clients' certificates, and what
// to show and to believe: ca.pem, cert.pem and key.pem in a folder.
func certified(t *testing.T) (address, folder string) {
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	must(t, err)
	self := &x509.Certificate{SerialNumber: big.NewInt(1), NotAfter: time.Now().Add(time.Hour), IsCA: true, BasicConstraintsValid: true,
		IPAddresses: []net.IP{net.IPv4(127, 0, 0, 1)}, ExtKeyUsage: []x509.ExtKeyUsage{x509.ExtKeyUsageServerAuth, x509.ExtKeyUsageClientAuth}}
	der, err := x509.CreateCertificate(rand.Reader, self, self, key.Public(), key)
	must(t, err)
	secret, err := x509.MarshalECPrivateKey(key)
	must(t, err)
	certificate := pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: der})
	private := pem.EncodeToMemory(&pem.Block{Type: "EC PRIVATE KEY", Bytes: secret})
	folder = t.TempDir()
	for name, content := range map[string][]byte{"ca.pem": certificate, "cert.pem": certificate, "key.pem": private} {
		must(t, os.WriteFile(filepath.Join(folder, name), content, 0o600))
	}
	pair, err := tls.X509KeyPair(certificate, private)
	must(t, err)
	trusted := x509.NewCertPool()
	trusted.AppendCertsFromPEM(certificate)
	server := httptest.NewUnstartedServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { io.WriteString(w, "hello") }))
	server.TLS = &tls.Config{Certificates: []tls.Certificate{pair}, ClientAuth: tls.RequireAndVerifyClientCert, ClientCAs: trusted}
	server.Config.ErrorLog = log.New(io.Discard, "", 0)
	server.StartTLS()
	t.Cleanup(server.Close)
	return server.Listener.Addr().String(), folder
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// answer is what a server says to who comes with this configuration of TLS.
func answer(e Endpoint) string {
	c := &http.Client{Transport: &http.Transport{TLSClientConfig: e.TLS}}
	defer c.CloseIdleConnections()
	reply, err := c.Get("https://" + strings.TrimPrefix(e.Host, "tcp://"))
	if err != nil {
		return err.Error()
	}
	defer reply.Body.Close()
	var body bytes.Buffer
	body.ReadFrom(reply.Body)
	return body.String()
}

func TestTLS(t *testing.T) {
	config.SetDir(t.TempDir())
	address, folder := certified(t)
	in := func(name string) string { return filepath.Join(folder, name) }
	_, elsewhere := certified(t)
	stranger := filepath.Join(elsewhere, "ca.pem")
	for name, c := range map[string]struct {
		choice Choice
		env    map[string]string
		want   string // in the answer; empty: TLS is not spoken
	}{
		"none":              {env: map[string]string{"DOCKER_CERT_PATH": folder}},
		"verified":          {env: map[string]string{"DOCKER_TLS_VERIFY": "1", "DOCKER_CERT_PATH": folder}, want: "hello"},
		"unverified":        {env: map[string]string{"DOCKER_TLS": "1", "DOCKER_CERT_PATH": folder}, want: "hello"},
		"another authority": {choice: Choice{TLS: TLS{Mode: TLSVerified, CA: stranger}}, want: "unknown authority"},
		"nothing to show":   {choice: Choice{TLS: TLS{Mode: TLSUnverified}}, want: "certificate required"},
		"files":             {choice: Choice{TLS: TLS{TLSVerified, in("ca.pem"), in("cert.pem"), in("key.pem")}}, want: "hello"},
		"flags, and folder": {choice: Choice{TLS: TLS{Mode: TLSVerified}}, env: map[string]string{"DOCKER_CERT_PATH": folder}, want: "hello"},
	} {
		c.choice.Host = address
		e, err := Find(c.choice, func(name string) string { return c.env[name] })
		switch {
		case err != nil:
			t.Errorf("%s: %v", name, err)
		case (e.TLS == nil) != (c.want == ""):
			t.Errorf("%s: TLS is %v", name, e.TLS != nil)
		case e.TLS != nil && !strings.Contains(answer(e), c.want):
			t.Errorf("%s: %s; want %s", name, answer(e), c.want)
		}
	}
}

// TestTLSFiles has files that cannot be used, each by the name that it was given.
func TestTLSFiles(t *testing.T) {
	config.SetDir(t.TempDir())
	_, folder := certified(t)
	in := func(name string) string { return filepath.Join(folder, name) }
	must(t, os.WriteFile(in("junk"), []byte("junk"), 0o600))
	for want, tls := range map[string]TLS{
		"ca.pem: no such file or directory; see DOCKER_CERT_PATH": {Mode: TLSVerified},
		"go together; there is only " + in("cert.pem"):            {Mode: TLSVerified, CA: in("ca.pem"), Cert: in("cert.pem")},
		in("junk") + " holds no certificate":                      {Mode: TLSVerified, CA: in("junk")},
		in("junk") + " and " + in("key.pem") + " cannot be used":  {Mode: TLSUnverified, Cert: in("junk"), Key: in("key.pem")},
	} {
		_, err := Find(Choice{Host: "tcp://127.0.0.1:1", TLS: tls}, func(string) string { return "" })
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%v; want %s", err, want)
		}
	}
}

func TestContextWithTLS(t *testing.T) {
	config.SetDir(t.TempDir())
	address, folder := certified(t)
	contexts := store.New(config.ContextStoreDir(), store.NewConfig(func() any { return &map[string]any{} },
		store.EndpointTypeGetter(dockerEndpoint, func() any { return &context.EndpointMetaBase{} })))
	must(t, contexts.CreateOrUpdate(store.Metadata{Name: "away", Endpoints: map[string]any{
		dockerEndpoint: context.EndpointMetaBase{Host: "tcp://" + address}}}))
	files, err := context.TLSDataFromFiles(filepath.Join(folder, "ca.pem"), filepath.Join(folder, "cert.pem"), filepath.Join(folder, "key.pem"))
	must(t, err)
	must(t, contexts.ResetEndpointTLSMaterial("away", dockerEndpoint, files.ToStoreTLSData()))
	e, err := Find(Choice{Context: "away"}, func(string) string { return "" })
	must(t, err)
	if got := answer(e); got != "hello" {
		t.Error(got)
	}
}
