package enginetest_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/docker/docker/api/types/container"
	"github.com/docker/docker/api/types/events"
	"github.com/docker/docker/api/types/image"
	"github.com/docker/docker/api/types/network"
	"github.com/docker/docker/api/types/volume"
)

// transcribe runs a scenario on the engine and gives what it said.
func transcribe(t *testing.T, host, name string) string {
	s := newSession(t, host, name)
	t.Cleanup(s.sweep)
	told := s.listen()
	scenarios[name](s)
	s.sweep()
	s.send("POST", "/volumes/create", `{"Name":"{P}-end"}`)
	s.events(<-told)
	s.send("DELETE", "/volumes/{P}-end", "")
	return s.out.String()
}

// sweep removes everything of the scenario, also after a failure.
func (s *session) sweep() {
	for _, name := range []string{"a", "b", "c"} {
		s.send("DELETE", "/containers/{P}-"+name+"?force=1&v=1", "")
	}
	for _, name := range []string{"one", "two"} {
		s.send("DELETE", "/networks/{P}-"+name, "")
		s.send("DELETE", "/volumes/{P}-"+name, "")
	}
	s.send("DELETE", "/images/{P}-built", "")
	s.send("DELETE", "/images/{P}-two:1", "")
	var left []image.Summary
	_, raw := s.send("GET", `/images/json?filters={"label":["run={P}"]}`, "")
	json.Unmarshal(raw, &left)
	for _, i := range left {
		s.send("DELETE", "/images/"+i.ID+"?force=1", "")
	}
}

const inNet = `"HostConfig":{"NetworkMode":"{P}-one"},"NetworkingConfig":{"EndpointsConfig":{"{P}-one":{"Aliases":["web","{P}-a"]}}}`

func (s *session) networks() {
	s.call("POST", "/networks/create", `{"Name":"{P}-one","CheckDuplicate":true,"Labels":{"k":"v"},"Options":{"com.docker.network.bridge.enable_icc":"true"}}`, &network.CreateResponse{})
	s.call("POST", "/networks/create", `{"Name":"{P}-one","CheckDuplicate":true}`, nil)
	s.call("POST", "/networks/create", `{"Name":"{P}-two","CheckDuplicate":true,"Driver":"nope"}`, nil)
	s.call("POST", "/networks/create", `{"Name":"{P}-two","CheckDuplicate":true,"Internal":true,"Attachable":true,"IPAM":{"Config":[{"Subnet":"10.213.7.0/24"}]}}`, &network.CreateResponse{})
	s.call("POST", "/networks/create", `{"Name":"{P}-three","CheckDuplicate":true,"IPAM":{"Config":[{"Subnet":"10.213.7.0/25"}]}}`, nil)
	s.call("POST", "/networks/create", `{"Name":"bridge","CheckDuplicate":true}`, nil)
	s.call("GET", "/networks/{P}-one", "", &network.Inspect{})
	s.call("GET", "/networks/{P}-two", "", &network.Inspect{})
	s.call("GET", `/networks?filters={"label":["k=v"],"name":["{P}"]}`, "", &[]network.Summary{})
	s.call("GET", `/networks?filters={"label":["k=x"]}`, "", &[]network.Summary{})
	s.call("GET", `/networks?filters={"foo":["x"]}`, "", nil)
	s.call("GET", "/networks/{P}-none", "", nil)
	s.call("DELETE", "/networks/{P}-two", "", nil)
	s.call("DELETE", "/networks/{P}-two", "", nil)
	s.call("DELETE", "/networks/bridge", "", nil)
}

func (s *session) volumes() {
	s.call("POST", "/volumes/create", `{"Name":"{P}-one","Labels":{"k":"v"}}`, &volume.Volume{})
	s.call("POST", "/volumes/create", `{"Name":"{P}-one","Labels":{"k":"other"}}`, &volume.Volume{})
	s.call("POST", "/volumes/create", `{"Name":"{P}-two","DriverOpts":{"type":"tmpfs","device":"tmpfs","o":"size=1m"}}`, &volume.Volume{})
	s.call("POST", "/volumes/create", `{"Name":"{P} two"}`, nil)
	s.call("POST", "/volumes/create", `{"Name":"{P}-three","Driver":"nope"}`, nil)
	s.call("POST", "/volumes/create", `{"Name":"{P}-three","DriverOpts":{"foo":"x"}}`, nil)
	s.call("GET", "/volumes/{P}-one", "", &volume.Volume{})
	s.call("GET", "/volumes/{P}-none", "", nil)
	s.call("GET", `/volumes?filters={"label":["k=v"],"name":["{P}"]}`, "", &volume.ListResponse{})
	s.call("GET", `/volumes?filters={"label":["k=other"]}`, "", &volume.ListResponse{})
	s.call("GET", `/volumes?filters={"foo":["x"]}`, "", nil)
	s.call("DELETE", "/volumes/{P}-none", "", nil)
	s.call("DELETE", "/volumes/{P}-none?force=1", "", nil)
	s.call("DELETE", "/volumes/{P}-two", "", nil)
}

