package remote_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/opencontainers/go-digest"
	v1 "github.com/opencontainers/image-spec/specs-go/v1"

	"gocompose/compose/remote"
)

const (
	projectType = "application/vnd.docker.compose.project"
	oldConfig   = "application/vnd.docker.compose.config.empty.v1+json"
	fileType    = "application/vnd.docker.compose.file+yaml"
	envFileType = "application/vnd.docker.compose.envfile"
)

// registry serves one repository, x/app, over HTTP.
type registry struct {
	name      string // oci://host/x/app
	manifests map[string][]byte
	blobs     map[string][]byte
	requests  atomic.Int64
	authority string // the Authorization header that is wanted, if any
	before    func(w http.ResponseWriter, r *http.Request) bool
}

func newRegistry(t *testing.T) *registry {
	t.Helper()
	apart(t)
	r := &registry{manifests: map[string][]byte{}, blobs: map[string][]byte{}}
	server := httptest.NewServer(r)
	t.Cleanup(server.Close)
	r.name = "oci://" + strings.TrimPrefix(server.URL, "http://") + "/x/app"
	return r
}

func (r *registry) ServeHTTP(w http.ResponseWriter, req *http.Request) {
	r.requests.Add(1)
	if r.authority != "" && req.Header.Get("Authorization") != r.authority {
		w.Header().Set("WWW-Authenticate", `Basic realm="x"`)
		w.WriteHeader(http.StatusUnauthorized)
		return
	}
	if r.before != nil && r.before(w, req) {
		return
	}
	if ref, ok := strings.CutPrefix(req.URL.Path, "/v2/x/app/manifests/"); ok && r.manifests[ref] != nil {
		var typed struct {
			MediaType string `json:"mediaType"`
		}
		json.Unmarshal(r.manifests[ref], &typed)
		w.Header().Set("Content-Type", typed.MediaType)
		w.Header().Set("Docker-Content-Digest", digest.FromBytes(r.manifests[ref]).String())
		w.Header().Set("Content-Length", fmt.Sprint(len(r.manifests[ref])))
		w.Write(r.manifests[ref])
		return
	}
	if ref, ok := strings.CutPrefix(req.URL.Path, "/v2/x/app/blobs/"); ok && r.blobs[ref] != nil {
		w.Write(r.blobs[ref])
		return
	}
	w.WriteHeader(http.StatusNotFound)
}

// layer puts a layer into the registry. The notes are pairs.
func (r *registry) layer(mediaType, text string, notes ...string) v1.Descriptor {
	d := v1.Descriptor{MediaType: mediaType, Digest: digest.FromString(text), Size: int64(len(text)), Annotations: map[string]string{}}
	for i := 0; i < len(notes); i += 2 {
		d.Annotations["com.docker.compose."+notes[i]] = notes[i+1]
	}
	r.blobs[d.Digest.String()] = []byte(text)
	return d
}

// manifest puts a manifest into the registry under a tag, and gives its digest.
func (r *registry) manifest(tag, artifactType, configType string, layers ...v1.Descriptor) string {
	return r.put(tag, v1.Manifest{
		MediaType: v1.MediaTypeImageManifest, ArtifactType: artifactType, Layers: layers,
		Config: v1.Descriptor{MediaType: configType, Digest: digest.FromString("{}"), Size: 2},
	})
}

func (r *registry) put(tag string, manifest any) string {
	text, err := json.Marshal(manifest)
	if err != nil {
		panic(err)
	}
	sum := digest.FromBytes(text).String()
	r.manifests[tag], r.manifests[sum] = text, text
	return sum
}

func (r *registry) project(tag string, layers ...v1.Descriptor) string {
	return r.manifest(tag, projectType, v1.MediaTypeEmptyJSON, layers...)
}

