package compose

import (
	"strings"

	"gocompose/compose/tree"
)

// mergeRules says how files are put on top of one another, path by path: the
// Compose Specification, "Merge and override", with docker compose's additions.
var mergeRules = tree.NewRules(tree.Table{
	"configs.*.labels":                            tree.KeyValue,
	"networks.*.ipam.config":                      tree.MergeBy(func(n *tree.Node) string { return valueOf(n, "subnet") }),
	"networks.*.labels":                           tree.KeyValue,
	"secrets.*.labels":                            tree.KeyValue,
	"services.*.annotations":                      tree.KeyValue,
	"services.*.build":                            tree.Wrap("context"),
	"services.*.build.additional_contexts":        tree.KeyValue,
	"services.*.build.args":                       tree.KeyValue,
	"services.*.build.extra_hosts":                tree.KeyValues("=:"),
	"services.*.build.extra_hosts.*":              tree.Unique,
	"services.*.build.labels":                     tree.KeyValue,
	"services.*.build.no_cache_filter":            tree.Unique.OrText(),
	"services.*.build.ssh":                        tree.KeyValue,
	"services.*.build.tags":                       tree.Unique,
	"services.*.cap_add":                          tree.Unique,
	"services.*.cap_drop":                         tree.Unique,
	"services.*.command":                          tree.Replace,
	"services.*.configs":                          tree.UniqueBy(func(n *tree.Node) string { return grantTarget(n, "/") }),
	"services.*.depends_on":                       tree.NamedAs(simplyStarted),
	"services.*.deploy.labels":                    tree.KeyValue,
	"services.*.develop.watch.*.exec.environment": tree.KeyValue,
	"services.*.develop.watch.*.ignore":           tree.Append.OrText(),
	"services.*.develop.watch.*.include":          tree.Append.OrText(),
	"services.*.device_cgroup_rules":              tree.Unique,
	"services.*.devices":                          tree.UniqueBy(deviceTarget),
	"services.*.dns":                              tree.Unique.OrText(),
	"services.*.dns_opt":                          tree.Unique,
	"services.*.dns_search":                       tree.Unique.OrText(),
	"services.*.entrypoint":                       tree.Replace,
	"services.*.env_file":                         tree.UniqueBy(envFileKey).OrText(),
	"services.*.environment":                      tree.KeyValue,
	"services.*.expose":                           tree.Unique,
	"services.*.external_links":                   tree.Unique,
	"services.*.extra_hosts":                      tree.KeyValues("=:"),
	"services.*.extra_hosts.*":                    tree.Unique,
	"services.*.gpus":                             tree.Append.OrText(),
	"services.*.group_add":                        tree.Unique,
	"services.*.healthcheck.test":                 tree.Replace,
	"services.*.label_file":                       tree.Append.OrText(),
	"services.*.labels":                           tree.KeyValue,
	"services.*.links":                            tree.Unique,
	"services.*.logging":                          tree.MergeIf(sameDriver),
	"services.*.models":                           tree.Named,
	"services.*.networks":                         tree.Named,
	"services.*.networks.*.aliases":               tree.Unique,
	"services.*.networks.*.link_local_ips":        tree.Unique,
	"services.*.post_start.*.environment":         tree.KeyValue,
	"services.*.pre_start.*.environment":          tree.KeyValue,
	"services.*.pre_stop.*.environment":           tree.KeyValue,
	"services.*.profiles":                         tree.Unique,
	"services.*.secrets":                          tree.UniqueBy(func(n *tree.Node) string { return grantTarget(n, "/run/secrets/") }),
	"services.*.security_opt":                     tree.Unique,
	"services.*.sysctls":                          tree.KeyValue,
	"services.*.tmpfs":                            tree.UniqueBy(tmpfsTarget).OrText(),
	"services.*.ulimits.*":                        tree.Replace,
	"services.*.volumes":                          tree.UniqueBy(mountTarget),
	"services.*.volumes.*.volume.labels":          tree.KeyValue,
	"services.*.volumes_from":                     tree.Unique,
	"volumes.*.labels":                            tree.KeyValue,
})

// simplyStarted is what a name in the list form of depends_on stands for. It
// says required, so that a list on top of a map overrides required: false.
var simplyStarted = tree.MapOf(
	tree.Pair("condition", tree.Str(ConditionStarted)), tree.Pair("required", tree.Bool(true)),
)

func envFileKey(n *tree.Node) string {
	if n.Kind == tree.Map {
		return valueOf(n, "path")
	}
	return n.Value
}

// deviceTarget gives the path in the container of an item of devices,
// "source[:target[:permissions]]" or a map.
func deviceTarget(n *tree.Node) string {
	if n.Kind == tree.Map {
		return valueOf(n, "target")
	}
	parts := strings.SplitN(n.Value, ":", 3)
	if len(parts) == 1 {
		return parts[0]
	}
	return parts[1]
}

// grantTarget gives the path in the container of an item of configs or secrets,
// which is the name in the given folder where the item does not say.
func grantTarget(n *tree.Node, folder string) string {
	switch {
	case n.Kind == tree.Scalar:
		return folder + n.Value
	case n.Get("target") != nil:
		return valueOf(n, "target")
	case n.Get("source") != nil:
		return folder + valueOf(n, "source")
	}
	return ""
}

// sameDriver tells whether two loggings go together: options of one driver mean
// nothing to another.
func sameDriver(base, over *tree.Node) bool {
	from, to := base.Get("driver"), over.Get("driver")
	return from == nil || to == nil || tree.Equal(from, to)
}

// valueOf gives the text of a map's value, "" where there is none.
func valueOf(n *tree.Node, key string) string {
	if v := n.Get(key); v != nil {
		return v.Value
	}
	return ""
}

func isExtension(key string) bool { return strings.HasPrefix(key, "x-") }
