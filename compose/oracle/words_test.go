package oracle

import "strings"

// words are texts for where any will do.
var words = []any{"a", "b-c", "d.e", "with space", "5", "$$x", "${FROM}", "é"}

var (
	truths    = []any{true, false, "true", "false", "${BOOL}"}
	spans     = []any{"10s", "1m30s", "0s", "1h", "500ms", "2h45m10s"}
	sizes     = []any{"1g", "64m", "100k", "2048", "1b", "1.5gb", 4096, 0, "512MB"}
	addresses = []any{"127.0.0.1", "0.0.0.0", "::1", "10.0.0.5"}
	ratios    = []any{0, 0.5, 1, "0.25", 2}
	counts    = []any{0, 1, 5, "3", "${ONE}"}
	hooks     = []any{map[string]any{"command": []any{"x", "y"}}, map[string]any{"command": "x y", "user": "u", "privileged": "true", "working_dir": "/w", "environment": []any{"A=1", "FROM"}}, map[string]any{"command": []any{"x"}, "environment": map[string]any{"A": 1, "B": nil}, "x-own": 1}}
	pairs     = []any{"A=1", "B", "C=", "D=x=y", "FROM", "E=$$X", "a.b=with space"}
	plain     = []any{"x", "", 1, 0.5, true, nil, "$$y", "${FROM}", 1e3, 12345678}
)

