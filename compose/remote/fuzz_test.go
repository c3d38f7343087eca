package remote_test

import (
	"path/filepath"
	"strings"
	"testing"

	"gocompose/compose/remote"
)

// Whatever is written: nothing that could be an option or lead out of a folder
// comes through, and what String gives means the same.
func FuzzParse(f *testing.F) {
	for _, text := range []string{
		"https://user:secret@host/repo.git?tag=v1#v1:sub/dir", "git@host:owner/repo.git#main:sub", "ssh://git@host:22/x#" + commit40,
		"github.com/owner/repo?subdir=x", "oci://host:5000/x/app:1@" + sha256, "oci://user/app", "https://host/repo.git#a%2541:b%2541", "./compose.yaml", `C:\x`, "-",
	} {
		f.Add(text)
	}
	cache := remote.Cache{Dir: f.TempDir(), Offline: true}
	f.Fuzz(func(t *testing.T, text string) {
		ref, ok := remote.Parse(text)
		if !ok {
			return
		}
		if strings.HasPrefix(text, ".") || strings.HasPrefix(text, "/") || strings.HasPrefix(text, "-") {
			t.Errorf("%q is taken for remote", text)
		}
		_, err := cache.Fetch(t.Context(), ref)
		if err.(*remote.Error).Reason == remote.Malformed {
			return
		}
		if strings.HasPrefix(ref.Remote, "-") || strings.HasPrefix(ref.Revision, "-") || strings.ContainsAny(ref.Revision, " \n*") {
			t.Errorf("%q: %+v", text, ref)
		}
		if ref.Subdir != "" && !filepath.IsLocal(ref.Subdir) {
			t.Errorf("%q: subdir %q", text, ref.Subdir)
		}
		again, ok := remote.Parse(ref.String())
		if !ok || again.Revision != ref.Revision || again.Subdir != ref.Subdir || again.Pinned() != ref.Pinned() {
			t.Errorf("%q: %+v is written %q and read %+v", text, ref, ref.String(), again)
		}
		if again.String() != ref.String() {
			t.Errorf("%q: %q is written again as %q", text, ref.String(), again.String())
		}
	})
}
