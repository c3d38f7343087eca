package build

import (
	"context"
	"crypto/ed25519"
	"encoding/json"
	"encoding/pem"
	"io"
	"maps"
	"net"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	control "github.com/moby/buildkit/api/services/control"
	"github.com/moby/buildkit/session"
	"github.com/moby/buildkit/session/secrets"
	"github.com/moby/buildkit/session/sshforward"
	"golang.org/x/crypto/ssh"
	"golang.org/x/crypto/ssh/agent"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/metadata"
	"google.golang.org/grpc/status"
)

// asked lets a new BuildKit, with containerd's images, look at what it is asked for.
func asked(look func(ctx context.Context, req *control.SolveRequest, caller session.Caller)) *fakeEngine {
	return &fakeEngine{api: "1.51", labels: map[string]string{snapshotterLabel: "overlayfs", gatewayLabel: "172.17.0.1"},
		solve: func(ctx context.Context, req *control.SolveRequest, caller session.Caller) (*control.SolveResponse, error) {
			look(ctx, req, caller)
			return built(ctx, req, caller)
		}}
}

func TestBuildKitGetsEveryAttribute(t *testing.T) {
	spec := Spec{Context: t.TempDir(), DockerfileInline: "FROM a AS one\n", NoCacheFilter: []string{"one", "0"},
		Contexts: map[string]string{"img": "docker-image://a", "git": "https://example.com/r.git#main"},
		Network:  "host", ExtraHosts: map[string][]string{"a": {"10.0.0.1", "::1"}, "up": {hostGateway}}, ShmSize: 64 << 20,
		Ulimits: []Ulimit{{"nofile", 1, 2}, {"core", -1, -1}}, Platforms: []string{"linux/amd64", "linux/arm64"},
		CacheFrom: []string{"img", "type=local,src=gone"}, CacheTo: []string{"type=inline"},
		Entitlements: []string{"security.insecure"}, Attestations: map[string]string{"provenance": "mode=max", "sbom": ""}}
	want := map[string]string{"filename": "Dockerfile", "image-resolve-mode": "default", "no-cache": "one,0",
		"context:img": "docker-image://a", "context:git": "https://example.com/r.git#main", "force-network-mode": "host",
		"add-hosts": "a=10.0.0.1,a=::1,up=172.17.0.1", "shm-size": "67108864", "ulimit": "nofile=1:2,core=-1:-1",
		"platform": "linux/amd64,linux/arm64", "cache-imports": `[{"Type":"registry","Attrs":{"ref":"img"}}]`,
		"attest:provenance": "mode=max", "attest:sbom": ""}
	engine := asked(func(_ context.Context, req *control.SolveRequest, _ session.Caller) {
		if !maps.Equal(req.FrontendAttrs, want) {
			t.Errorf("attributes are %v", req.FrontendAttrs)
		}
		if len(req.Cache.Exports) != 1 || req.Cache.Exports[0].Type != "inline" {
			t.Errorf("the cache goes to %v", req.Cache.Exports)
		}
		if got := req.Entitlements; !slices.Equal(got, []string{"security.insecure", "network.host"}) {
			t.Errorf("entitlements are %q", got)
		}
	})
	_, err := Build(t.Context(), engine.start(t), spec, Auto, nil)
	must(t, err)
	wantNoGoroutines(t)
}

func TestBuildKitFetchesFurtherFolders(t *testing.T) {
	folder := tree(t, map[string]string{"a": "further"})
	spec := Spec{Context: tree(t, map[string]string{"a": "main"}), DockerfileInline: "FROM a\n", Contexts: map[string]string{"context": folder}}
	engine := asked(func(_ context.Context, req *control.SolveRequest, caller session.Caller) {
		mount, local := strings.CutPrefix(req.FrontendAttrs["context:context"], "local:")
		if !local || fetch(t, caller, mount)["a"] != "further" || fetch(t, caller, "context")["a"] != "main" {
			t.Errorf("context:context is %s", req.FrontendAttrs["context:context"])
		}
	})
	_, err := Build(t.Context(), engine.start(t), spec, Auto, nil)
	must(t, err)
}