// values by the end of a place's path; the longest end counts.
var pools = map[string][]any{
	"services.*.annotations.[]":              pairs,
	"services.*.container_name":              {"name", "n.a-m_e", "${NAME:-cn}"},
	"services.*.isolation":                   {"default", "process"},
	"build.isolation":                        {"default", "hyperv"},
	"blkio_config.weight":                    {10, 500, "1000"},
	"weight_device.[].weight":                {10, "20"},
	"device_read_bps.[]":                     {map[string]any{"path": "/dev/a", "rate": "1mb"}},
	"device_write_bps.[]":                    {map[string]any{"path": "/dev/a", "rate": 1024}},
	"device_read_iops.[]":                    {map[string]any{"path": "/dev/a", "rate": "120"}},
	"device_write_iops.[]":                   {map[string]any{"path": "/dev/a", "rate": 30}},
	"weight_device.[]":                       {map[string]any{"path": "/dev/a", "weight": 400}},
	"post_start.[]":                          hooks,
	"pre_stop.[]":                            hooks,
	"watch.[].exec":                          hooks,
	"failure_action":                         {"continue", "pause"},
	"services.*.dns_search":                  {"example.com", []any{"a.example", "b.example"}},
	"ipam.config.[]":                         {map[string]any{"subnet": "10.0.0.0/16", "gateway": "10.0.0.1", "ip_range": "10.0.1.0/24", "aux_addresses": map[string]any{"h": "10.0.0.9"}}, map[string]any{"subnet": "2001:db8::/64"}},
	"services.*.credential_spec":             {map[string]any{"file": "./cred.json"}, map[string]any{"registry": "r"}, map[string]any{"config": "c1"}},
	"sysctls":                                {map[string]any{"net.core.somaxconn": 1024, "net.x": "0"}, []any{"net.core.somaxconn=1024"}, []any{}},
	"pre_start.[].image":                     {"pre"},
	"services.*.attach":                      truths,
	"blkio_config.device_read_bps.[].rate":   sizes,
	"blkio_config.device_write_bps.[].rate":  sizes,
	"blkio_config.device_read_iops.[].rate":  counts,
	"blkio_config.device_write_iops.[].rate": counts,
	"services.*.build":                       {".", "./dir", "../up", "/abs", "https://example.com/x.git#main:sub", "git@github.com:a/b.git", map[string]any{"dockerfile_inline": "FROM scratch\nRUN x\n"}},
	"build.context":                          {".", "./dir", "a/../b", "/abs", "https://example.com/x.git", "~/in-home"},
	"build.dockerfile":                       {"Dockerfile.dev", "sub/D", "/abs/D"},
	"build.dockerfile_inline":                {"FROM scratch\nRUN x\n"},
	"build.args.[]":                          pairs,
	"build.args.*":                           plain,
	"build.ssh":                              {[]any{"default"}, []any{"k=~/.ssh/id"}, []any{"default", "k=./p"}, map[string]any{"default": nil}, map[string]any{"k": "./p"}},
	"build.labels.[]":                        pairs,
	"build.additional_contexts":              {map[string]any{"x": "./x", "y": "service:b"}, []any{"x=/x", "y=docker-image://z", "w=https://e.com"}, map[string]any{}},
	"build.no_cache":                         truths,
	"build.pull":                             truths,
	"build.privileged":                       truths,
	"build.provenance":                       {true, false, "mode=max", "true"},
	"build.sbom":                             {true, false, "generator=x", "false"},
	"build.shm_size":                         sizes,
	"build.platforms.[]":                     {"linux/amd64", "linux/arm64"},
	"services.*.platform":                    {"linux/amd64"},
	"extra_hosts.[]":                         {"l:1.1.1.1", "m=2.2.2.2", "six:::1", "seven=[::1]", "up:host-gateway"},
	"extra_hosts.*":                          {"1.1.1.1", []any{"2.2.2.2", "::1"}, "host-gateway"},
	"cpu_count":                              counts,
	"cpu_percent":                            {0, 50, "10", 99},
	"cpu_shares":                             {0, 512, "73"},
	"cpu_quota":                              {0, 50000, "100"},
	"cpu_period":                             {0, 100000, "20"},
	"cpu_rt_period":                          {"100ms", "95000", 1000},
	"cpu_rt_runtime":                         {"400ms", "1s", 95000},
	"services.*.cpus":                        {0.5, 2, "1.5", "0.25"},
	"depends_on.*.condition":                 {"service_started", "service_healthy", "service_completed_successfully"},
	"depends_on.[]":                          {"b", "c"},
	"depends_on.*.restart":                   truths,
	"services.*.devices.[]":                  {"/dev/a:/dev/b", "/dev/a", "/dev/a:/dev/b:rwm", "vendor.com/class=name", map[string]any{"source": "/dev/x"}, map[string]any{"source": "/dev/x", "target": "/dev/y", "permissions": "r"}},
	"services.*.dns":                         {"8.8.8.8", []any{"8.8.8.8", "9.9.9.9"}, []any{}},
	"services.*.env_file":                    {"a.env", []any{"a.env", "b.env"}, []any{map[string]any{"path": "b.env"}}, []any{map[string]any{"path": "no.env", "required": false}, "a.env"}, []any{map[string]any{"path": "b.env", "format": "raw"}}, []any{map[string]any{"path": "./a.env", "required": "true"}}},
	"services.*.label_file":                  {"l.labels", []any{"l.labels", "m.labels"}},
	"services.*.expose.[]":                   {80, "81", "8000-8002", "53/udp"},
	"services.*.extends":                     {"b", map[string]any{"service": "b"}, map[string]any{"service": "other", "file": "other.yaml"}},
	"external_links.[]":                      {"x", "x:y"},
	"services.*.gpus":                        {"all", []any{map[string]any{"count": 1}}, []any{map[string]any{"driver": "nvidia", "device_ids": []any{"0", "1"}, "capabilities": []any{"gpu"}}}, []any{map[string]any{"count": "all", "options": map[string]any{"a": 1}}}},
	"devices.[].count":                       {1, "2", "all", -1},
	"services.*.group_add.[]":                {"g", "h"},
	"healthcheck.test":                       {"x y", []any{"CMD", "y"}, []any{"CMD-SHELL", "z | w"}, []any{"NONE"}},
	"healthcheck.disable":                    truths,
	"healthcheck.interval":                   spans,
	"healthcheck.timeout":                    spans,
	"healthcheck.start_period":               spans,
	"healthcheck.start_interval":             spans,
	"healthcheck.retries":                    counts,
	"services.*.image":                       {"nginx", "a/b:${TAG-1}", "localhost:5000/x"},
	"services.*.init":                        truths,
	"services.*.ipc":                         {"host", "service:b", "shareable", "private"},
	"services.*.pid":                         {"host", "service:c", nil},
	"services.*.uts":                         {"host"},
	"services.*.userns_mode":                 {"host"},
	"services.*.network_mode":                {"host", "none", "bridge", "service:b", "container:other"},
	"services.*.links.[]":                    {"b", "c:alias"},
	"logging.options.*":                      {"10m", 3, nil, "x"},
	"mac_address":                            {"02:42:ac:11:65:43"},
	"mem_limit":                              sizes,
	"mem_reservation":                        sizes,
	"mem_swappiness":                         {0, 60, "10"},
	"memswap_limit":                          {"2g", -1, "-1", 4096},
	"services.*.models.[]":                   {"m1", "m2"},
	"services.*.networks":                    {[]any{"n1"}, []any{"n1", "default"}, map[string]any{"n1": nil, "n2": map[string]any{"aliases": []any{"z"}}}, map[string]any{"n2": map[string]any{"ipv4_address": "10.0.0.5", "priority": 10}}},
	"services.*.networks.[]":                 {"n1", "n2", "default"},
	"networks.*.ipv4_address":                {"10.0.0.5"},
	"networks.*.ipv6_address":                {"2001:db8::5"},
	"link_local_ips.[]":                      {"169.254.1.1", "169.254.1.2"},
	"networks.*.priority":                    {0, 10, 1000},
	"networks.*.gw_priority":                 {0, 1, 5},
	"driver_opts.*":                          {"x", 1, "2", 0.5},
	"oom_kill_disable":                       truths,
	"oom_score_adj":                          {0, -500, 1000, "10"},
	"pids_limit":                             {0, 100, "-1", -1},
	"ports.[]":                               {"80", 9000, "1024:80", "127.0.0.1:1025:81/udp", "1026-1028:90-92", "1100-1105:70", "[::1]:1030:60", "::1:1031:60", "93-94", "1040:93/sctp"},
	"ports.[].mode":                          {"host", "ingress"},
	"ports.[].host_ip":                       addresses,
	"ports.[].target":                        {80, "81", 8080},
	"ports.[].published":                     {"2000", 2001, "2002-2003", ""},
	"ports.[].protocol":                      {"tcp", "udp"},
	"privileged":                             truths,
	"pull_policy":                            {"always", "never", "build", "if_not_present", "missing", "refresh", "daily", "weekly", "every_12h", "every_3d"},
	"pull_refresh_after":                     {"24h"},
	"read_only":                              truths,
	"restart":                                {"no", "always", "on-failure", "on-failure:3", "unless-stopped"},
	"services.*.scale":                       {1, 2, "1", "${ONE}"},
	"security_opt.[]":                        {"no-new-privileges:true", "label=disable", "seccomp:unconfined", "seccomp=unconfined"},
	"shm_size":                               sizes,
	"stdin_open":                             truths,
	"tty":                                    truths,
	"stop_grace_period":                      spans,
	"storage_opt":                            {map[string]any{"size": "1G"}, map[string]any{"size": "2G", "x": "y"}},
	"sysctls.[]":                             {"net.core.somaxconn=1024", "net.ipv4.tcp_syncookies=0"},
	"sysctls.*":                              {1024, "0"},
	"services.*.cap_add.[]":                  {"NET_ADMIN", "cap_chown", "ALL"},
	"services.*.cap_drop.[]":                 {"KILL", "CAP_MKNOD", "all"},
	"services.*.stop_signal":                 {"SIGINT", "term", "9", "RTMIN+3"},
	"services.*.tmpfs.[]":                    {"/t", "/u:size=1m", "/v/../w"},
	"services.*.tmpfs":                       {"/t", []any{"/t", "/u:size=1m"}},
	"ulimits.*.soft":                         {1, "2"},
	"ulimits.*.hard":                         {10, "20"},
	"ulimits.*":                              {65535, "100", map[string]any{"soft": 1, "hard": 2}, map[string]any{"soft": "10", "hard": "20"}, -1},
	"services.*.use_api_socket":              {false},
	"services.*.user":                        {"me", "1000:1000"},
	"services.*.volumes.[]":                  {"v1:/v1", "v2:/v2:ro", "./a:/a", "/anon", "../up:/up:z", "~/h:/h", "/abs:/abs:ro,rshared", "v1:/n:nocopy"},
	"volumes.[].type":                        {"bind", "volume", "tmpfs", "image", "npipe", "cluster"},
	"volumes.[].source":                      {"v1", "v2"},
	"volumes.[].target":                      {"/one", "/two/", "/three/../four"},
	"bind.create_host_path":                  truths,
	"bind.propagation":                       {"rprivate", "shared"},
	"volume.nocopy":                          truths,
	"tmpfs.size":                             sizes,
	"tmpfs.mode":                             {0o755, 493, "0755", 1023},
	"volumes_from.[]":                        {"b", "c:ro", "container:x", "container:x:rw"},
	"working_dir":                            {"/w", "w/x"},
	"watch.[].path":                          {"./src", "/abs", "a/../b"},
	"watch.[].initial_sync":                  {true, false},
	"services.*.deploy.mode":                 {"replicated", "global", "replicated-job"},
	"endpoint_mode":                          {"vip", "dnsrr"},
	"deploy.replicas":                        {1, 2, "1"},
	"deploy.labels.[]":                       pairs,
	"rollback_config.delay":                  spans,
	"rollback_config.monitor":                spans,
	"rollback_config.max_failure_ratio":      ratios,
	"rollback_config.parallelism":            counts,
	"update_config.delay":                    spans,
	"update_config.monitor":                  spans,
	"update_config.max_failure_ratio":        ratios,
	"update_config.parallelism":              counts,
	"limits.cpus":                            {0.5, "1.5", 2},
	"limits.memory":                          {"1g", "64m", "2048"},
	"limits.pids":                            counts,
	"reservations.cpus":                      {0.5, "1.5", 2},
	"reservations.memory":                    {"1g", "64m"},
	"discrete_resource_spec.value":           counts,
	"restart_policy.condition":               {"none", "on-failure", "any"},
	"restart_policy.delay":                   spans,
	"restart_policy.window":                  spans,
	"restart_policy.max_attempts":            counts,
	"max_replicas_per_node":                  counts,
	"services.*.configs.[]":                  {"c1", map[string]any{"source": "c1", "target": "/c", "mode": 0o440}, map[string]any{"source": "c2", "uid": "1", "gid": "2", "mode": "0400"}},
	"services.*.secrets.[]":                  {"s1", map[string]any{"source": "s1", "target": "/s", "mode": 288}, map[string]any{"source": "s2", "uid": "1", "gid": "2", "mode": "0444"}},
	"build.secrets.[]":                       {"s1", map[string]any{"source": "s2", "target": "t", "uid": "1", "gid": "2", "mode": "0400"}},
	"credential_spec.config":                 {"c1"},
	"credential_spec.file":                   {"./cred.json"},
	"pre_start.[].per_replica":               truths,
	"environment.[]":                         pairs,
	"environment.*":                          plain,
	"labels.[]":                              pairs,
	"labels.*":                               plain,
	"annotations.*":                          plain,
	"options.[]":                             pairs,
	"services.*.provider.type":               {"p"},
	"networks.*.external":                    {true, false, "true", map[string]any{"name": "elsewhere"}},
	"volumes.*.external":                     {true, false, "true", map[string]any{"name": "elsewhere"}},
	"secrets.*.external":                     {true, "true"},
	"configs.*.external":                     {true, "true"},
	"internal":                               truths,
	"attachable":                             truths,
	"enable_ipv4":                            truths,
	"enable_ipv6":                            truths,
	"subnet":                                 {"10.0.0.0/16", "2001:db8::/64"},
	"ip_range":                               {"10.0.1.0/24"},
	"gateway":                                {"10.0.0.1"},
	"aux_addresses.*":                        {"10.0.0.9"},
	"secrets.*":                              {map[string]any{"file": "./s.txt"}, map[string]any{"environment": "FROM", "name": "other", "labels": []any{"a=1"}}, map[string]any{"file": "~/s", "driver_opts": map[string]any{"a": 1}}},
	"configs.*":                              {map[string]any{"file": "./c.txt", "name": "n"}, map[string]any{"environment": "FROM", "labels": map[string]any{"a": 1}}, map[string]any{"content": "$$x ${FROM}\n"}},
	"secrets.*.file":                         {"./s.txt", "/abs/s", "~/s"},
	"configs.*.file":                         {"./c.txt", "/abs/c"},
	"secrets.*.environment":                  {"FROM"},
	"configs.*.environment":                  {"FROM"},
	"configs.*.content":                      {"text\n", "${FROM}"},
	"profiles.[]":                            {"p", "q"},
	"deploy.resources.reservations.devices.[].count": {1, "all", "2"},
}

// wordsFor gives the values for a path; nil where the schema alone says what may be there.
func wordsFor(path string) []any {
	for {
		if choices, ok := pools[path]; ok {
			return choices
		}
		_, rest, found := strings.Cut(path, ".")
		if !found {
			return nil
		}
		path = rest
	}
}

// keysFor gives keys for a map that takes any.
func keysFor(path string) []string {
	at := path[strings.LastIndexByte(path, '.')+1:]
	switch {
	case path == "services.*.networks":
		return []string{"n1", "n2", "default"}
	case path == "services.*.models":
		return []string{"m1", "m2"}
	case at == "depends_on":
		return []string{"b", "c"}
	case at == "ulimits":
		return []string{"nofile", "nproc", "core"}
	case at == "extra_hosts":
		return []string{"h", "i", "j.example"}
	case at == "environment", at == "args":
		return []string{"A", "B", "FROM", "D_E"}
	}
	return []string{"a", "B", "c.d", "e-f"}
}