func TestOCI(t *testing.T) {
	r := newRegistry(t)
	one, two := r.layer(fileType, "services: {one: {}}", "file", "compose.yaml"), r.layer(fileType, "services: {two: {}}", "file", "over.yaml")
	env := r.layer(envFileType, "A=1", "envfile", "0123.env")
	base := r.layer(fileType, "services: {base: {}}", "file", "4567.yaml", "extends", "true")
	other := r.layer("application/vnd.docker.compose.images+json", "[]")
	delete(r.blobs, other.Digest.String()) // it is not asked for
	sum := r.project("new", one, env, base, two, other)
	r.manifest("old", "", oldConfig, one)
	r.put("index", v1.Index{MediaType: v1.MediaTypeImageIndex, Manifests: []v1.Descriptor{
		{MediaType: v1.MediaTypeImageManifest, Digest: digest.FromString("image"), Size: 9},
		{MediaType: v1.MediaTypeImageManifest, Digest: digest.Digest(sum), Size: int64(len(r.manifests[sum])), ArtifactType: projectType},
	}})
	both := "services: {one: {}}\n---\nservices: {two: {}}"
	tests := []struct{ ref, text string }{{":new", both}, {"@" + sum, both}, {":old", "services: {one: {}}"}, {":index", both}}
	for _, test := range tests {
		c := &remote.Cache{Dir: t.TempDir(), Allow: !strings.HasPrefix(test.ref, "@")}
		local, err := fetch(t, c, r.name+test.ref)
		if err != nil {
			t.Errorf("%s: %v", test.ref, err)
			continue
		}
		if got := content(t, local.File); got != test.text || !strings.HasPrefix(local.Resolved, "sha256:") {
			t.Errorf("%s: %+v has %q", test.ref, local, got)
		}
		if test.text == both && (content(t, filepath.Join(local.Dir, "0123.env")) != "A=1" || content(t, filepath.Join(local.Dir, "4567.yaml")) == "") {
			t.Errorf("%s: the files beside it", test.ref)
		}
	}
}

func TestOCICached(t *testing.T) {
	r := newRegistry(t)
	first := r.project("latest", r.layer(fileType, "one"))
	c := &remote.Cache{Dir: t.TempDir(), Allow: true}
	if _, err := fetch(t, c, r.name); err != nil {
		t.Fatal(err)
	}
	second := r.project("latest", r.layer(fileType, "two"))
	after := r.requests.Load()
	offline := &remote.Cache{Dir: c.Dir, Offline: true}
	for _, test := range []struct {
		c   *remote.Cache
		ref string
	}{{c, ""}, {c, "@" + first}, {offline, ""}, {offline, "@" + first}, {&remote.Cache{Dir: c.Dir}, "@" + first}} {
		if local, err := fetch(t, test.c, r.name+test.ref); err != nil || local.Resolved != first || content(t, local.File) != "one" {
			t.Errorf("%s: %+v, %v", test.ref, local, err)
		}
	}
	refused(t, offline, r.name+"@"+second, remote.NotCached, "is not in the cache")
	refused(t, offline, r.name+":other", remote.NotCached, "is not in the cache")
	refused(t, &remote.Cache{Dir: c.Dir}, r.name, remote.NotAllowed, "or pin it: "+r.name+"@"+first)
	refused(t, &remote.Cache{Dir: t.TempDir()}, r.name, remote.NotAllowed, "or pin it: "+r.name+"@sha256:<digest>")
	if got := r.requests.Load(); got != after {
		t.Errorf("%d requests", got-after)
	}
	if local, err := fetch(t, &remote.Cache{Dir: c.Dir, Allow: true}, r.name); err != nil || local.Resolved != second {
		t.Errorf("in the next run: %+v, %v", local, err)
	}
}