func (s *session) refusals() {
	for _, body := range []string{
		`{"Image":"{P}-none"}`, `{"Image":"{P}/none:1"}`, `{"Image":"UPPER"}`, `{"Image":""}`, `{`, ``,
		`{"Image":"gocompose-test","Entrypoint":[""],"Cmd":[]}`,
		`{"Image":"gocompose-test","HostConfig":{"RestartPolicy":{"Name":"foo"}}}`,
		`{"Image":"gocompose-test","HostConfig":{"RestartPolicy":{"Name":"always","MaximumRetryCount":3}}}`,
		`{"Image":"gocompose-test","HostConfig":{"AutoRemove":true,"RestartPolicy":{"Name":"always"}}}`,
		`{"Image":"gocompose-test","HostConfig":{"Mounts":[{"Type":"bind","Source":"/no/such/folder","Target":"/x"}]}}`,
		`{"Image":"gocompose-test","HostConfig":{"Binds":["rel/x:/y"]}}`,
		`{"Image":"gocompose-test","HostConfig":{"Binds":["/tmp:/y","/usr:/y"]}}`,
		`{"Image":"gocompose-test","HostConfig":{"PortBindings":{"80/tcp":[{"HostPort":"99999"}]}}}`,
		`{"Image":"gocompose-test","HostConfig":{"NetworkMode":"x"},"NetworkingConfig":{"EndpointsConfig":{"x":{},"y":{}}}}`,
		`{"Image":"gocompose-test","HostConfig":{"VolumesFrom":["{P}-none"]}}`,
	} {
		s.call("POST", "/containers/create?name={P}-a", body, nil)
	}
	s.call("POST", "/containers/create?name=a$b", `{"Image":"gocompose-test"}`, nil)
	s.call("POST", "/containers/create?name=x", `{"Image":"gocompose-test"}`, nil)
	for _, path := range []string{"GET /json", "POST /start", "POST /stop", "POST /restart", "POST /kill", "POST /pause", "POST /unpause", "POST /rename?name=xx", "POST /wait", "GET /logs?stdout=1", "GET /top", "GET /archive?path=/"} {
		method, rest, _ := strings.Cut(path, " ")
		s.call(method, "/containers/{P}-none"+rest, "", nil)
	}
	s.call("DELETE", "/containers/{P}-none", "", nil)
	s.call("GET", `/containers/json?filters={"foo":["x"]}`, "", nil)
	s.call("GET", `/containers/json?filters={"status":["x"]}`, "", nil)
	s.call("GET", "/exec/{P}/json", "", nil)
	s.call("GET", "/nothing/here", "", nil)
	s.call("PUT", "/containers/json", "", nil)
}

