package engine

// other is a file that includes and extends name.
const other = `services:
  base:
    image: busybox
    environment: {FROM: base}
  web:
    image: redis
    environment: {FROM: web}
`

// included is a file that include names: what it comes to depends on variables and on its folder.
const included = `services:
  extra:
    image: busybox
    environment: {FROM: "${FROM_FILE:-nowhere}"}
    volumes: ["./here:/here"]
`

// keys is the keys of maps that have any, by what holds them.
var keys = map[string]string{
	"configs": "conf", "models": "llm", "networks": "front", "secrets": "tok", "services": "web", "volumes": "data",
	"services.*.build.extra_hosts": "host", "services.*.extra_hosts": "host", "services.*.build.ulimits": "nofile",
	"services.*.depends_on": "db", "services.*.models": "llm", "services.*.networks": "front",
	"services.*.sysctls": "net.core.somaxconn", "services.*.ulimits": "nofile", "services.*.build.additional_contexts": "more",
	"services.*.build.ssh": "default", "services.*.storage_opt": "size", "services.*.logging.options": "max-size",
	"networks.*.ipam.config.[].aux_addresses": "router",
}

// around is what stands elsewhere in the file, by the beginning of a leaf.
var around = map[string]func() m{
	"services.*.extends":                 func() m { return m{"services": m{"base": m{"image": "busybox", "user": "7"}}} },
	"configs":                            func() m { return web(m{"configs": l{"conf"}}) },
	"models":                             func() m { return web(m{"models": l{"llm"}}) },
	"networks":                           func() m { return web(m{"networks": l{"front"}}) },
	"secrets":                            func() m { return web(m{"secrets": l{"tok"}}) },
	"volumes":                            func() m { return web(m{"volumes": l{"data:/data"}}) },
	"services.*.build.secrets":           secretTok,
	"services.*.configs":                 configConf,
	"services.*.credential_spec":         configConf,
	"services.*.depends_on":              db,
	"services.*.links":                   db,
	"services.*.models":                  func() m { return m{"models": m{"llm": m{"model": "ai/smollm2"}}} },
	"services.*.networks":                func() m { return m{"networks": m{"front": m{}, "back": m{}}} },
	"services.*.secrets":                 secretTok,
	"services.*.volumes_from":            db,
	"services.*.volumes":                 func() m { return m{"volumes": m{"data": m{}, "own": m{}}} },
	"services.*.networks.*.ipv4_address": func() m { return subnet("10.99.0.0/24") },
	"services.*.networks.*.ipv6_address": func() m { return subnet("fd00:99::/64") },
}

func web(service m) m { return m{"services": m{"web": service}} }

func db() m {
	return m{"services": m{"db": m{"image": "redis", "volumes": l{"/own"}, "healthcheck": m{"test": "true"}}}}
}

func secretTok() m {
	return m{"secrets": m{"tok": m{"file": "./tok"}, "tok2": m{"file": "./profile.json"}}}
}

func configConf() m { return m{"configs": m{"conf": m{"content": "{}"}, "conf2": m{"content": "[]"}}} }

func subnet(pool string) m {
	return m{"networks": m{"front": m{"enable_ipv6": true, "ipam": m{"config": l{m{"subnet": pool}}}}}}
}