func TestBuildKitAsksForSecrets(t *testing.T) {
	dir := tree(t, map[string]string{"key": "from a file", "big": strings.Repeat("x", maxSecret+1)})
	spec := Spec{Context: t.TempDir(), DockerfileInline: "FROM a\n", Secrets: []Secret{
		{ID: "file", File: filepath.Join(dir, "key")}, {ID: "data", Data: []byte("from a variable")}, {ID: "empty"},
		{ID: "big", File: filepath.Join(dir, "big")}, {ID: "gone", File: filepath.Join(dir, "gone")}}}
	got := map[string]string{}
	engine := asked(func(ctx context.Context, _ *control.SolveRequest, caller session.Caller) {
		for _, id := range []string{"file", "data", "empty", "big", "gone", "unknown"} {
			resp, err := secrets.NewSecretsClient(caller.Conn()).GetSecret(ctx, &secrets.GetSecretRequest{ID: id})
			if err != nil {
				got[id] = "error: " + status.Code(err).String()
			} else {
				got[id] = string(resp.Data)
			}
		}
	})
	_, err := Build(t.Context(), engine.start(t), spec, Auto, nil)
	must(t, err)
	want := map[string]string{"file": "from a file", "data": "from a variable", "empty": "",
		"big": "error: " + codes.Unknown.String(), "gone": "error: " + codes.Unknown.String(), "unknown": "error: " + codes.NotFound.String()}
	if !maps.Equal(got, want) {
		t.Errorf("secrets are %v", got)
	}
}

// keyFile writes a new private key, with a passphrase unless that is empty.
func keyFile(t *testing.T, passphrase string) (path string, public ssh.PublicKey) {
	t.Helper()
	_, key, err := ed25519.GenerateKey(nil)
	must(t, err)
	block, err := ssh.MarshalPrivateKey(key, "")
	if passphrase != "" {
		block, err = ssh.MarshalPrivateKeyWithPassphrase(key, "", []byte(passphrase))
	}
	must(t, err)
	path = filepath.Join(t.TempDir(), "id")
	must(t, os.WriteFile(path, pem.EncodeToMemory(block), 0o600))
	public, err = ssh.NewPublicKey(key.Public())
	must(t, err)
	return path, public
}

func TestBuildKitUsesKeys(t *testing.T) {
	path, public := keyFile(t, "")
	spec := Spec{Context: t.TempDir(), DockerfileInline: "FROM a\n", Folder: filepath.Dir(path), SSH: []SSHKey{{ID: "k", Paths: []string{"id"}}}}
	engine := asked(func(ctx context.Context, _ *control.SolveRequest, caller session.Caller) {
		if err := sshforward.CheckSSHID(ctx, caller, "other"); err == nil {
			t.Error("there is a key that nobody gave")
		}
		ctx = metadata.NewOutgoingContext(ctx, metadata.Pairs(sshforward.KeySSHID, "k"))
		stream, err := sshforward.NewSSHClient(caller.Conn()).ForwardAgent(ctx)
		if err != nil {
			t.Error(err)
			return
		}
		here, there := net.Pipe()
		go sshforward.Copy(ctx, there, stream, stream.CloseSend)
		keys, err := agent.NewClient(here).List()
		if err != nil || len(keys) != 1 || string(keys[0].Blob) != string(public.Marshal()) {
			t.Errorf("the agent has %v, %v", keys, err)
		}
		here.Close()
	})
	_, err := Build(t.Context(), engine.start(t), spec, Auto, nil)
	must(t, err)
}

func TestGitOverSSHGetsTheAgent(t *testing.T) {
	t.Setenv(agentVariable, "/run/agent")
	for context, want := range map[string]int{"git@example.com:r.git": 1, "ssh://example.com/r.git": 1, "https://example.com/r.git": 0} {
		if got := (Spec{Context: context}).sshKeys(); len(got) != want {
			t.Errorf("%s: %v", context, got)
		}
		if got := (Spec{Context: "/", Contexts: map[string]string{"a": context}}).sshKeys(); len(got) != want {
			t.Errorf("%s as a further one: %v", context, got)
		}
	}
	t.Setenv(agentVariable, "")
	if got := (Spec{Context: "git@example.com:r.git"}).sshKeys(); len(got) != 0 {
		t.Errorf("without an agent: %v", got)
	}
}

