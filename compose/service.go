package compose

import (
	"strings"

	"github.com/distribution/reference"

	"gocompose/compose/tree"
)

// serviceFields are the attributes of a service, §5 of the Compose Specification.
var serviceFields = table[Service]{
	"annotations":         values(func(s *Service) *map[string]string { return &s.Annotations }),
	"attach":              choice(func(s *Service) **bool { return &s.Attach }),
	"blkio_config":        underNew(func(s *Service) **BlkioConfig { return &s.BlkioConfig }, blkioFields),
	"build":               build,
	"cap_add":             capabilities(func(s *Service) *[]string { return &s.CapAdd }),
	"cap_drop":            capabilities(func(s *Service) *[]string { return &s.CapDrop }),
	"cgroup":              textVia(func(s *Service) *string { return &s.Cgroup }, (*decoder).cgroup),
	"cgroup_parent":       text(func(s *Service) *string { return &s.CgroupParent }),
	"command":             command(func(s *Service) *[]string { return &s.Command }),
	"configs":             fileMounts(func(s *Service) *[]FileMount { return &s.Configs }),
	"container_name":      textVia(func(s *Service) *string { return &s.ContainerName }, (*decoder).containerName),
	"cpu_count":           whole(func(s *Service) *int64 { return &s.CPUCount }, 0, 1<<31),
	"cpu_percent":         decimal(func(s *Service) *float32 { return &s.CPUPercent }, 100),
	"cpu_period":          whole(func(s *Service) *int64 { return &s.CPUPeriod }, 0, 1<<62),
	"cpu_quota":           whole(func(s *Service) *int64 { return &s.CPUQuota }, -1, 1<<62),
	"cpu_rt_period":       micros(func(s *Service) *int64 { return &s.CPURTPeriod }),
	"cpu_rt_runtime":      micros(func(s *Service) *int64 { return &s.CPURTRuntime }),
	"cpu_shares":          whole(func(s *Service) *int64 { return &s.CPUShares }, 0, 1<<62),
	"cpus":                decimal(func(s *Service) *float32 { return &s.CPUs }, 1<<20),
	"cpuset":              text(func(s *Service) *string { return &s.CPUSet }),
	"credential_spec":     credentialSpec,
	"depends_on":          dependencies,
	"deploy":              maybe(underNew(func(s *Service) **Deploy { return &s.Deploy }, deployFields)),
	"develop":             maybe(underNew(func(s *Service) **Develop { return &s.Develop }, developFields)),
	"device_cgroup_rules": texts(func(s *Service) *[]string { return &s.DeviceCgroupRules }),
	"devices":             each(func(s *Service) *[]Device { return &s.Devices }, device),
	"dns":                 dns,
	"dns_opt":             texts(func(s *Service) *[]string { return &s.DNSOpts }),
	"dns_search":          texts(func(s *Service) *[]string { return &s.DNSSearch }),
	"domainname":          text(func(s *Service) *string { return &s.DomainName }),
	"entrypoint":          command(func(s *Service) *[]string { return &s.Entrypoint }),
	"env_file":            envFiles,
	"environment":         variables(func(s *Service) *map[string]*string { return &s.Environment }),
	"expose":              expose,
	"extends":             done[Service],
	"external_links":      links(func(s *Service) *[]string { return &s.ExternalLinks }, "CONTAINER"),
	"extra_hosts":         extraHosts(func(s *Service) *HostsList { return &s.ExtraHosts }),
	"gpus":                each(func(s *Service) *[]DeviceRequest { return &s.GPUs }, gpu),
	"group_add":           numbersOrTexts(func(s *Service) *[]string { return &s.GroupAdd }),
	"healthcheck":         underNew(func(s *Service) **Healthcheck { return &s.Healthcheck }, healthcheckFields),
	"hostname":            text(func(s *Service) *string { return &s.Hostname }),
	"image":               textVia(func(s *Service) *string { return &s.Image }, (*decoder).image),
	"init":                choice(func(s *Service) **bool { return &s.Init }),
	"ipc":                 textVia(func(s *Service) *string { return &s.IPC }, namespace("host", "none", "private", "shareable")),
	"isolation":           textVia(func(s *Service) *string { return &s.Isolation }, (*decoder).isolation),
	"label_file":          labelFiles,
	"labels":              values(func(s *Service) *map[string]string { return &s.Labels }),
	"links":               links(func(s *Service) *[]string { return &s.Links }, "SERVICE"),
	"logging":             underNew(func(s *Service) **Logging { return &s.Logging }, loggingFields),
	"mac_address":         textVia(func(s *Service) *string { return &s.MacAddress }, (*decoder).macAddress),
	"mem_limit":           size(func(s *Service) *Bytes { return &s.MemLimit }),
	"mem_reservation":     size(func(s *Service) *Bytes { return &s.MemReservation }),
	"mem_swappiness":      swappiness,
	"memswap_limit":       swap,
	"models":              optioned(func(s *Service) *map[string]*ServiceModel { return &s.Models }, serviceModelFields),
	"network_mode":        textVia(func(s *Service) *string { return &s.NetworkMode }, (*decoder).networkMode),
	"networks":            optioned(func(s *Service) *map[string]*ServiceNetwork { return &s.Networks }, serviceNetworkFields),
	"oom_kill_disable":    truth(func(s *Service) *bool { return &s.OomKillDisable }),
	"oom_score_adj":       whole(func(s *Service) *int64 { return &s.OomScoreAdj }, -1000, 1000),
	"pid":                 maybe(textVia(func(s *Service) *string { return &s.PID }, namespace("host"))),
	"pids_limit":          whole(func(s *Service) *int64 { return &s.PidsLimit }, -1, 1<<31),
	"platform":            textVia(func(s *Service) *string { return &s.Platform }, (*decoder).platform),
	"ports":               ports,
	"post_start":          each(func(s *Service) *[]Hook { return &s.PostStart }, hook),
	"pre_start":           each(func(s *Service) *[]Hook { return &s.PreStart }, preStart),
	"pre_stop":            each(func(s *Service) *[]Hook { return &s.PreStop }, hook),
	"privileged":          truth(func(s *Service) *bool { return &s.Privileged }),
	"profiles":            texts(func(s *Service) *[]string { return &s.Profiles }),
	"provider":            provider,
	"pull_policy":         textVia(func(s *Service) *string { return &s.PullPolicy }, (*decoder).pullPolicy),
	"pull_refresh_after":  duration(func(s *Service) **Duration { return &s.PullRefreshAfter }),
	"read_only":           truth(func(s *Service) *bool { return &s.ReadOnly }),
	"restart":             textVia(func(s *Service) *string { return &s.Restart }, (*decoder).restart),
	"runtime":             text(func(s *Service) *string { return &s.Runtime }),
	"scale":               count(func(s *Service) **int { return &s.Scale }),
	"secrets":             serviceSecrets,
	"security_opt":        securityOpts,
	"shm_size":            size(func(s *Service) *Bytes { return &s.ShmSize }),
	"stdin_open":          truth(func(s *Service) *bool { return &s.StdinOpen }),
	"stop_grace_period":   duration(func(s *Service) **Duration { return &s.StopGracePeriod }),
	"stop_signal":         textVia(func(s *Service) *string { return &s.StopSignal }, (*decoder).stopSignal),
	"storage_opt":         values(func(s *Service) *map[string]string { return &s.StorageOpt }),
	"sysctls":             sysctls,
	"tmpfs":               tmpfs,
	"tty":                 truth(func(s *Service) *bool { return &s.TTY }),
	"ulimits":             ulimits(func(s *Service) *map[string]*Ulimit { return &s.Ulimits }),
	"use_api_socket":      truth(func(s *Service) *bool { return &s.UseAPISocket }),
	"user":                text(func(s *Service) *string { return &s.User }),
	"userns_mode":         textVia(func(s *Service) *string { return &s.UsernsMode }, (*decoder).userns),
	"uts":                 textVia(func(s *Service) *string { return &s.UTS }, (*decoder).uts),
	"volumes":             mounts,
	"volumes_from":        volumesFrom,
	"working_dir":         text(func(s *Service) *string { return &s.WorkingDir }),
	"x-gocompose":         own,
	"x-":                  extensions(func(s *Service) *[]tree.Entry { return &s.Extensions }),
}