func TestOCIHostileLayers(t *testing.T) {
	r := newRegistry(t)
	file := r.layer(fileType, "services: {}", "file", "compose.yaml")
	changed := func(d v1.Descriptor, change func(*v1.Descriptor)) v1.Descriptor {
		change(&d)
		return d
	}
	tests := []struct {
		name   string
		layers []v1.Descriptor
		reason remote.Reason
		want   string
	}{
		{"parent", []v1.Descriptor{file, r.layer(envFileType, "A=1", "envfile", "../../.ssh/authorized_keys")}, remote.Unsafe, "plain file name"},
		{"absolute", []v1.Descriptor{file, r.layer(envFileType, "A=1", "envfile", "/tmp/evil")}, remote.Unsafe, "plain file name"},
		{"backslash", []v1.Descriptor{file, r.layer(envFileType, "A=1", "envfile", `..\evil`)}, remote.Unsafe, "plain file name"},
		{"drive", []v1.Descriptor{file, r.layer(envFileType, "A=1", "envfile", `C:evil`)}, remote.Unsafe, "plain file name"},
		{"dots", []v1.Descriptor{file, r.layer(envFileType, "A=1", "envfile", "..")}, remote.Unsafe, "leads out"},
		{"folder itself", []v1.Descriptor{file, r.layer(envFileType, "A=1", "envfile", ".")}, remote.Unsafe, "leads out"},
		{"git", []v1.Descriptor{file, r.layer(envFileType, "A=1", "envfile", ".git")}, remote.Unsafe, "settings"},
		{"no name", []v1.Descriptor{file, r.layer(envFileType, "A=1")}, remote.Unsafe, "plain file name"},
		{"extended parent", []v1.Descriptor{file, r.layer(fileType, "x", "extends", "true", "file", "../evil")}, remote.Unsafe, "plain file name"},
		{"extended without a name", []v1.Descriptor{file, r.layer(fileType, "x", "extends", "true")}, remote.Unsafe, "plain file name"},
		{"the compose file again", []v1.Descriptor{file, r.layer(envFileType, "A=1", "envfile", "compose.yaml")}, remote.Unsafe, "there twice"},
		{"twice", []v1.Descriptor{file, r.layer(envFileType, "A=1", "envfile", "a"), r.layer(envFileType, "A=2", "envfile", "a")}, remote.Unsafe, "there twice"},
		{"nul", []v1.Descriptor{file, r.layer(envFileType, "A=1", "envfile", "a\x00b")}, remote.Unusable, "invalid"},
		{"large", []v1.Descriptor{changed(file, func(d *v1.Descriptor) { d.Size = 10 << 30 })}, remote.TooLarge, "larger than 33554432 bytes"},
		{"large together", []v1.Descriptor{changed(file, func(d *v1.Descriptor) { d.Size = 20 << 20 }), changed(file, func(d *v1.Descriptor) { d.Size = 20 << 20 })}, remote.TooLarge, "larger than"},
		{"overflow", []v1.Descriptor{changed(file, func(d *v1.Descriptor) { d.Size = 1<<63 - 1 }), file}, remote.TooLarge, "larger than"},
		{"negative", []v1.Descriptor{changed(file, func(d *v1.Descriptor) { d.Size = -1 })}, remote.Unsafe, "cannot be checked"},
		{"longer than said", []v1.Descriptor{changed(file, func(d *v1.Descriptor) { d.Size = 3 })}, remote.Unreachable, "Content-Length"},
		{"no digest", []v1.Descriptor{changed(file, func(d *v1.Descriptor) { d.Digest = "../../etc/passwd" })}, remote.Unsafe, "cannot be checked"},
		{"missing", []v1.Descriptor{changed(file, func(d *v1.Descriptor) { d.Digest = digest.FromString("missing") })}, remote.NotFound, "does not exist"},
		{"no compose file", []v1.Descriptor{r.layer(envFileType, "A=1", "envfile", "a")}, remote.NotFound, "without a compose file"},
		{"no layers", nil, remote.NotFound, "without a compose file"},
		{"image layers", []v1.Descriptor{r.layer("application/vnd.oci.image.layer.v1.tar+gzip", "x")}, remote.NotFound, "without a compose file"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			above := t.TempDir()
			c := &remote.Cache{Dir: filepath.Join(above, "a", "b"), Allow: true}
			r.project("latest", test.layers...)
			refused(t, c, r.name, test.reason, test.want)
			if kept, _ := filepath.Glob(filepath.Join(c.Dir, "oci", "*")); len(kept) > 0 {
				t.Errorf("kept %q", kept)
			}
			for _, outside := range []string{"evil", "a/evil", ".ssh", "a/.ssh"} {
				if _, err := os.Lstat(filepath.Join(above, outside)); !errors.Is(err, os.ErrNotExist) {
					t.Errorf("%s was written: %v", outside, err)
				}
			}
		})
	}
	many := make([]v1.Descriptor, 30)
	for i := range many {
		many[i] = file
	}
	r.project("latest", many...)
	refused(t, &remote.Cache{Dir: t.TempDir(), Allow: true, Limits: remote.Limits{Files: 25}}, r.name, remote.TooLarge, "more than 25 files")
}

