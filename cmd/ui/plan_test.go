package ui

import (
	"strings"
	"testing"
	"time"

	"gocompose/compose"
	"gocompose/compose/diag"
	"gocompose/engine/plan"
)

func step(key string, op plan.Op, reason plan.Reason, needs ...string) plan.Step {
	return plan.Step{Key: key, Op: op, Reason: reason, Needs: needs}
}

func why(text string, pos diag.Pos) plan.Reason { return plan.Reason{Text: text, Pos: pos} }

var (
	dbService  = &compose.Service{Name: "db", Image: "postgres:17", Healthcheck: &compose.Healthcheck{Test: []string{"CMD", "pg_isready"}}}
	webService = &compose.Service{Name: "web"}
)

// shopPlan has a pull, a build, a new network, a new container that is waited
// for and one that is replaced.
func shopPlan() *plan.Plan {
	changed := why(`environment.LOG_LEVEL "info" → "debug"`, at("compose.yaml", 14, 7))
	changed.Because = []plan.Reason{why("image shop-web is sha256:1234, not sha256:5678 any more", at("compose.yaml", 12, 5))}
	old := &plan.Container{ID: strings.Repeat("ab", 32), Name: "shop-web-1", State: "running"}
	start := step("container shop-web-1: start", plan.StartContainer{ID: "abababababab_shop-web-1", Name: "shop-web-1", Service: "web"}, why("is created", at("compose.yaml", 10, 3)), "container shop-db-1: wait")
	start.Else = []plan.Op{plan.RemoveContainer{Name: "shop-web-1", Force: true}, plan.StartContainer{ID: old.ID, Name: "shop-web-1"}}
	return &plan.Plan{
		Project: "shop",
		Steps: []plan.Step{
			step("image redis:7: pull", plan.PullImage{Ref: "redis:7"}, why("does not exist", at("compose.yaml", 4, 5))),
			step("image shop-web: build", plan.BuildImage{Ref: "shop-web", Service: webService}, why("is asked for", at("compose.yaml", 11, 5))),
			step("network shop_default: create", plan.CreateNetwork{Network: &compose.Network{Name: "shop_default"}}, why("does not exist", at("compose.yaml", 2, 3))),
			step("container shop-db-1: create", plan.CreateContainer{Service: dbService, Name: "shop-db-1", Final: "shop-db-1"}, why("does not exist", at("compose.yaml", 6, 3)), "network shop_default: create"),
			step("container shop-db-1: start", plan.StartContainer{ID: "shop-db-1", Name: "shop-db-1", Service: "db"}, why("is created", at("compose.yaml", 6, 3)), "container shop-db-1: create"),
			step("container shop-db-1: wait", plan.AwaitContainer{Name: "shop-db-1", For: plan.ActWaitHealthy, Service: dbService}, why("web needs db to be healthy", at("compose.yaml", 15, 9)), "container shop-db-1: start"),
			step("container shop-web-1: create", plan.CreateContainer{Service: webService, Name: "abababababab_shop-web-1", Final: "shop-web-1", Replaces: old}, changed, "image shop-web: build"),
			step("container shop-web-1: stop", plan.StopContainer{ID: old.ID, Name: "shop-web-1", Service: "web", Grace: 10 * time.Second}, why("makes way for its replacement", diag.Pos{}), "container shop-web-1: create"),
			start,
			step("container shop-web-1: remove", plan.RemoveContainer{Name: "shop-web-1"}, why("is replaced", diag.Pos{}), "container shop-web-1: start"),
			step("container shop-web-1: rename", plan.RenameContainer{Name: "shop-web-1"}, why("takes its lasting name", diag.Pos{}), "container shop-web-1: remove"),
		},
		Kept:    []plan.Kept{{Name: "shop-cache-1", Service: "cache"}, {Name: "shop-mail-1", Service: "mail"}},
		Orphans: []plan.Container{{Name: "shop-old-1", Service: "old"}},
		Notes:   diag.List{{Severity: diag.Warning, Summary: "something to know"}},
	}
}

func TestPlan(t *testing.T) {
	for name, style := range map[string]Style{"wide": {}, "120": {Width: 120}, "80": {Width: 80}, "50": {Width: 50}, "colours": {Colour: true, Width: 120}} {
		var b strings.Builder
		if err := Plan(&b, shopPlan(), "gocompose up -d", style); err != nil {
			t.Fatal(err)
		}
		tidy(t, b.String(), style)
		golden(t, "plan/"+name+".txt", b.String())
	}
}

func TestPlanJSON(t *testing.T) {
	var b strings.Builder
	if err := PlanJSON(&b, shopPlan()); err != nil {
		t.Fatal(err)
	}
	golden(t, "plan/plan.json", b.String())
	b.Reset()
	PlanJSON(&b, &plan.Plan{Project: "shop"})
	golden(t, "plan/empty.json", b.String())
}

func TestPlanWithNothingToDo(t *testing.T) {
	kept := []plan.Kept{{Name: "shop-db-1", Service: "db"}}
	wait := shopPlan().Steps[5:6]
	for want, p := range map[string]*plan.Plan{
		"shop: nothing to do\n": {Project: "shop"},
		"shop: nothing to do, 1 as it should be\n  keep       shop-db-1\n":                                     {Project: "shop", Kept: kept},
		"shop: nothing to do\n\n  container  shop-db-1  wait  web needs db to be healthy  compose.yaml:15:9\n": {Project: "shop", Steps: wait},
	} {
		var b strings.Builder
		Plan(&b, p, "gocompose up -d", Style{})
		if b.String() != want {
			t.Errorf("got\n%swant\n%s", b.String(), want)
		}
	}
}

func TestOutlook(t *testing.T) {
	one := plan.Interruption{Service: "web", Running: 3, Stops: []string{"shop-web-1"}, Grace: 10 * time.Second}
	for kind, want := range map[plan.InterruptionKind]string{
		plan.NotInterrupted: "web goes on: its replacement starts first (stop_grace_period 10s at most)",
		plan.Partly:         "web goes on with the others of its 3 containers (stop_grace_period 10s at most)",
		plan.Restarted:      "web is down until it is started again (stop_grace_period 10s at most)",
		plan.Ended:          "web is down from then on (stop_grace_period 10s at most)",
	} {
		one.Kind = kind
		if got := outlook(one); got != want {
			t.Errorf("%s: %s; want %s", kind, got, want)
		}
	}
	if got := outlook(plan.Interruption{Service: "web", Kind: plan.NotInterrupted}); got != "" {
		t.Errorf("nothing stops: %s", got)
	}
}

func TestPlanFitsAnyWindow(t *testing.T) {
	p := shopPlan()
	p.Steps[3].Reason.Text = "a reason with \x1b[31mcolour\x1b[0m and 한글 in it"
	p.Steps[1].Op = plan.BuildImage{Ref: "registry.example.com/" + strings.Repeat("long/", 12) + "image:1", Service: webService}
	for _, style := range anyStyle() {
		var b strings.Builder
		Plan(&b, p, "gocompose up -d", style)
		tidy(t, b.String(), style)
	}
}
