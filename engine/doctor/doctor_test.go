package doctor_test

import (
	"errors"
	"fmt"
	"net/netip"
	"slices"
	"strings"
	"testing"
	"time"

	"gocompose/compose/diag"
	"gocompose/engine/doctor"
	"gocompose/engine/history"
	"gocompose/engine/lock"
	"gocompose/engine/plan"
)

var now = time.Date(2026, 11, 29, 12, 0, 0, 0, time.UTC)

// healthy gives what is seen where nothing is wrong.
func healthy() doctor.Facts {
	return doctor.Facts{
		Now: now, Host: "unix:///run/docker.sock", Version: "29.5.0", OS: "linux", API: plan.API{Major: 1, Minor: 55}, Local: true,
		Root: "/var/lib/docker", Disk: &doctor.Disk{Free: 60e9, Total: 100e9}, Usage: &doctor.Usage{Images: 2e9, IdleImages: 1e9},
		Folder:     "/state",
		Networks:   []plan.Network{{ID: "1", Name: "shop_default", Project: "shop", Created: now.Add(-time.Hour), Subnets: prefixes("172.18.0.0/16")}},
		Containers: []plan.Container{{ID: "0123456789abcdef", Name: "shop-web-1", Project: "shop", Service: "web", ConfigHash: "x", State: "running", Networks: map[string]string{"shop_default": "1"}}},
		Records:    []history.Record{{Dir: "/state/history/a", Project: "shop", Host: "unix:///run/docker.sock", Versions: 2, Last: now.AddDate(-1, 0, 0)}},
	}
}

func TestHealthy(t *testing.T) {
	for _, c := range doctor.Examine(healthy(), "") {
		if len(c.Findings) > 0 || c.Summary == "" {
			t.Errorf("%+v", c)
		}
	}
}

