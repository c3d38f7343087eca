package tunnel

import (
	"bytes"
	"errors"
	"io"
	"net"
	"os"
	"slices"
	"strings"

	"golang.org/x/crypto/ssh"
	"golang.org/x/crypto/ssh/agent"
)

// identities are the keys that the user may show, in the order in which ssh shows them.
type identities struct {
	signers []ssh.Signer
	tried   []string  // where they are from, for who is refused
	locked  []string  // files that have a passphrase, and no agent that knows them
	agent   io.Closer // nil: none; its keys sign as long as this is open
}

func (i *identities) close() {
	if i.agent != nil {
		i.agent.Close()
	}
}

// identities gives the keys of the agent, those first that a file names, and those in files. With IdentitiesOnly
// no others are shown than files name.
func (s *settings) identities() *identities {
	out := &identities{}
	named := s.keyFiles()
	held := s.agentKeys(out)
	slices.SortStableFunc(held, func(a, b ssh.Signer) int { return rank(named, a) - rank(named, b) })
	for _, key := range held {
		if s.value("identitiesonly") != "yes" || rank(named, key) < len(named) {
			out.signers = append(out.signers, key)
		}
	}
	if len(out.signers) > 0 {
		out.tried = append(out.tried, "the keys of the agent")
	}
	for _, file := range named {
		if !slices.ContainsFunc(held, file.holds) {
			file.read(out)
		}
	}
	return out
}

// agentKeys gives the keys of the agent that IdentityAgent or SSH_AUTH_SOCK name.
func (s *settings) agentKeys(out *identities) []ssh.Signer {
	path := os.Getenv("SSH_AUTH_SOCK")
	if values := s.values["identityagent"]; len(values) > 0 && values[0] != "SSH_AUTH_SOCK" {
		path = s.expand(os.ExpandEnv(s.value("identityagent")))
	}
	if path == "" {
		return nil
	}
	conn, err := net.Dial("unix", path)
	if err != nil {
		return nil // as ssh does: the files may be enough
	}
	out.agent = conn
	signers, err := agent.NewClient(conn).Signers()
	if err != nil {
		return nil
	}
	return signers
}

// keyFile is a file of IdentityFile, with the public keys that it is known by.
type keyFile struct {
	path   string
	public [][]byte // the key's, and its certificates'
	certs  []*ssh.Certificate
}

// keyFiles gives the files of IdentityFile that are there. Their public halves
// may be all there is of them, the private ones being the agent's.
func (s *settings) keyFiles() (files []keyFile) {
	for _, name := range s.values["identityfile"] {
		file := keyFile{path: s.expand(name)}
		others := []string{file.path, file.path + ".pub", file.path + "-cert.pub"}
		for _, certificate := range s.values["certificatefile"] {
			others = append(others, s.expand(certificate))
		}
		for _, other := range others {
			file.know(other)
		}
		if _, err := os.Stat(file.path); name != "none" && (err == nil || len(file.public) > 0) {
			files = append(files, file)
		}
	}
	return files
}

// know takes note of a public key or certificate, where a file is that.
func (f *keyFile) know(path string) {
	text, err := os.ReadFile(path)
	if err != nil {
		return
	}
	key, _, _, _, err := ssh.ParseAuthorizedKey(text)
	if err != nil {
		return
	}
	f.public = append(f.public, key.Marshal())
	if c, ok := key.(*ssh.Certificate); ok {
		f.certs = append(f.certs, c)
	}
}

// holds tells whether a key is the file's.
func (f *keyFile) holds(key ssh.Signer) bool {
	return slices.ContainsFunc(f.public, func(p []byte) bool { return bytes.Equal(p, key.PublicKey().Marshal()) })
}

// rank gives which file a key is of; behind all for one of none.
func rank(files []keyFile, key ssh.Signer) int {
	i := slices.IndexFunc(files, func(f keyFile) bool { return f.holds(key) })
	if i < 0 {
		return len(files)
	}
	return i
}

// read adds the private key of a file, with and without its certificates.
func (f *keyFile) read(out *identities) {
	text, err := os.ReadFile(f.path)
	if err != nil {
		return
	}
	key, err := ssh.ParsePrivateKey(text)
	var locked *ssh.PassphraseMissingError
	switch {
	case errors.As(err, &locked), err != nil && strings.HasSuffix(f.path, "_sk"): // only an agent can use what is in a security key
		out.locked = append(out.locked, f.path)
		return
	case err != nil:
		return
	}
	for _, c := range f.certs {
		if signer, err := ssh.NewCertSigner(c, key); err == nil {
			out.signers = append(out.signers, signer)
		}
	}
	out.signers, out.tried = append(out.signers, key), append(out.tried, f.path)
}