// TestLocalCache writes a cache into a folder and finds it there the next time.
func TestLocalCache(t *testing.T) {
	const manifest = `{"mediaType":"application/vnd.oci.image.manifest.v1+json","digest":"sha256:` +
		"e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855" + `","size":0}`
	spec := Spec{Context: t.TempDir(), DockerfileInline: "FROM a\n", Folder: t.TempDir(),
		CacheFrom: []string{"type=local,src=cache"}, CacheTo: []string{"type=local,dest=cache,mode=max"}}
	var imports []string
	engine := asked(func(context.Context, *control.SolveRequest, session.Caller) {})
	engine.solve = func(_ context.Context, req *control.SolveRequest, _ session.Caller) (*control.SolveResponse, error) {
		imports = append(imports, req.FrontendAttrs["cache-imports"])
		if got := req.Cache.Exports[0].Attrs; got["dest"] != filepath.Join(spec.Folder, "cache") || got["mode"] != "max" {
			t.Errorf("the cache goes to %v", got)
		}
		return &control.SolveResponse{ExporterResponse: map[string]string{"containerimage.digest": "sha256:1", "cache.manifest": manifest}}, nil
	}
	cli := engine.start(t)
	for range 2 {
		_, err := Build(t.Context(), cli, spec, Auto, nil)
		must(t, err)
	}
	if imports[0] != "" {
		t.Errorf("a cache that is not there yet was sent: %s", imports[0])
	}
	var got []struct{ Attrs map[string]string }
	must(t, json.Unmarshal([]byte(imports[1]), &got))
	if want := filepath.Join(spec.Folder, "cache"); len(got) != 1 || got[0].Attrs["src"] != want || !strings.HasPrefix(got[0].Attrs["digest"], "sha256:e3b0") {
		t.Errorf("the cache comes from %v", got)
	}
}

func TestLayout(t *testing.T) {
	for context, want := range map[string][3]string{
		"oci-layout://./a":             {"./a", "", ""},
		"oci-layout:///a/b:tag":        {"/a/b", "tag", ""},
		"oci-layout://a:tag@sha256:12": {"a", "tag", "sha256:12"},
		"oci-layout:///a:1/b":          {"/a:1/b", "", ""},
	} {
		folder, tag, digest := splitLayout(context)
		if got := [3]string{folder, tag, digest}; got != want {
			t.Errorf("%s: %q", context, got)
		}
	}
	dir := tree(t, map[string]string{"index.json": `{"schemaVersion":2,"manifests":[{"digest":"sha256:12","annotations":{"org.opencontainers.image.ref.name":"v1"}}]}`})
	s := newStores()
	got, err := s.layout("oci-layout://here:v1", filepath.Join(dir, "x"))
	if err == nil {
		t.Errorf("found %s in a folder that is not there", got)
	}
	got, err = s.layout("oci-layout://"+dir+":v1", "/")
	name, rest, _ := strings.Cut(strings.TrimPrefix(got, layoutPrefix), ":")
	if err != nil || rest != "v1@sha256:12" || s.byName["oci:"+name] == nil {
		t.Errorf("got %s, %v, stores %v", got, err, s.byName)
	}
}

func TestCheckJudgesEveryAttribute(t *testing.T) {
	t.Setenv(agentVariable, "")
	locked, _ := keyFile(t, "secret")
	dir := tree(t, map[string]string{"Dockerfile": "FROM a AS one\nFROM b\n", "file": "no key", "big": strings.Repeat("x", maxSecret+1)})
	in := func(name string) string { return filepath.Join(dir, name) }
	for name, c := range map[string]struct {
		spec Spec
		want string
	}{
		"target":           {Spec{Target: "two"}, "target: has no stage two; stages there are one"},
		"number of target": {Spec{Target: "2"}, "target: has no stage 2"},
		"stage":            {Spec{NoCacheFilter: []string{"one", "two"}}, "no_cache_filter two: has no stage two"},
		"further folder":   {Spec{Contexts: map[string]string{"a": in("gone"), "b": "docker-image://b", "c": dir}}, "additional_contexts a: does not exist"},
		"layout":           {Spec{Contexts: map[string]string{"a": "oci-layout://" + dir}}, "additional_contexts a: has no index.json"},
		"cache without":    {Spec{CacheFrom: []string{"type=local,dest=x"}}, "cache_from type=local,dest=x: has no src"},
		"cache to nowhere": {Spec{CacheTo: []string{"type=registry"}}, "cache_to type=registry: has no ref"},
		"cache of no type": {Spec{CacheTo: []string{"a=b"}}, "cache_to a=b: has no type"},
		"secret":           {Spec{Secrets: []Secret{{ID: "s", File: in("gone")}}}, "secrets s: does not exist"},
		"secret folder":    {Spec{Secrets: []Secret{{ID: "s", File: dir}}}, "secrets s: is a folder"},
		"large secret":     {Spec{Secrets: []Secret{{ID: "s", File: in("big")}}}, "secrets s: has 512001 bytes"},
		"no agent":         {Spec{SSH: []SSHKey{{ID: "default"}}}, "ssh default: SSH_AUTH_SOCK is not set"},
		"no key":           {Spec{SSH: []SSHKey{{ID: "k", Paths: []string{"gone"}}}, Folder: dir}, "ssh k: no such file"},
		"not a key":        {Spec{SSH: []SSHKey{{ID: "k", Paths: []string{in("file")}}}}, "ssh k: no key found"},
		"passphrase":       {Spec{SSH: []SSHKey{{ID: "k", Paths: []string{locked}}}}, "ssh k: passphrase"},
		"tag":              {Spec{Tags: []string{"x:1", "Upper Case"}}, "tags Upper Case: is no name for an image"},
		"platform":         {Spec{Platforms: []string{"linux/amd64", "linux amd64"}}, "platforms linux amd64: is no platform"},
	} {
		t.Run(name, func(t *testing.T) {
			c.spec.Context = dir
			all := Check(c.spec)
			if len(all) != 1 {
				t.Fatalf("got %v", all)
			}
			where, what, _ := strings.Cut(c.want, ": ")
			if got := strings.TrimSpace(all[0].Attribute + " " + all[0].Item); got != where || !strings.Contains(all[0].Error(), what) {
				t.Errorf("%s: %v", got, all[0])
			}
		})
	}
}