func (s *session) life() {
	s.send("POST", "/networks/create", `{"Name":"{P}-one","CheckDuplicate":true}`)
	s.call("POST", "/containers/create?name={P}-a", `{"Image":"gocompose-test","Cmd":["test-tool","echo","hello","then","stderr","oops","then","sleep"],
		"Labels":{"p":"{P}"},"Volumes":{"/anon":{}},"ExposedPorts":{"8080/tcp":{},"9/udp":{}},"Env":["A=1"],
		"Healthcheck":{"Test":["CMD","test-tool","health","/tmp/ready"],"Interval":1000000000,"Retries":1},
		"HostConfig":{"NetworkMode":"{P}-one","Binds":["{P}-one:/data","/tmp:/src:ro"],
			"Mounts":[{"Type":"volume","Source":"{P}-two","Target":"/m","ReadOnly":true,"VolumeOptions":{"Labels":{"q":"r"}}},{"Type":"tmpfs","Target":"/t"},{"Type":"bind","Source":"/usr","Target":"/b"}],
			"PortBindings":{"8080/tcp":[{"HostPort":"{PORT}"}]}},
		"NetworkingConfig":{"EndpointsConfig":{"{P}-one":{"Aliases":["web","{P}-a"]}}}}`, &container.CreateResponse{})
	s.call("POST", "/containers/create?name={P}-a", `{"Image":"gocompose-test"}`, nil)
	s.call("GET", "/containers/{P}-a/json", "", &container.InspectResponse{})
	list := `/containers/json?all=1&filters={"label":["p={P}"]}`
	s.call("GET", list, "", &[]container.Summary{})
	s.call("POST", "/containers/{P}-a/start", "", nil)
	s.call("POST", "/containers/{P}-a/start", "", nil)
	s.until("{P}-a", `"Status":"unhealthy"`)
	s.send("PUT", "/containers/{P}-a/archive?path=/tmp", tarOf("ready", ""))
	s.until("{P}-a", `"Status":"healthy"`)
	s.call("GET", list, "", &[]container.Summary{})
	s.call("GET", "/networks/{P}-one", "", &network.Inspect{})
	s.call("GET", "/volumes/{P}-two", "", &volume.Volume{})
	s.call("DELETE", "/networks/{P}-one", "", nil)
	s.call("DELETE", "/volumes/{P}-one", "", nil)
	s.call("DELETE", "/containers/{P}-a", "", nil)
	s.call("GET", `/containers/json?all=0&limit=-1&filters={"label":["p={P}"],"status":["exited"]}`, "", &[]container.Summary{})
	s.call("GET", "/containers/{P}-a/logs", "", nil)
	s.call("GET", "/containers/{P}-a/logs?stdout=1", "", nil)
	s.call("GET", "/containers/{P}-a/logs?stderr=1&tail=2", "", nil)
	s.call("GET", "/containers/{P}-a/logs?stdout=1&stderr=1&tail=0", "", nil)
	s.call("POST", "/containers/{P}-a/pause", "", nil)
	s.call("POST", "/containers/{P}-a/pause", "", nil)
	s.call("POST", "/containers/{P}-a/start", "", nil)
	s.call("DELETE", "/containers/{P}-a", "", nil)
	s.call("POST", "/containers/{P}-a/exec", `{"Cmd":["true"]}`, nil)
	s.call("POST", "/containers/{P}-a/unpause", "", nil)
	s.call("POST", "/containers/{P}-a/unpause", "", nil)
	s.call("POST", "/containers/{P}-a/rename?name={P}-b", "", nil)
	s.call("POST", "/containers/{P}-b/rename?name={P}-b", "", nil)
	s.call("POST", "/containers/{P}-b/rename?name=a$b", "", nil)
	s.call("POST", "/containers/{P}-b/restart?t=5", "", nil)
	s.call("POST", "/containers/{P}-b/stop?t=5", "", nil)
	s.call("POST", "/containers/{P}-b/stop?t=5", "", nil)
	s.call("POST", "/containers/{P}-b/kill", "", nil)
	s.call("POST", "/containers/{P}-b/pause", "", nil)
	s.call("POST", "/containers/{P}-b/exec", `{"Cmd":["true"]}`, nil)
	s.call("GET", "/containers/{P}-b/top", "", nil)
	s.call("POST", "/containers/{P}-b/wait", "", nil)
	s.call("GET", `/containers/json?all=0&limit=-1&filters={"label":["p={P}"]}`, "", &[]container.Summary{})
	s.call("GET", list, "", &[]container.Summary{})
	s.call("DELETE", "/volumes/{P}-one", "", nil)
	s.call("DELETE", "/containers/{P}-b?v=1", "", nil)
	s.call("GET", `/volumes?filters={"name":["{P}"]}`, "", &volume.ListResponse{})
}

