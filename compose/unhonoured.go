package compose

import (
	"strings"

	"gocompose/compose/diag"
)

// unhonoured warns of what a service has and one engine cannot do, or nobody
// does yet, each with its place.
func (p *Project) unhonoured(s *Service) diag.List {
	w := &warner{service: s}
	if s.Deploy != nil {
		w.deploy(s.Deploy)
	}
	if s.Provider != nil && s.Provider.Type != "" {
		w.warn("run its program yourself before the services that need it", "provider "+s.Provider.Type+" of service "+s.Name+" is not run", "provider")
	}
	if len(s.Models) > 0 {
		w.warn("run the model yourself, and set the variables under environment",
			"models of service "+s.Name+" are not run, and the variables that tell of them are not set", "models")
	}
	if s.PullRefreshAfter != nil && s.PullPolicy != "refresh" {
		w.warn("write pull_policy: refresh", "pull_refresh_after has no effect without pull_policy: refresh", "pull_refresh_after")
	}
	return w.problems
}

type warner struct {
	service  *Service
	problems diag.List
}

func (w *warner) warn(hint, summary string, path ...string) {
	w.problems.Add(diag.Diagnostic{Rule: diag.Unsupported, Severity: diag.Warning, Pos: w.service.At(path...), Summary: summary, Hint: hint})
}

// cluster warns of a key of deploy that only a cluster honours.
func (w *warner) cluster(hint string, path ...string) {
	w.warn(hint, "deploy."+strings.Join(path, ".")+" of service "+w.service.Name+" has no effect: only a cluster honours it", append([]string{"deploy"}, path...)...)
}

// idle warns of a key of deploy that nothing here honours.
func (w *warner) idle(hint string, path ...string) {
	w.warn(hint, "deploy."+strings.Join(path, ".")+" of service "+w.service.Name+" has no effect", append([]string{"deploy"}, path...)...)
}

func (w *warner) deploy(v *Deploy) {
	const remove = "remove it, or keep it for the cluster"
	if v.Mode != "" && v.Mode != "replicated" {
		w.cluster(remove, "mode")
	}
	if v.EndpointMode != "" {
		w.cluster(remove, "endpoint_mode")
	}
	if len(v.Labels) > 0 {
		w.cluster("they are those of the cluster's service; labels of the service here go to its containers", "labels")
	}
	if len(v.Placement.Constraints) > 0 {
		w.cluster(remove, "placement", "constraints")
	}
	if len(v.Placement.Preferences) > 0 {
		w.cluster(remove, "placement", "preferences")
	}
	if v.Placement.MaxReplicas > 0 {
		w.cluster(remove, "placement", "max_replicas_per_node")
	}
	if r := v.Resources.Reservations; r != nil && r.NanoCPUs > 0 {
		w.cluster("limit the others with cpus, or weigh this one with cpu_shares", "resources", "reservations", "cpus")
	}
	if r := v.Resources.Reservations; r != nil && len(r.GenericResources) > 0 {
		w.cluster(remove, "resources", "reservations", "generic_resources")
	}
	w.updates(v)
	if v.RestartPolicy != nil {
		w.restarts(v.RestartPolicy)
	}
}

// updates warns of what containers going back to what they were do not heed:
// one that cannot go back never keeps the others from it.
func (w *warner) updates(v *Deploy) {
	back := v.RollbackConfig
	if back == nil {
		return
	}
	if back.FailureAction == "pause" {
		w.idle("the others go back all the same, as with continue", "rollback_config", "failure_action")
	}
	if back.MaxFailureRatio > 0 {
		w.idle("all that can goes back", "rollback_config", "max_failure_ratio")
	}
}

// restarts warns of what the engine's policy has no room for.
func (w *warner) restarts(v *RestartPolicy) {
	if v.Delay != nil {
		w.idle("the engine waits longer from one restart to the next, a minute at most", "restart_policy", "delay")
	}
	if v.Window != nil {
		w.idle("the engine takes a start for good after ten seconds", "restart_policy", "window")
	}
	name, _ := w.service.RestartPolicy()
	if v.MaxAttempts != nil && name != "on-failure" {
		w.warn("write condition: on-failure", "deploy.restart_policy.max_attempts of service "+w.service.Name+
			" has no effect: an engine counts the restarts after a failure only", "deploy", "restart_policy", "max_attempts")
	}
	if named, _, _ := strings.Cut(w.service.Restart, ":"); named != "" && named != name {
		w.warn("keep one of the two", "restart of service "+w.service.Name+" has no effect: deploy.restart_policy wins, and makes it "+name, "restart")
	}
}