// beside is what stands beside a leaf in the maps that it is in; "LEAF in MAP"
// is for one leaf alone.
var beside = map[string]m{
	"configs.*":                              {"content": "hello"},
	"configs.*.file in configs.*":            {},
	"configs.*.environment in configs.*":     {},
	"configs.*.external in configs.*":        {},
	"configs.*.external.name in configs.*":   {},
	"configs.*.template_driver in configs.*": {"file": "./tok"},
	"include.[]":                             {"path": "./included.yaml"}, "include.[].path in include.[]": {}, "include.[].path.[] in include.[]": {},
	"services.*.extends.file in services.*.extends":             {"service": "web"},
	"services.*.env_file.[].required in services.*.env_file.[]": {"path": "./missing.env"},
	"models.*":                             {"model": "ai/smollm2"},
	"secrets.*":                            {"file": "./tok"},
	"secrets.*.environment in secrets.*":   {},
	"secrets.*.external in secrets.*":      {},
	"secrets.*.external.name in secrets.*": {},
	"networks.*.ipam.config.[]":            {"subnet": "10.98.0.0/24"},
	"networks.*.ipam.config.[].subnet in networks.*.ipam.config.[]": {},

	"services.*.blkio_config.device_read_bps.[]":          {"path": "/dev/sda", "rate": 1},
	"services.*.blkio_config.device_read_iops.[]":         {"path": "/dev/sda", "rate": 1},
	"services.*.blkio_config.device_write_bps.[]":         {"path": "/dev/sda", "rate": 1},
	"services.*.blkio_config.device_write_iops.[]":        {"path": "/dev/sda", "rate": 1},
	"services.*.blkio_config.weight_device.[]":            {"path": "/dev/sda", "weight": 100},
	"services.*.build":                                    {"context": "."},
	"services.*.build.secrets.[]":                         {"source": "tok"},
	"services.*.build.ulimits.*":                          {"soft": 10, "hard": 20},
	"services.*.configs.[]":                               {"source": "conf"},
	"services.*.deploy.resources.reservations.devices.[]": {"capabilities": l{"gpu"}, "count": 1},
	"services.*.deploy.resources.reservations.devices.[].device_ids.[] in services.*.deploy.resources.reservations.devices.[]":                                                          {"capabilities": l{"gpu"}},
	"services.*.deploy.resources.reservations.generic_resources.[].discrete_resource_spec":                                                                                              {"kind": "gpu", "value": 1},
	"services.*.deploy.resources.reservations.generic_resources.[].discrete_resource_spec.kind in services.*.deploy.resources.reservations.generic_resources.[].discrete_resource_spec": {"value": 2},
	"services.*.deploy.restart_policy":                            {"condition": "on-failure"},
	"services.*.develop.watch.[]":                                 {"path": "./sub", "action": "sync", "target": "/srv"},
	"services.*.develop.watch.[].exec":                            {"command": "true"},
	"services.*.devices.[]":                                       {"source": "/dev/null"},
	"services.*.env_file.[]":                                      {"path": "./vars.env"},
	"services.*.extends":                                          {"service": "web", "file": "./other.yaml"},
	"services.*.gpus.[]":                                          {"count": 1},
	"services.*.gpus.[].device_ids.[] in services.*.gpus.[]":      {},
	"services.*.healthcheck":                                      {"test": "true", "interval": "9s", "start_period": "9s"},
	"services.*.logging":                                          {"driver": "json-file"},
	"services.*.networks":                                         {"back": nil, "front": m{}},
	"services.*.depends_on.*.required in services.*.depends_on.*": {"condition": "service_started"},
	"services.*.depends_on.*.restart in services.*.depends_on.*":  {"condition": "service_started"},
	"services.*.ports.[]":                                         {"target": 80, "published": "8080"},
	"services.*.post_start.[]":                                    {"command": "true"},
	"services.*.pre_start.[]":                                     {"command": "true"},
	"services.*.pre_stop.[]":                                      {"command": "true"},
	"services.*.provider":                                         {"type": "cloud"},
	"services.*.secrets.[]":                                       {"source": "tok"},
	"services.*.ulimits.*":                                        {"soft": 10, "hard": 20},
	"services.*.volumes.[].bind.create_host_path in services.*.volumes.[]": aBind, "services.*.volumes.[].bind.propagation in services.*.volumes.[]": aBind,
	"services.*.volumes.[].bind.recursive in services.*.volumes.[]": aBind, "services.*.volumes.[].bind.selinux in services.*.volumes.[]": aBind,
	"services.*.volumes.[].consistency in services.*.volumes.[]":   aBind,
	"services.*.volumes.[].image.subpath in services.*.volumes.[]": {"type": "image", "source": "nginx", "target": "/data"},
	"services.*.volumes.[].tmpfs.mode in services.*.volumes.[]":    aTmpfs, "services.*.volumes.[].tmpfs.size in services.*.volumes.[]": aTmpfs,
	"services.*.volumes.[].type in services.*.volumes.[]":             {"type": "volume", "target": "/data"},
	"services.*.volumes.[].volume.labels.* in services.*.volumes.[]":  {"type": "volume", "target": "/data"},
	"services.*.volumes.[].volume.labels.[] in services.*.volumes.[]": {"type": "volume", "target": "/data"},
	"services.*.volumes.[]": {"type": "volume", "source": "data", "target": "/data"},
}