func (s *session) endings() {
	run := func(cmd, host string) {
		s.send("DELETE", "/containers/{P}-a?force=1", "")
		s.send("POST", "/containers/create?name={P}-a", `{"Image":"gocompose-test","StopSignal":"SIGUSR2","Cmd":`+cmd+`,"HostConfig":`+host+`}`)
		s.call("POST", "/containers/{P}-a/start", "", nil)
	}
	state := func() {
		answer := &container.InspectResponse{}
		_, raw := s.send("GET", "/containers/{P}-a/json", "")
		json.Unmarshal(raw, answer)
		fmt.Fprintf(&s.out, "state after %d restarts: ", answer.RestartCount)
		s.note(answer.State)
	}
	run(`["test-tool","exit","3"]`, `{}`)
	s.call("POST", "/containers/{P}-a/wait", "", nil)
	state()
	run(`["test-tool","echo","ready","then","signal"]`, `{}`)
	s.ready("ready")
	s.call("POST", "/containers/{P}-a/stop?t=5", "", nil)
	state()
	run(`["test-tool","echo","ready","then","sleep"]`, `{}`)
	s.ready("ready")
	s.call("POST", "/containers/{P}-a/stop?t=1", "", nil)
	state()
	run(`["test-tool","echo","ready","then","signal"]`, `{}`)
	s.ready("ready")
	s.call("POST", "/containers/{P}-a/kill?signal=FOO", "", nil)
	s.call("POST", "/containers/{P}-a/kill?signal=SIGUSR1", "", nil)
	s.call("POST", "/containers/{P}-a/wait", "", nil)
	s.call("GET", "/containers/{P}-a/logs?stdout=1", "", nil)
	run(`["sleep"]`, `{}`)
	s.call("POST", "/containers/{P}-a/kill", "", nil)
	s.until("{P}-a", `"exited"`)
	state()
	run(`["nope"]`, `{}`)
	state()
	run(`["/no/such/program"]`, `{}`)
	state()
	run(`["test-tool","exit","5"]`, `{"RestartPolicy":{"Name":"on-failure","MaximumRetryCount":2}}`)
	s.until("{P}-a", `"exited"`)
	state()
	run(`["test-tool","exit","6","50ms"]`, `{"RestartPolicy":{"Name":"always"}}`)
	s.until("{P}-a", `"RestartCount":5`)
	s.until("{P}-a", `"restarting"`)
	s.call("DELETE", "/containers/{P}-a", "", nil)
	s.call("POST", "/containers/{P}-a/stop", "", nil)
	state()
	run(`["test-tool","exit","0","300ms"]`, `{"AutoRemove":true}`)
	s.call("POST", "/containers/{P}-a/wait?condition=removed", "", nil)
	s.call("GET", "/containers/{P}-a/json", "", nil)
	s.send("POST", "/containers/create?name={P}-a", `{"Image":"gocompose-test","Tty":true,"Cmd":["test-tool","stderr","oops","then","exit","5","300ms"],"HostConfig":{"AutoRemove":true}}`)
	s.call("POST", "/containers/{P}-a/start", "", nil)
	s.call("POST", "/containers/{P}-a/wait?condition=removed", "", nil)
	run(`["sleep"]`, `{"NetworkMode":"container:{P}-none"}`)
	run(`["sleep"]`, `{"NetworkMode":"{P}-none"}`)
	state()
	run(`["sleep"]`, `{"NetworkMode":"host"}`)
	s.call("GET", "/containers/{P}-a/json", "", &container.InspectResponse{})
}

// ready waits until the container's output holds the text.
func (s *session) ready(text string) {
	s.t.Helper()
	for range 1000 {
		if _, raw := s.send("GET", "/containers/{P}-a/logs?stdout=1", ""); bytes.Contains(raw, []byte(text)) {
			return
		}
		time.Sleep(10 * time.Millisecond)
	}
	s.t.Fatalf("never printed %s", text)
}

func (s *session) healths() {
	for _, check := range []string{
		`{"Test":["CMD-SHELL","true"],"Interval":100000000,"Retries":1}`,
		`{"Test":["CMD","nope"],"Interval":100000000,"Retries":1}`,
		`{"Test":["CMD","test-tool","stderr","oops","then","exit","3"],"Interval":100000000,"Retries":1}`,
	} {
		s.send("DELETE", "/containers/{P}-a?force=1", "")
		s.send("POST", "/containers/create?name={P}-a", `{"Image":"gocompose-test","Healthcheck":`+check+`}`)
		s.send("POST", "/containers/{P}-a/start", "")
		s.until("{P}-a", `"unhealthy"`)
		answer := &container.InspectResponse{}
		_, raw := s.send("GET", "/containers/{P}-a/json", "")
		json.Unmarshal(raw, answer)
		s.note(answer.State.Health.Log[0])
		s.call("GET", `/containers/json?filters={"name":["{P}-a"],"health":["unhealthy"]}`, "", &[]container.Summary{})
	}
}