func TestOCIHostileManifests(t *testing.T) {
	r := newRegistry(t)
	file := r.layer(fileType, "services: {}")
	good := r.project("good", file)
	r.manifest("image", "", v1.MediaTypeImageConfig, file)
	r.manifest("other", "application/vnd.other", v1.MediaTypeEmptyJSON, file)
	r.manifest("mixed", "application/vnd.other", oldConfig, file)
	r.put("images", v1.Index{MediaType: v1.MediaTypeImageIndex, Manifests: []v1.Descriptor{{MediaType: v1.MediaTypeImageManifest, Digest: digest.Digest(good), Size: 1}}})
	r.put("path", v1.Index{MediaType: v1.MediaTypeImageIndex, Manifests: []v1.Descriptor{{Digest: "../../x", ArtifactType: projectType}}})
	r.put("lost", v1.Index{MediaType: v1.MediaTypeImageIndex, Manifests: []v1.Descriptor{{Digest: digest.FromString("lost"), ArtifactType: projectType}}})
	r.put("huge", v1.Manifest{MediaType: v1.MediaTypeImageManifest, Annotations: map[string]string{"a": strings.Repeat("x", 5<<20)}})
	inner := r.put("inner", v1.Index{MediaType: v1.MediaTypeImageIndex, Manifests: []v1.Descriptor{{Digest: digest.Digest(good), ArtifactType: projectType}}})
	r.put("nested", v1.Index{MediaType: v1.MediaTypeImageIndex, Manifests: []v1.Descriptor{{Digest: digest.Digest(inner), ArtifactType: projectType}}})
	tests := []struct {
		tag    string
		reason remote.Reason
		want   string
	}{
		{"image", remote.NotFound, `not a compose project but "application/vnd.oci.image.config.v1+json"`},
		{"other", remote.NotFound, `not a compose project but "application/vnd.other"`},
		{"mixed", remote.NotFound, `not a compose project but "application/vnd.other"`},
		{"images", remote.NotFound, "an index without a project"},
		{"path", remote.NotFound, "an index without a project"},
		{"lost", remote.NotFound, "does not exist"},
		{"huge", remote.TooLarge, "more than 4194304 bytes"},
		{"nested", remote.NotFound, "not a compose project"},
		{"nothing", remote.NotFound, "does not exist in the registry"},
	}
	for _, test := range tests {
		refused(t, &remote.Cache{Dir: t.TempDir(), Allow: true}, r.name+":"+test.tag, test.reason, test.want)
	}
	refused(t, &remote.Cache{Dir: t.TempDir()}, r.name+"@"+digest.FromString("x").String(), remote.NotFound, "does not exist")
}

// A registry that lies, sends elsewhere, or does not work.
func TestOCIHostileAnswers(t *testing.T) {
	text := "services: {}"
	sum := digest.FromString(text).String()
	write := func(body string) func(http.ResponseWriter, *http.Request) {
		return func(w http.ResponseWriter, _ *http.Request) { fmt.Fprint(w, body) }
	}
	redirect := func(to string) func(http.ResponseWriter, *http.Request) {
		return func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Location", to)
			w.WriteHeader(http.StatusTemporaryRedirect)
		}
	}
	status := func(code int) func(http.ResponseWriter, *http.Request) {
		return func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(code) }
	}
	tests := []struct {
		name   string
		path   string
		answer func(http.ResponseWriter, *http.Request)
		reason remote.Reason
		want   string
	}{
		{"another layer", "/blobs/", write("services: {x"), remote.Unsafe, "not what its digest says"},
		{"a shorter layer", "/blobs/", write("serv"), remote.Unreachable, "Content-Length"},
		{"a longer layer", "/blobs/", write(text + "!"), remote.Unreachable, "Content-Length"},
		{"an endless layer", "/blobs/", func(w http.ResponseWriter, r *http.Request) {
			for r.Context().Err() == nil {
				if _, err := fmt.Fprint(w, strings.Repeat("x", 4096)); err != nil {
					return
				}
			}
		}, remote.Unsafe, "not what its digest says"},
		{"a broken layer", "/blobs/", func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Length", fmt.Sprint(len(text)))
			fmt.Fprint(w, "serv")
		}, remote.Unreachable, "unexpected EOF"},
		{"a local file", "/blobs/", redirect("file:///etc/passwd"), remote.Unreachable, `unsupported protocol scheme "file"`},
		{"round and round", "/blobs/", func(w http.ResponseWriter, r *http.Request) { redirect(r.URL.Path)(w, r) }, remote.Unreachable, "redirects without end"},
		{"no right", "/blobs/", status(http.StatusForbidden), remote.Unreachable, "docker login 127.0.0.1"},
		{"broken", "/manifests/", status(http.StatusInternalServerError), remote.Unreachable, "500"},
		{"escapes", "/blobs/", func(w http.ResponseWriter, _ *http.Request) {
			w.WriteHeader(http.StatusTeapot)
			fmt.Fprint(w, `{"errors":[{"code":"X","message":"a\u001b[2Jb\nc"}]}`)
		}, remote.Unreachable, "a[2Jbc"},
		{"another manifest", "/manifests/sha256:", func(w http.ResponseWriter, r *http.Request) {
			w.Header().Set("Content-Type", v1.MediaTypeImageManifest)
			w.Header().Set("Docker-Content-Digest", filepath.Base(r.URL.Path))
			fmt.Fprint(w, `{"artifactType":"`+projectType+`"}`)
		}, remote.Unsafe, "not what its digest says"},
		{"a digest that is a path", "/manifests/latest", func(w http.ResponseWriter, r *http.Request) {
			w.Header().Set("Content-Type", v1.MediaTypeImageManifest)
			w.Header().Set("Content-Length", "9")
			w.Header().Set("Docker-Content-Digest", "sha256:../../../etc")
		}, remote.Unreachable, "digest"},
		{"a weak digest", "/manifests/latest", func(w http.ResponseWriter, r *http.Request) {
			w.Header().Set("Content-Type", v1.MediaTypeImageManifest)
			w.Header().Set("Content-Length", "9")
			w.Header().Set("Docker-Content-Digest", "md5:d41d8cd98f00b204e9800998ecf8427e")
		}, remote.Unreachable, "digest"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			r := newRegistry(t)
			r.project("latest", r.layer(fileType, text))
			r.before = func(w http.ResponseWriter, req *http.Request) bool {
				ours := strings.Contains(req.URL.Path, test.path)
				if ours {
					test.answer(w, req)
				}
				return ours
			}
			c := &remote.Cache{Dir: t.TempDir(), Allow: true}
			refused(t, c, r.name, test.reason, test.want)
			if _, err := os.Stat(filepath.Join(c.Dir, "oci")); err == nil {
				t.Error("something was kept")
			}
		})
	}
	elsewhere := newRegistry(t)
	elsewhere.blobs[sum] = []byte(text)
	r := newRegistry(t)
	r.project("latest", r.layer(fileType, text))
	r.before = func(w http.ResponseWriter, req *http.Request) bool {
		away := strings.Contains(req.URL.Path, "/blobs/")
		if away {
			redirect("http"+strings.TrimPrefix(elsewhere.name, "oci")+"/../../v2/x/app/blobs/"+sum)(w, req)
		}
		return away
	}
	if local, err := fetch(t, &remote.Cache{Dir: t.TempDir(), Allow: true}, r.name); err != nil || content(t, local.File) != text {
		t.Errorf("content that lies elsewhere: %+v, %v", local, err)
	}
	refused(t, &remote.Cache{Dir: t.TempDir(), Allow: true}, "oci://127.0.0.1:1/x/app", remote.Unreachable, "refused")
	refused(t, &remote.Cache{Dir: t.TempDir(), Allow: true}, "oci://registry.invalid/x/app", remote.Unreachable, "registry.invalid")
}

