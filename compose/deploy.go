package compose

import "gocompose/compose/tree"

var deployFields = table[Deploy]{
	"endpoint_mode":   word(func(v *Deploy) *string { return &v.EndpointMode }, "vip", "dnsrr"),
	"labels":          values(func(v *Deploy) *map[string]string { return &v.Labels }),
	"mode":            word(func(v *Deploy) *string { return &v.Mode }, "replicated", "global", "replicated-job", "global-job"),
	"placement":       under(func(v *Deploy) *Placement { return &v.Placement }, placementFields),
	"replicas":        count(func(v *Deploy) **int { return &v.Replicas }),
	"resources":       under(func(v *Deploy) *Resources { return &v.Resources }, resourcesFields),
	"restart_policy":  underNew(func(v *Deploy) **RestartPolicy { return &v.RestartPolicy }, restartPolicyFields),
	"rollback_config": underNew(func(v *Deploy) **UpdateConfig { return &v.RollbackConfig }, updateFields("continue", "pause")),
	"update_config":   underNew(func(v *Deploy) **UpdateConfig { return &v.UpdateConfig }, updateFields("continue", "pause", "rollback")),
	"x-":              extensions(func(v *Deploy) *[]tree.Entry { return &v.Extensions }),
}

// updateFields are those of update_config and rollback_config, which differ in
// what may be done about a failure.
func updateFields(actions ...string) table[UpdateConfig] {
	return table[UpdateConfig]{
		"delay":             span(func(u *UpdateConfig) *Duration { return &u.Delay }),
		"failure_action":    word(func(u *UpdateConfig) *string { return &u.FailureAction }, actions...),
		"max_failure_ratio": decimal(func(u *UpdateConfig) *float32 { return &u.MaxFailureRatio }, 1<<20),
		"monitor":           span(func(u *UpdateConfig) *Duration { return &u.Monitor }),
		"order":             word(func(u *UpdateConfig) *string { return &u.Order }, "start-first", "stop-first"),
		"parallelism":       tally(func(u *UpdateConfig) **uint64 { return &u.Parallelism }),
		"x-":                extensions(func(u *UpdateConfig) *[]tree.Entry { return &u.Extensions }),
	}
}

// restartPolicyFields take restart's words too, as docker compose does.
var restartPolicyFields = table[RestartPolicy]{
	"condition": word(func(r *RestartPolicy) *string { return &r.Condition },
		"any", "on-failure", "none", "always", "unless-stopped", "no"),
	"delay":        duration(func(r *RestartPolicy) **Duration { return &r.Delay }),
	"max_attempts": tally(func(r *RestartPolicy) **uint64 { return &r.MaxAttempts }),
	"window":       duration(func(r *RestartPolicy) **Duration { return &r.Window }),
	"x-":           extensions(func(r *RestartPolicy) *[]tree.Entry { return &r.Extensions }),
}

var placementFields = table[Placement]{
	"constraints":           texts(func(p *Placement) *[]string { return &p.Constraints }),
	"max_replicas_per_node": mostReplicas,
	"preferences":           each(func(p *Placement) *[]PlacementPreferences { return &p.Preferences }, preferenceFields.item),
	"x-":                    extensions(func(p *Placement) *[]tree.Entry { return &p.Extensions }),
}

var preferenceFields = table[PlacementPreferences]{
	"spread": text(func(p *PlacementPreferences) *string { return &p.Spread }),
	"x-":     extensions(func(p *PlacementPreferences) *[]tree.Entry { return &p.Extensions }),
}

func mostReplicas(d *decoder, s spot, into *Placement) {
	into.MaxReplicas, _ = d.count(s)
}