func (s *session) connections() {
	endpoints := func(name string) {
		answer := &container.InspectResponse{}
		_, raw := s.send("GET", "/containers/"+name+"/json", "")
		json.Unmarshal(raw, answer)
		s.note(answer.NetworkSettings.Networks)
	}
	s.send("POST", "/networks/create", `{"Name":"{P}-one","CheckDuplicate":true,"IPAM":{"Config":[{"Subnet":"10.213.9.0/24"}]}}`)
	s.send("POST", "/networks/create", `{"Name":"{P}-two","CheckDuplicate":true}`)
	s.send("POST", "/containers/create?name={P}-a", `{"Image":"gocompose-test","HostConfig":{"NetworkMode":"{P}-one"},
		"NetworkingConfig":{"EndpointsConfig":{"{P}-one":{"IPAMConfig":{"IPv4Address":"10.213.9.77"},"Aliases":["z"]}}}}`)
	s.call("POST", "/networks/{P}-two/connect", `{"Container":"{P}-a","EndpointConfig":{"Aliases":["w"]}}`, nil)
	endpoints("{P}-a")
	s.call("POST", "/containers/{P}-a/start", "", nil)
	endpoints("{P}-a")
	s.call("POST", "/networks/{P}-two/connect", `{"Container":"{P}-a"}`, nil)
	s.call("POST", "/networks/{P}-two/disconnect", `{"Container":"{P}-a"}`, nil)
	s.call("POST", "/networks/{P}-two/disconnect", `{"Container":"{P}-a"}`, nil)
	s.call("POST", "/networks/{P}-none/connect", `{"Container":"{P}-a"}`, nil)
	s.call("POST", "/networks/{P}-two/connect", `{"Container":"{P}-none"}`, nil)
	s.call("POST", "/networks/{P}-two/connect", `{"Container":"{P}-a","EndpointConfig":{"Aliases":["v"]}}`, nil)
	endpoints("{P}-a")
	s.send("POST", "/containers/create?name={P}-b", `{"Image":"gocompose-test","HostConfig":{"NetworkMode":"{P}-one"},
		"NetworkingConfig":{"EndpointsConfig":{"{P}-one":{"IPAMConfig":{"IPv4Address":"10.213.9.77"}}}}}`)
	s.call("POST", "/containers/{P}-b/start", "", nil)
	s.call("POST", "/containers/{P}-a/stop?t=5", "", nil)
	endpoints("{P}-a")
	s.call("POST", "/networks/{P}-two/disconnect", `{"Container":"{P}-a"}`, nil)
	s.call("POST", "/networks/{P}-two/disconnect", `{"Container":"{P}-a"}`, nil)
	s.call("POST", "/networks/{P}-two/connect", `{"Container":"{P}-a"}`, nil)
	s.call("DELETE", "/networks/{P}-two", "", nil)
	s.call("POST", "/networks/{P}-one/disconnect", `{"Container":"{P}-a"}`, nil)
	s.call("POST", "/containers/{P}-a/start", "", nil)
	endpoints("{P}-a")
}

func (s *session) ports() {
	make := func(name, ports string) {
		s.send("DELETE", "/containers/{P}-"+name+"?force=1", "")
		s.send("POST", "/containers/create?name={P}-"+name, `{"Image":"gocompose-test","ExposedPorts":{"80/tcp":{}},"HostConfig":{"PortBindings":`+ports+`}}`)
		s.call("POST", "/containers/{P}-"+name+"/start", "", nil)
		answer := &container.InspectResponse{}
		_, raw := s.send("GET", "/containers/{P}-"+name+"/json", "")
		json.Unmarshal(raw, answer)
		s.note(answer.NetworkSettings.Ports)
		s.note(answer.State.ExitCode)
		fmt.Fprintln(&s.out, s.normal(answer.State.Error))
	}
	make("a", `{"80/tcp":[{"HostIp":"127.0.0.1","HostPort":"{PORT}"}],"81/tcp":[{"HostPort":"1"}]}`)
	make("b", `{"80/tcp":[{"HostIp":"127.0.0.1","HostPort":"{PORT}"}]}`)
	make("b", `{"80/tcp":[{"HostPort":"{PORT}"}]}`)
	make("a", `{"80/tcp":[{"HostPort":"{PORT}"}]}`)
	make("b", `{"80/tcp":[{"HostPort":"{PORT}"}]}`)
}