func TestCheckAcceptsEveryAttribute(t *testing.T) {
	key, _ := keyFile(t, "")
	dir := tree(t, map[string]string{"Dockerfile": "FROM a AS one\nFROM b\n", "s": "secret"})
	for _, wrong := range Check(Spec{Context: dir, Target: "ONE", NoCacheFilter: []string{"one", "1"}, Tags: []string{"x", "example.com:5000/a/b:1"},
		Contexts:  map[string]string{"a": dir, "b": "git@example.com:r.git", "c": "docker-image://c", "d": "oci-layout:///nowhere@sha256:12"},
		CacheFrom: []string{"img", "type=local,src=nowhere"}, CacheTo: []string{"type=inline", "type=registry,ref=a"},
		Secrets: []Secret{{ID: "s", File: filepath.Join(dir, "s")}, {ID: "t", Data: []byte("x")}},
		SSH:     []SSHKey{{ID: "k", Paths: []string{key}}}, Platforms: []string{"linux/arm/v7", "amd64"}}) {
		t.Error(wrong)
	}
}

func TestClassicGetsEveryAttribute(t *testing.T) {
	var query url.Values
	engine := &fakeEngine{classic: func(w http.ResponseWriter, r *http.Request) {
		query = r.URL.Query()
		io.Copy(io.Discard, r.Body)
		io.WriteString(w, `{"aux":{"ID":"sha256:classic"}}`)
	}}
	spec := Spec{Context: t.TempDir(), DockerfileInline: "FROM a AS one\n", Network: "front", ExtraHosts: map[string][]string{"a": {"10.0.0.1"}, "up": {hostGateway}},
		ShmSize: 1024, Ulimits: []Ulimit{{"nofile", 1, 2}}, Isolation: "hyperv", Platforms: []string{"linux/arm64"},
		CacheFrom: []string{"img", "type=registry,ref=other", "type=local,src=x"}, CacheTo: []string{"type=inline"}, NoCacheFilter: []string{"one"}}
	_, err := Build(t.Context(), engine.start(t), spec, Classic, nil)
	must(t, err)
	for key, want := range map[string]string{"networkmode": "front", "shmsize": "1024", "isolation": "hyperv", "platform": "linux/arm64",
		"cachefrom": `["img","other"]`, "ulimits": `[{"Name":"nofile","Hard":2,"Soft":1}]`, "extrahosts": "a:10.0.0.1,up:host-gateway"} {
		if got := strings.Join(query[key], ","); got != want {
			t.Errorf("%s is %s, want %s", key, got, want)
		}
	}
}

func TestClassicRefusesWhatTheDockerfileNeeds(t *testing.T) {
	sent := false
	engine := &fakeEngine{classic: func(http.ResponseWriter, *http.Request) { sent = true }}
	cli := engine.start(t)
	for attribute, spec := range map[string]Spec{
		"secrets": {Secrets: []Secret{{ID: "s"}}}, "ssh": {SSH: []SSHKey{{ID: "k"}}}, "platforms": {Platforms: []string{"a", "b"}},
		"additional_contexts": {Contexts: map[string]string{"a": "docker-image://a"}}, "entitlements": {Entitlements: []string{"security.insecure"}},
	} {
		spec.Context, spec.DockerfileInline = t.TempDir(), "FROM a\n"
		_, err := Build(t.Context(), cli, spec, Classic, nil)
		if wrong, ok := err.(*InputError); !ok || wrong.Attribute != attribute || sent {
			t.Errorf("%s: %v, sent %t", attribute, err, sent)
		}
	}
}