func (d *decoder) service(s spot, name string) *Service {
	service := &Service{Name: name, keyPos: s.key, node: s.Node}
	d.name(s, "service", name)
	if s.IsNull() {
		d.fail(s.key, "give it an image or a build", "service %s is empty", name)
	} else if d.isMap(s) {
		serviceFields.decode(d, s, "", service)
	}
	return service
}

// name judges the key of a service, network or volume.
func (d *decoder) name(s spot, what, name string) {
	if !isName(name) {
		d.fail(s.key, "use only letters, digits, dots, hyphens and underscores", "%q is no name for a %s", name, what)
	}
}

// longestImage bounds a reference, in bytes: a name has up to 255, a tag up to
// 128 and a digest up to some 150.
const longestImage = 600

func (d *decoder) image(s spot, v string) (string, bool) {
	if v == "" || isPlainImage(v) {
		return v, true
	}
	if _, err := reference.ParseAnyReference(v[:min(len(v), longestImage)]); err == nil && len(v) <= longestImage {
		return v, true
	}
	hint := "write such as nginx, nginx:1.27 or registry.example.com/team/app:tag"
	if lower := strings.ToLower(v); lower != v && len(v) <= longestImage {
		if _, err := reference.ParseAnyReference(lower); err == nil {
			hint = "image names are lower case: " + lower
		}
	}
	d.fail(s.at(), hint, "%q is not an image reference", v)
	return "", false
}

func (d *decoder) containerName(s spot, v string) (string, bool) {
	if isContainerName(v) {
		return v, true
	}
	d.fail(s.at(), "begin with a letter or digit and go on with letters, digits, dots, hyphens and underscores",
		"%q is no name for a container", v)
	return "", false
}

func (d *decoder) restart(s spot, v string) (string, bool) {
	if isRestart(v) {
		return v, true
	}
	d.oneOf(s, v, "no", "always", "on-failure", "on-failure:3", "unless-stopped")
	return "", false
}

func (d *decoder) cgroup(s spot, v string) (string, bool) { return v, d.oneOf(s, v, "host", "private") }

func (d *decoder) pullPolicy(s spot, v string) (string, bool) {
	switch v {
	case "if_not_present":
		return "missing", true
	case "":
		return v, true
	}
	if isInterval(v) {
		return v, true
	}
	return v, d.oneOf(s, v, "always", "never", "missing", "build", "refresh", "daily", "weekly", "every_12h")
}

func either(words []string) string {
	last := len(words) - 1
	if last == 0 {
		return words[0]
	}
	return strings.Join(words[:last], ", ") + " or " + words[last]
}

// oneOf tells whether v is one of the words, and names them where it is not.
func (d *decoder) oneOf(s spot, v string, words ...string) bool {
	for _, w := range words {
		if v == w {
			return true
		}
	}
	hint := "write " + either(words)
	if near := nearest(v, words); near != "" {
		hint = "did you mean " + near + "? or " + hint
	}
	d.fail(s.at(), hint, "%q is no value for %s", v, s.name)
	return false
}