func (s *session) execs() {
	s.send("POST", "/containers/create?name={P}-a", `{"Image":"gocompose-test"}`)
	s.send("POST", "/containers/{P}-a/start", "")
	exec := func(body, start string) {
		_, raw := s.send("POST", "/containers/{P}-a/exec", body)
		var made struct{ ID string }
		json.Unmarshal(raw, &made)
		var before, after map[string]any
		_, raw = s.send("GET", "/exec/"+made.ID+"/json", "")
		json.Unmarshal(raw, &before)
		s.note(before)
		status, out := s.send("POST", "/exec/"+made.ID+"/start", start)
		fmt.Fprintf(&s.out, "exec %s: %d %q\n", body, status, out)
		for running := true; running; running = after["Running"] == true {
			_, raw = s.send("GET", "/exec/"+made.ID+"/json", "")
			json.Unmarshal(raw, &after)
		}
		s.note(after)
	}
	exec(`{"Cmd":["echo","hi"],"AttachStdout":true,"AttachStderr":true}`, `{}`)
	exec(`{"Cmd":["test-tool","stderr","hi","then","exit","4"],"AttachStdout":true,"AttachStderr":true,"User":"tester"}`, `{}`)
	exec(`{"Cmd":["nope"],"AttachStdout":true}`, `{}`)
	exec(`{"Cmd":["nope"]}`, `{"Detach":true}`)
	s.call("POST", "/containers/{P}-a/exec", `{"Cmd":[]}`, nil)
	s.call("PUT", "/containers/{P}-a/archive?path=/no/such", tarOf("x", ""), nil)
	s.call("PUT", "/containers/{P}-a/archive?path=/tmp", tarOf("x", "hello\n"), nil)
	s.call("PUT", "/containers/{P}-a/archive?path=/tmp/x", tarOf("x", ""), nil)
	s.call("GET", "/containers/{P}-a/archive?path=/tmp/none", "", nil)
	s.call("PUT", "/containers/{P}-a/archive?path=/&noOverwriteDirNonDir=true", tarOf("tmp", ""), nil)
	s.call("GET", "/containers/{P}-none/export", "", nil)
	s.call("POST", "/commit?container={P}-none", "", nil)
	s.call("POST", "/commit?container={P}-a&changes=RUN+true", "", nil)
	s.call("POST", "/commit?container={P}-a&repo=UPPER", "", nil)
	exec(`{"Cmd":["cat","/tmp/x"],"AttachStdout":true}`, `{}`)
}

func (s *session) images() {
	s.call("GET", "/images/{P}-none/json", "", nil)
	s.call("POST", "/images/{P}-none/tag?repo={P}&tag=1", "", nil)
	s.call("POST", "/images/gocompose-test/tag?repo=UPPER&tag=1", "", nil)
	s.call("POST", "/images/gocompose-test/tag?repo={P}&tag=1", "", nil)
	s.send("POST", "/containers/create?name={P}-a", `{"Image":"{P}:1"}`)
	s.call("GET", `/images/json?filters={"reference":["{P}*"]}`, "", &[]image.Summary{})
	s.call("GET", `/images/json?filters={"reference":["{P}:1"]}`, "", &[]image.Summary{})
	s.call("GET", `/images/json?filters={"reference":["{P}:2"]}`, "", &[]image.Summary{})
	s.call("GET", `/images/json?filters={"foo":["{P}:2"]}`, "", nil)
	s.call("DELETE", "/images/{P}:1", "", &[]image.DeleteResponse{})
	s.call("GET", `/containers/json?all=1&filters={"name":["{P}-a"]}`, "", &[]container.Summary{})
	s.call("DELETE", "/images/{P}:1", "", nil)
	s.call("POST", "/images/create?fromImage=UPPER&tag=1", "", nil)
	s.call("POST", `/images/prune?filters={"dangling":["true"],"label":["run={P}"]}`, "", &image.PruneReport{})
	s.call("POST", `/images/prune?filters={"foo":["{P}"]}`, "", nil)
}

