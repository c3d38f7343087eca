package compose

import "gocompose/compose/tree"

// mergeRules says how files are put on top of one another, path by path: the
// Compose Specification, "Merge and override", with docker compose's additions.
var mergeRules = tree.NewRules(tree.Table{
	"networks.*.ipam.config":        tree.MergeBy(func(n *tree.Node) string { return valueOf(n, "subnet") }),
	"networks.*.labels":             tree.KeyValue,
	"services.*.build":              tree.Wrap("context"),
	"services.*.build.args":         tree.KeyValue,
	"services.*.cap_add":            tree.Unique,
	"services.*.cap_drop":           tree.Unique,
	"services.*.command":            tree.Replace,
	"services.*.depends_on":         tree.NamedAs(simplyStarted),
	"services.*.entrypoint":         tree.Replace,
	"services.*.env_file":           tree.UniqueBy(envFileKey),
	"services.*.environment":        tree.KeyValue,
	"services.*.expose":             tree.Unique,
	"services.*.extra_hosts":        tree.KeyValues("=:"),
	"services.*.healthcheck.test":   tree.Replace,
	"services.*.labels":             tree.KeyValue,
	"services.*.networks":           tree.Named,
	"services.*.networks.*.aliases": tree.Unique,
	"services.*.profiles":           tree.Unique,
	"services.*.tmpfs":              tree.UniqueBy(tmpfsTarget),
	"services.*.volumes":            tree.UniqueBy(mountTarget),
	"volumes.*.labels":              tree.KeyValue,
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

// valueOf gives the text of a map's value, "" where there is none.
func valueOf(n *tree.Node, key string) string {
	if v := n.Get(key); v != nil {
		return v.Value
	}
	return ""
}