// TestFindings lets one thing be wrong at a time, and looks at all that is found.
func TestFindings(t *testing.T) {
	for _, c := range []struct {
		name  string
		wrong func(*doctor.Facts)
		want  string // "severity summary; hint $ command", a line each
	}{
		{"unreachable", func(f *doctor.Facts) { f.Unreachable = errors.New("no engine answers") }, "error no engine answers"},
		{"too old", func(f *doctor.Facts) { f.API.Minor = 40 }, "error the engine speaks API 1.40, and 1.41 is the oldest that is supported; update it to Docker Engine 20.10 or newer"},
		{"complaint", func(f *doctor.Facts) { f.Complaints = []string{"WARNING: No swap limit support"} },
			"advice the engine says of its host: No swap limit support; limits that need it have no effect on containers"},
		{"classic", func(f *doctor.Facts) { f.Classic = true },
			"advice DOCKER_BUILDKIT asks for the classic builder, which is slower and lacks additional_contexts, secrets and ssh $ unset DOCKER_BUILDKIT"},
		{"podman", func(f *doctor.Facts) { f.Podman = true },
			"advice the engine has no BuildKit, so images are built by the classic builder; additional_contexts, secrets and ssh of a build are refused"},
		{"clock", func(f *doctor.Facts) { f.Skew = -90 * time.Second },
			"warning the engine's clock is 1m30s behind that of this machine, so --since, ages and certificates go wrong; set the one that is wrong $ sudo timedatectl set-ntp true"},
		{"nearly full", func(f *doctor.Facts) { f.Disk.Free, f.Usage.IdleCache = 9e9, 3e9 },
			"warning the disk of /var/lib/docker is nearly full: 9GB of 100GB are left; 3GB of build cache go, and later builds take longer $ docker builder prune"},
		{"full", func(f *doctor.Facts) { f.Disk.Free = 1e9 },
			"error the disk of /var/lib/docker is full: 1GB are left; 1GB of images that no container uses go, and have to be pulled or built again $ docker image prune -a"},
		{"full, and not counted", func(f *doctor.Facts) { f.Disk.Free, f.Usage = 0, nil },
			"error the disk of /var/lib/docker is full: 0B are left; stopped containers go, too $ docker system prune"},
		{"much idle", func(f *doctor.Facts) { f.Disk, f.Usage.IdleCache = nil, 30e9 },
			"advice 31GB of images and build cache are in no use; 30GB of build cache go, and later builds take longer $ docker builder prune"},
		{"left over", func(f *doctor.Facts) {
			f.Networks = append(f.Networks, network("blog_default", "blog", 3*time.Hour, ""))
		},
			"advice network blog_default of project blog, made 3 hours ago, has nothing attached, and its project has no containers $ docker network rm blog_default"},
		{"just made", func(f *doctor.Facts) {
			f.Networks = append(f.Networks, network("blog_default", "blog", time.Second, ""), network("mine", "", time.Hour, ""))
		}, ""},
		{"many left over", func(f *doctor.Facts) {
			for i := range 7 {
				f.Networks = append(f.Networks, network(fmt.Sprintf("n%d", i), "blog", time.Duration(24+i)*time.Hour, ""))
			}
		}, "advice 7 networks of projects without containers have nothing attached; the oldest, n6, was made 30 hours ago $ docker network rm n6 n5 n4 n3 n2 n1 n0"},
		{"pools used up", func(f *doctor.Facts) {
			f.Pools = []doctor.Pool{{Base: netip.MustParsePrefix("10.0.0.0/22"), Bits: 24}}
			f.Routes = prefixes("10.0.0.0/23", "10.0.3.7/32")
			f.Networks = append(f.Networks, network("blog_default", "blog", time.Hour, "10.0.2.0/24"))
		}, "error none of 4 subnets is left, so no network can be made; or give the engine more, as default-address-pools in its daemon.json $ docker network rm blog_default\n" +
			"advice network blog_default of project blog, made about an hour ago, has nothing attached, and its project has no containers $ docker network rm blog_default"},
		{"pools nearly used up", func(f *doctor.Facts) {
			f.Routes = prefixes("172.16.0.0/12", "192.168.0.0/17", "192.168.128.0/18", "192.168.208.0/20")
		},
			"warning only 3 of 31 subnets are left for new networks; or give the engine more, as default-address-pools in its daemon.json $ docker network prune"},
		{"pools of IPv6 alone", func(f *doctor.Facts) { f.Pools = []doctor.Pool{{Base: netip.MustParsePrefix("fd00::/48"), Bits: 64}} }, ""},
		{"all by a route", func(f *doctor.Facts) { f.Routes = prefixes("128.0.0.0/1") },
			"error none of 31 subnets is left, so no network can be made; or give the engine more, as default-address-pools in its daemon.json $ docker network prune"},
		{"half replaced", func(f *doctor.Facts) {
			f.Containers = append(f.Containers, plan.Container{ID: "f", Name: "0123456789ab_shop-web-1", Project: "shop", Service: "web", ConfigHash: "x", WorkingDir: "/srv/shop", Files: "/srv/shop/a.yml,/srv/shop/b.yml"},
				plan.Container{ID: "e", Name: "ffffffffffff_shop-db-1", Project: "shop", Service: "db", ConfigHash: "x"},
				plan.Container{ID: "d", Name: "ffffffffffff_mine"})
		}, "warning container 0123456789ab_shop-web-1 of project shop was to replace shop-web-1, which is still there $ gocompose -p shop --project-directory /srv/shop -f /srv/shop/a.yml -f /srv/shop/b.yml up -d web\n" +
			"warning container ffffffffffff_shop-db-1 of project shop was to replace shop-db-1 and never got its name $ gocompose -p shop up -d db"},
		{"in trouble", func(f *doctor.Facts) { f.Containers[0].Health = "unhealthy" },
			"warning shop-web-1 (project shop, service web) is unhealthy $ gocompose -p shop logs --tail 50 web"},
		{"again and again", func(f *doctor.Facts) { f.Containers[0].State = "restarting" },
			"warning shop-web-1 (project shop, service web) fails and is restarted again and again $ gocompose -p shop logs --tail 50 web"},
		{"dead", func(f *doctor.Facts) { f.Containers[0].State = "dead" },
			"warning shop-web-1 (project shop, service web) could not be removed $ docker rm -f shop-web-1"},
		{"killed", func(f *doctor.Facts) {
			e := doctor.Ending{Container: "shop-api-1", Project: "shop", Service: "api", Signal: "15", After: 10 * time.Second, Time: now.Add(-time.Hour)}
			again := e
			again.Time, again.Signal = now.Add(-2*time.Minute), "12"
			f.Endings = []doctor.Ending{e, again, {Container: "x", Memory: true, Time: now.Add(-time.Minute * 5)}}
		}, "advice shop-api-1 (project shop, service api) ignored signal 12 and was killed after 10s, 2 minutes ago; try `init: true`, or exec in its entrypoint; stop_grace_period gives it more time\n" +
			"warning x (project none, service none) ran out of memory 5 minutes ago, and the kernel killed a program in it; raise its mem_limit, or let the program take less"},
		{"of docker-compose 1", func(f *doctor.Facts) {
			v1 := plan.Container{Name: "old_web_1", Project: "old", Service: "web", ConfigHash: "x", WorkingDir: "/srv", Files: "docker-compose.yml", Labels: map[string]string{"com.docker.compose.version": "1.29.2"}}
			f.Containers = append(f.Containers, v1, v1)
		}, "advice project old was made by docker-compose 1.29.2, such as old_web_1; up keeps what is as the files say under its old name, and gives new names, with - in place of _, to what it replaces; " +
			"scripts that name containers have to follow $ gocompose -p old --project-directory /srv -f docker-compose.yml up -d"},
		{"helpers", func(f *doctor.Facts) {
			f.Helpers = []doctor.Helper{{Name: "desktop", Missing: true, Pos: diag.Pos{File: "config.json", Line: 2, Column: 3}}, {Name: "gcr", Registry: "gcr.io", Missing: true}, {Name: "pass", Registry: "x"}}
		}, "error config.json:2:3: docker-credential-desktop is not installed, so nothing can be pulled or pushed; install it, or take that line out and log in again with `docker login`\n" +
			"warning docker-credential-gcr is not installed, so nothing can be pulled from or pushed to gcr.io; install it, or take that line out and log in again with `docker login` $ gcloud components install docker-credential-gcr"},
		{"configuration", func(f *doctor.Facts) { f.Config = errors.New("no JSON") }, "error no JSON"},
		{"stale", func(f *doctor.Facts) {
			f.Containers, f.Networks = nil, nil
			f.Read = []doctor.Memory{{ID: "gone", Time: now.AddDate(-1, 0, 0)}, {ID: "new", Time: now}}
		}, "advice 2 versions of project shop are kept, which has no containers; the last is of 12 months ago $ rm -r /state/history/a\n" +
			"advice what containers have read is remembered of 1 that this engine does not have $ rm /state/read/gone"},
		{"of another engine", func(f *doctor.Facts) { f.Containers, f.Networks, f.Records[0].Host = nil, nil, "" }, ""},
		{"broken state", func(f *doctor.Facts) {
			f.Records[0].Broken = []string{"/state/history/a/0001.yaml"}
			f.Records[0].Unfinished = map[string]time.Time{"/state/history/a/next-1": now.AddDate(0, 0, -1), "/state/history/a/next-2": now}
		}, "warning /state/history/a/0001.yaml is no recorded version, so rollback refuses the project $ rm /state/history/a/0001.yaml\n" +
			"advice /state/history/a/next-1 was never written to its end $ rm /state/history/a/next-1"},
		{"locks", func(f *doctor.Facts) {
			f.Locks = []lock.Found{{Path: "/run/lock/gocompose-1.lock", Broken: errors.New("it is no file")},
				{Path: "/run/lock/gocompose-2.lock", Held: true, Written: now.Add(-2 * time.Hour), Owner: lock.Owner{PID: 4711, User: "eve", Command: "up", Since: now.Add(-2 * time.Hour).Local()}},
				{Path: "/run/lock/gocompose-3.lock", Held: true, Written: now}}
		}, "error a project cannot be locked: /run/lock/gocompose-1.lock: it is no file $ sudo rm -r /run/lock/gocompose-1.lock\n" +
			"advice gocompose up of eve (process 4711, since " + now.Add(-2*time.Hour).Local().Format(time.TimeOnly) + ") has worked on a project for 2 hours, and other commands wait for it; let it end, or end it $ kill 4711"},
		{"old locks", func(f *doctor.Facts) {
			f.Locks = slices.Repeat([]lock.Found{{Path: "/run/lock/gocompose-1.lock", Written: now.AddDate(0, -1, 0)}}, 120)
		}, "advice 120 locks of commands that ended more than a week ago lie in /run/lock $ find /run/lock -maxdepth 1 -name gocompose-*.lock -mtime +7 -delete"},
	} {
		t.Run(c.name, func(t *testing.T) {
			f := healthy()
			c.wrong(&f)
			if got := found(doctor.Examine(f, "")); got != c.want {
				t.Errorf("got\n%s\nwant\n%s", got, c.want)
			}
		})
	}
}