func (s *session) builds() {
	build := func(query string, files ...string) {
		for i := range files {
			files[i] = s.fill(files[i])
		}
		status, raw := s.send("POST", "/build?rm=1&forcerm=1&"+query, tarOf(files...))
		fmt.Fprintf(&s.out, "== build %s %s\n%d\n%s\n", query, s.normal(fmt.Sprintf("%q", files)), status, s.normal(string(raw)))
	}
	base := "FROM gocompose-test AS one\nLABEL run={P}\n"
	stages := base + "ARG WHO=you\nENV GREET=$WHO A=\"b c\"\nFROM one\nCOPY x dir /there/\nRUN [\"test-tool\",\"echo\",\"hi\"]\nRUN [\"test-tool\",\"stderr\",\"oops\"]\n" +
		"# a comment\nWORKDIR /there\nEXPOSE 80 90/udp\nVOLUME /data\nUSER tester\nSTOPSIGNAL SIGINT\nHEALTHCHECK --interval=5s --retries=2 CMD [\"true\"]\nENTRYPOINT [\"test-tool\"]\nCMD [\"echo\", \\\n  \"$WHO\"]\n"
	files := []string{"Dockerfile", stages, "x", "1", "dir/y", "2"}
	build(`t={P}-built&t={P}-two:1&labels={"q":"r"}&buildargs={"WHO":"me","UNUSED":"1"}`, files...)
	build(`t={P}-built&labels={"q":"r"}&buildargs={"WHO":"me","UNUSED":"1"}`, files...)
	build(`q=1&t={P}-built&labels={"q":"r"}&buildargs={"WHO":"me"}`, files...)
	s.call("GET", "/images/{P}-built/json", "", &image.InspectResponse{})
	build(`target=one&t={P}-two:1`, files...)
	build(`target=nope`, files...)
	build(`dockerfile=nope`, files...)
	build(`t=BAD`, files...)
	build(`dockerfile=sub/Other`, "sub/Other", base)
	build(``, "Dockerfile", "")
	build(``, "Dockerfile", base+"FOO bar\n")
	build(``, "Dockerfile", "RUN true\n")
	build(``, "Dockerfile", base+"COPY nothing /\n")
	build(``, "Dockerfile", base+"RUN true\n")
	build(``, "Dockerfile", base+"RUN [\"nope\"]\n")
	build(``, "Dockerfile", base+"RUN [\"test-tool\",\"exit\",\"7\"]\n")
}

// events notes those of the scenario: kind, action, whose and the attributes.
// Health checks' execs are left out, how many there are is a matter of time, and so
// are the containers of builds.
func (s *session) events(told []events.Message) {
	fmt.Fprintln(&s.out, "== events")
	var group []string
	last := ""
	flush := func() {
		slices.Sort(group)
		for _, line := range group {
			fmt.Fprintln(&s.out, line)
		}
		group = nil
	}
	probes := map[string]bool{}
	paused := map[string]bool{}
	for _, e := range told {
		whole, _ := json.Marshal(e)
		id := e.Actor.Attributes["execID"]
		probes[id] = id != "" && (probes[id] || s.name == "healths" || strings.Contains(string(e.Action), " health "))
		building := strings.HasPrefix(e.Actor.Attributes["image"], "sha256:")
		if !strings.Contains(string(whole), s.prefix) || probes[id] || building {
			continue
		}
		attributes := maps.Clone(e.Actor.Attributes)
		delete(attributes, "gocompose.recipe")
		text, _ := json.Marshal(attributes)
		line := s.normal(fmt.Sprintf("%s %s %s from=%s status=%s id=%s %s", e.Type, e.Action, e.Actor.ID, e.From, e.Status, e.ID, text))
		if e.Action == events.ActionPause || e.Action == events.ActionUnPause {
			if paused[line] {
				continue // a busy engine tells a pause that is over already once more
			}
			paused[line] = true
		}
		if kind := string(e.Type) + " " + string(e.Action); kind != last || !slices.Contains(unordered, e.Action) {
			flush()
			last = kind
		}
		group = append(group, line)
	}
	flush()
}

// unordered are the actions of which one container has several in no order.
var unordered = []events.Action{"mount", "unmount", "connect", "disconnect"}

// listen follows the events from now on and gives them once the volume {P}-end is
// made: an engine keeps only its last 256, and others may be at work on it.
func (s *session) listen() <-chan []events.Message {
	answer, err := s.streaming.Get("http://engine/v1.41/events")
	if err != nil {
		s.t.Fatal(err)
	}
	told := make(chan []events.Message, 1)
	go func() {
		defer answer.Body.Close()
		var all []events.Message
		for decoder := json.NewDecoder(answer.Body); ; {
			var e events.Message
			if err := decoder.Decode(&e); err != nil || e.Actor.ID == s.prefix+"-end" {
				told <- all
				return
			}
			all = append(all, e)
		}
	}()
	return told
}