// The login comes from docker's configuration, and goes to its registry only.
func TestOCILogin(t *testing.T) {
	r := newRegistry(t)
	r.project("latest", r.layer(fileType, "services: {}"))
	r.authority = "Basic dXNlcjpzZWNyZXQ=" // user:secret
	refused(t, &remote.Cache{Dir: t.TempDir(), Allow: true}, r.name, remote.Unreachable, "docker login 127.0.0.1:")

	host, _, _ := strings.Cut(strings.TrimPrefix(r.name, "oci://"), "/")
	config := filepath.Join(os.Getenv("DOCKER_CONFIG"), "config.json")
	text := `{"auths": {"` + host + `": {"auth": "dXNlcjpzZWNyZXQ="}}}`
	if err := os.WriteFile(config, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := fetch(t, &remote.Cache{Dir: t.TempDir(), Allow: true}, r.name); err != nil {
		t.Error(err)
	}
	stranger := newRegistry(t)
	os.Setenv("DOCKER_CONFIG", filepath.Dir(config))
	stranger.before = func(_ http.ResponseWriter, req *http.Request) bool {
		if req.Header.Get("Authorization") != "" {
			t.Error("the login went to another registry")
		}
		return false
	}
	refused(t, &remote.Cache{Dir: t.TempDir(), Allow: true}, stranger.name, remote.NotFound, "does not exist")
	if err := os.WriteFile(config, []byte("{"), 0o600); err != nil {
		t.Fatal(err)
	}
	refused(t, &remote.Cache{Dir: t.TempDir(), Allow: true}, r.name, remote.Unusable, "config.json")
}

// TestOCIPlain asks a registry that is not known to be this machine over HTTP
// only where it is told to.
func TestOCIPlain(t *testing.T) {
	r := newRegistry(t)
	r.project("new", r.layer(fileType, "services: {one: {}}", "file", "compose.yaml"))
	elsewhere := strings.Replace(r.name, "127.0.0.1", "0.0.0.0", 1) + ":new"
	host, _, _ := strings.Cut(strings.TrimPrefix(elsewhere, "oci://"), "/")
	refused(t, &remote.Cache{Dir: t.TempDir(), Allow: true}, elsewhere, remote.Unreachable, "HTTPS")
	local, err := fetch(t, &remote.Cache{Dir: t.TempDir(), Allow: true, Plain: []string{host}}, elsewhere)
	if err != nil {
		t.Fatal(err)
	}
	if got := content(t, local.File); got != "services: {one: {}}" {
		t.Errorf("it holds %q", got)
	}
}