var aBind, aTmpfs = m{"type": "bind", "source": "/srv", "target": "/data", "read_only": true}, m{"type": "tmpfs", "target": "/data"}

// values is what a leaf is set to; "probe" where it is not here.
var values = map[string]any{
	"configs.*.environment": "VALUE", "configs.*.external": true, "configs.*.file": "./tok", "configs.*.labels.[]": "key=probe",
	"include.[]": "./included.yaml", "include.[].path": "./included.yaml", "include.[].path.[]": "./included.yaml",
	"include.[].env_file": "./vars.env", "include.[].env_file.[]": "./vars.env", "include.[].project_directory": "./more",
	"models.*.context_size": 1024,
	"networks.*.attachable": true, "networks.*.enable_ipv4": false, "networks.*.enable_ipv6": true, "networks.*.external": true,
	"networks.*.internal": true, "networks.*.ipam.config.[].gateway": "10.98.0.9", "networks.*.ipam.config.[].ip_range": "10.98.0.128/25",
	"networks.*.ipam.config.[].subnet": "10.97.0.0/24", "networks.*.ipam.config.[].aux_addresses.*": "10.98.0.7", "networks.*.labels.[]": "key=probe",
	"secrets.*.environment": "VALUE", "secrets.*.external": true, "secrets.*.file": "./profile.json", "secrets.*.labels.[]": "key=probe",
	"volumes.*.external": true, "volumes.*.labels.[]": "key=probe",

	"services.*.annotations.[]": "key=probe", "services.*.attach": false,
	"services.*.blkio_config.device_read_bps.[].path": "/dev/sdb", "services.*.blkio_config.device_read_bps.[].rate": "2mb",
	"services.*.blkio_config.device_read_iops.[].path": "/dev/sdb", "services.*.blkio_config.device_read_iops.[].rate": 200,
	"services.*.blkio_config.device_write_bps.[].path": "/dev/sdb", "services.*.blkio_config.device_write_bps.[].rate": "2mb",
	"services.*.blkio_config.device_write_iops.[].path": "/dev/sdb", "services.*.blkio_config.device_write_iops.[].rate": 200,
	"services.*.blkio_config.weight": 300, "services.*.blkio_config.weight_device.[].path": "/dev/sdb", "services.*.blkio_config.weight_device.[].weight": 200,

	"services.*.build": ".", "services.*.build.context": "./sub", "services.*.build.dockerfile": "sub/Dockerfile", "services.*.build.dockerfile_inline": "FROM nginx",
	"services.*.build.additional_contexts.*": "./sub", "services.*.build.additional_contexts.[]": "more=./sub", "services.*.build.args.[]": "key=probe",
	"services.*.build.cache_from.[]": "type=local,src=cache", "services.*.build.cache_to.[]": "type=local,dest=cache",
	"services.*.build.entitlements.[]": "network.host", "services.*.build.extra_hosts.*": "10.0.0.9", "services.*.build.extra_hosts.*.[]": "10.0.0.9",
	"services.*.build.extra_hosts.[]": "host=10.0.0.9", "services.*.build.isolation": "hyperv", "services.*.build.labels.[]": "key=probe",
	"services.*.build.network": "host", "services.*.build.no_cache": true, "services.*.build.platforms.[]": "linux/arm64", "services.*.build.privileged": true,
	"services.*.build.provenance": "mode=max", "services.*.build.pull": true, "services.*.build.sbom": true, "services.*.build.secrets.[]": "tok",
	"services.*.build.secrets.[].gid": "7", "services.*.build.secrets.[].uid": "7", "services.*.build.secrets.[].mode": "0400", "services.*.build.secrets.[].source": "tok2",
	"services.*.build.shm_size": "128m", "services.*.build.ssh.*": "./tok", "services.*.build.ssh.[]": "default", "services.*.build.tags.[]": "more:1",
	"services.*.build.ulimits.*": 30, "services.*.build.ulimits.*.hard": 30, "services.*.build.ulimits.*.soft": 5,

	"services.*.cap_add.[]": "NET_ADMIN", "services.*.cap_drop.[]": "MKNOD", "services.*.cgroup": "host", "services.*.command.[]": "probe",
	"services.*.configs.[]": "conf", "services.*.configs.[].gid": "7", "services.*.configs.[].uid": "7", "services.*.configs.[].mode": "0400",
	"services.*.configs.[].source": "conf2", "services.*.configs.[].target": "/etc/probe", "services.*.credential_spec.config": "conf",
	"services.*.cpu_count": 2, "services.*.cpu_percent": 50, "services.*.cpu_period": 50000, "services.*.cpu_quota": 25000, "services.*.cpu_rt_period": 1000,
	"services.*.cpu_rt_runtime": 500, "services.*.cpu_shares": 512, "services.*.cpus": 0.5, "services.*.cpuset": "0",
	"services.*.depends_on.[]": "db", "services.*.depends_on.*.condition": "service_healthy", "services.*.depends_on.*.required": false, "services.*.depends_on.*.restart": true,

	"services.*.deploy.endpoint_mode": "dnsrr", "services.*.deploy.labels.[]": "key=probe", "services.*.deploy.mode": "global",
	"services.*.deploy.placement.constraints.[]": "node.role==manager", "services.*.deploy.placement.max_replicas_per_node": 1, "services.*.deploy.replicas": 2,
	"services.*.deploy.resources.limits.cpus": "0.5", "services.*.deploy.resources.limits.memory": "64m", "services.*.deploy.resources.limits.pids": 20,
	"services.*.deploy.resources.reservations.cpus": "0.25", "services.*.deploy.resources.reservations.memory": "32m",
	"services.*.deploy.resources.reservations.devices.[].capabilities.[]": "tpu", "services.*.deploy.resources.reservations.devices.[].count": 2,
	"services.*.deploy.resources.reservations.devices.[].device_ids.[]": "0", "services.*.deploy.resources.reservations.devices.[].options.[]": "key=probe",
	"services.*.deploy.resources.reservations.generic_resources.[].discrete_resource_spec.value": 2,
	"services.*.deploy.restart_policy.condition":                                                 "any", "services.*.deploy.restart_policy.delay": "5s", "services.*.deploy.restart_policy.max_attempts": 3,
	"services.*.deploy.restart_policy.window": "60s",
	"services.*.deploy.rollback_config.delay": "5s", "services.*.deploy.rollback_config.failure_action": "pause", "services.*.deploy.rollback_config.max_failure_ratio": 0.5,
	"services.*.deploy.rollback_config.monitor": "5s", "services.*.deploy.rollback_config.order": "start-first", "services.*.deploy.rollback_config.parallelism": 2,
	"services.*.deploy.update_config.delay": "5s", "services.*.deploy.update_config.failure_action": "pause", "services.*.deploy.update_config.max_failure_ratio": 0.5,
	"services.*.deploy.update_config.monitor": "5s", "services.*.deploy.update_config.order": "start-first", "services.*.deploy.update_config.parallelism": 2,

	"services.*.develop.watch.[].action": "rebuild", "services.*.develop.watch.[].exec.environment.[]": "key=probe", "services.*.develop.watch.[].exec.privileged": true,
	"services.*.develop.watch.[].initial_sync": true, "services.*.develop.watch.[].path": "./other", "services.*.develop.watch.[].target": "/probe",
	"services.*.device_cgroup_rules.[]": "c 1:3 mr", "services.*.devices.[]": "/dev/null", "services.*.devices.[].permissions": "r", "services.*.devices.[].source": "/dev/zero",
	"services.*.devices.[].target": "/dev/probe", "services.*.dns": "1.1.1.1", "services.*.dns.[]": "1.1.1.1",
	"services.*.env_file": "./vars.env", "services.*.env_file.[]": "./vars.env", "services.*.env_file.[].path": "./more.env", "services.*.env_file.[].format": "raw",
	"services.*.env_file.[].required": false, "services.*.environment.[]": "key=probe", "services.*.expose.[]": "7000",
	"services.*.extends": "base", "services.*.extends.file": "./other.yaml", "services.*.extends.service": "base", "services.*.external_links.[]": "elsewhere:alias",
	"services.*.extra_hosts.*": "10.0.0.9", "services.*.extra_hosts.*.[]": "10.0.0.9", "services.*.extra_hosts.[]": "host=10.0.0.9",
	"services.*.gpus": "all", "services.*.gpus.[].count": 2, "services.*.gpus.[].device_ids.[]": "0", "services.*.gpus.[].options.[]": "key=probe",
	"services.*.healthcheck.disable": true, "services.*.healthcheck.interval": "7s", "services.*.healthcheck.retries": 7, "services.*.healthcheck.start_interval": "2s",
	"services.*.healthcheck.start_period": "8s", "services.*.healthcheck.test": "exit 1", "services.*.healthcheck.test.[]": "NONE", "services.*.healthcheck.timeout": "7s",
	"services.*.init": true, "services.*.ipc": "host", "services.*.label_file": "./labels", "services.*.label_file.[]": "./labels", "services.*.labels.[]": "key=probe",
	"services.*.links.[]": "db:other", "services.*.logging.driver": "local", "services.*.logging.options.*": "1m", "services.*.mac_address": "02:42:ac:11:00:09",
	"services.*.mem_limit": "64m", "services.*.mem_reservation": "32m", "services.*.mem_swappiness": 10, "services.*.memswap_limit": "128m", "services.*.models.[]": "llm",
	"services.*.network_mode": "host", "services.*.networks.[]": "front", "services.*.networks.*.gw_priority": 5, "services.*.networks.*.interface_name": "eth9",
	"services.*.networks.*.ipv4_address": "10.99.0.9", "services.*.networks.*.ipv6_address": "fd00:99::9", "services.*.networks.*.link_local_ips.[]": "169.254.7.7",
	"services.*.networks.*.mac_address": "02:42:ac:11:00:09", "services.*.networks.*.priority": 5,
	"services.*.oom_kill_disable": true, "services.*.oom_score_adj": 100, "services.*.pid": "host", "services.*.pids_limit": 20, "services.*.platform": "linux/amd64",
	"services.*.ports.[]": "8080:80", "services.*.ports.[].host_ip": "127.0.0.1", "services.*.ports.[].mode": "host", "services.*.ports.[].protocol": "udp",
	"services.*.ports.[].published": "8081", "services.*.ports.[].target": 81,
	"services.*.post_start.[].environment.[]": "key=probe", "services.*.post_start.[].privileged": true, "services.*.post_start.[].command": "probe",
	"services.*.pre_start.[].environment.[]": "key=probe", "services.*.pre_start.[].privileged": true, "services.*.pre_start.[].per_replica": true,
	"services.*.pre_stop.[].environment.[]": "key=probe", "services.*.pre_stop.[].privileged": true,
	"services.*.privileged": true, "services.*.isolation": "hyperv", "services.*.volumes.[].consistency": "cached", "services.*.pull_policy": "always", "services.*.pull_refresh_after": "1h", "services.*.read_only": true, "services.*.restart": "always",
	"services.*.scale": 2, "services.*.secrets.[]": "tok", "services.*.secrets.[].gid": "7", "services.*.secrets.[].uid": "7", "services.*.secrets.[].mode": "0400",
	"services.*.secrets.[].source": "tok2", "services.*.secrets.[].target": "probe", "services.*.security_opt.[]": "seccomp=./profile.json", "services.*.shm_size": "128m",
	"services.*.stdin_open": true, "services.*.stop_grace_period": "7s", "services.*.stop_signal": "SIGINT", "services.*.sysctls.*": 128,
	"services.*.sysctls.[]": "net.core.somaxconn=128", "services.*.tmpfs": "/probe", "services.*.tmpfs.[]": "/probe", "services.*.tty": true,
	"services.*.ulimits.*": 30, "services.*.ulimits.*.hard": 30, "services.*.ulimits.*.soft": 5, "services.*.use_api_socket": true, "services.*.userns_mode": "host",
	"services.*.uts": "host", "services.*.volumes_from.[]": "db:ro", "services.*.working_dir": "/probe",
	"services.*.volumes.[]": "data:/data", "services.*.volumes.[].bind.create_host_path": false, "services.*.volumes.[].bind.propagation": "rshared",
	"services.*.volumes.[].bind.recursive": "disabled", "services.*.volumes.[].bind.selinux": "z", "services.*.volumes.[].read_only": true,
	"services.*.volumes.[].source": "own", "services.*.volumes.[].target": "/probe", "services.*.volumes.[].tmpfs.mode": 448, "services.*.volumes.[].tmpfs.size": "1m",
	"services.*.volumes.[].type": "tmpfs", "services.*.volumes.[].volume.labels.[]": "key=probe", "services.*.volumes.[].volume.nocopy": true,
	"version": "3.8", "name": "other",
}