// TestProject leaves out what is about other projects.
func TestProject(t *testing.T) {
	f := healthy()
	f.Containers[0].Health = "unhealthy"
	f.Endings = []doctor.Ending{{Container: "shop-web-1", Project: "shop", Memory: true}}
	if got := found(doctor.Examine(f, "blog")); got != "" {
		t.Error(got)
	}
}

func network(name, project string, age time.Duration, subnet string) plan.Network {
	n := plan.Network{ID: "id of " + name, Name: name, Project: project, Created: now.Add(-age)}
	if subnet != "" {
		n.Subnets = prefixes(subnet)
	}
	return n
}

func prefixes(texts ...string) (out []netip.Prefix) {
	for _, text := range texts {
		out = append(out, netip.MustParsePrefix(text))
	}
	return out
}

// found gives a line for each finding.
func found(checks []doctor.Check) string {
	var out []string
	for _, c := range checks {
		for _, f := range c.Findings {
			line := f.Severity.String() + " "
			if !f.Pos.IsZero() {
				line += f.Pos.String() + ": "
			}
			line += f.Summary
			if f.Hint != "" {
				line += "; " + f.Hint
			}
			if f.Command != nil {
				line += " $ " + strings.Join(f.Command, " ")
			}
			out = append(out, line)
		}
	}
	return strings.Join(out, "\n")
}