// elsewhere is the leaves that only the model shows, and who acts on them.
var elsewhere = map[string]string{
	"services.*.deploy.update_config.delay":             forUpdates,
	"services.*.deploy.update_config.failure_action":    forUpdates,
	"services.*.deploy.update_config.max_failure_ratio": forUpdates,
	"services.*.deploy.update_config.monitor":           forUpdates,
	"services.*.deploy.update_config.order":             forUpdates,
	"services.*.deploy.update_config.parallelism":       forUpdates,
	"services.*.deploy.rollback_config.delay":           forUpdates,
	"services.*.deploy.rollback_config.monitor":         forUpdates,
	"services.*.deploy.rollback_config.order":           forUpdates,
	"services.*.deploy.rollback_config.parallelism":     forUpdates,

	"services.*.attach":        "up and logs leave it out (cmd/gocompose/attach.go)",
	"services.*.ports.[].mode": "both modes publish on this host where there is one engine",

	"models.*.context_size": runsNoModels, "models.*.model": runsNoModels, "models.*.name": runsNoModels, "models.*.runtime_flags.[]": runsNoModels,

	"services.*.develop.watch.[].action":              forWatch,
	"services.*.develop.watch.[].exec.command":        forWatch,
	"services.*.develop.watch.[].exec.command.[]":     forWatch,
	"services.*.develop.watch.[].exec.environment.*":  forWatch,
	"services.*.develop.watch.[].exec.environment.[]": forWatch,
	"services.*.develop.watch.[].exec.privileged":     forWatch,
	"services.*.develop.watch.[].exec.user":           forWatch,
	"services.*.develop.watch.[].exec.working_dir":    forWatch,
	"services.*.develop.watch.[].ignore":              forWatch,
	"services.*.develop.watch.[].ignore.[]":           forWatch,
	"services.*.develop.watch.[].include":             forWatch,
	"services.*.develop.watch.[].include.[]":          forWatch,
	"services.*.develop.watch.[].initial_sync":        forWatch,
	"services.*.develop.watch.[].path":                forWatch,
	"services.*.develop.watch.[].target":              forWatch,
}

const (
	runsNoModels = "the service that uses the model gets a warning at its models"
	forWatch     = "only the command watch acts on it, and there is none yet"
	forUpdates   = "first starts are no updates (engine/plan/update.go, and its golden files)"
)

// refused is the leaves that end in an error at their place, with words of it:
// what needs something that is not there, or that only a cluster has.
var refused = map[string]string{
	"configs.*.external": "an engine without a cluster", "configs.*.external.name": "an engine without a cluster", "configs.*.template_driver": "an engine without a cluster",
	"secrets.*.external": "an engine without a cluster", "secrets.*.external.name": "an engine without a cluster", "secrets.*.template_driver": "an engine without a cluster",
	"secrets.*.driver": "an engine without a cluster", "networks.*.external": "does not exist", "networks.*.external.name": "does not exist",
	"volumes.*.external": "does not exist", "volumes.*.external.name": "does not exist",
	"services.*.build.ssh.*": "ssh key", "services.*.build.ssh.[]": "SSH_AUTH_SOCK is not set", "services.*.external_links.[]": "there is no such container",
}
