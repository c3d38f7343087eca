package compose

import (
	"regexp"
	"strings"

	"github.com/distribution/reference"

	"gocompose/compose/tree"
)

// serviceFields are the attributes of a service, §5 of the Compose Specification.
var serviceFields = table[Service]{
	"attach":            choice(func(s *Service) **bool { return &s.Attach }),
	"build":             build,
	"cap_add":           texts(func(s *Service) *[]string { return &s.CapAdd }),
	"cap_drop":          texts(func(s *Service) *[]string { return &s.CapDrop }),
	"command":           command(func(s *Service) *[]string { return &s.Command }),
	"container_name":    textVia(func(s *Service) *string { return &s.ContainerName }, (*decoder).containerName),
	"depends_on":        dependencies,
	"deploy":            maybe(underNew(func(s *Service) **Deploy { return &s.Deploy }, deployFields)),
	"entrypoint":        command(func(s *Service) *[]string { return &s.Entrypoint }),
	"env_file":          envFiles,
	"environment":       variables(func(s *Service) *map[string]*string { return &s.Environment }),
	"expose":            expose,
	"extra_hosts":       extraHosts,
	"healthcheck":       underNew(func(s *Service) **Healthcheck { return &s.Healthcheck }, healthcheckFields),
	"hostname":          text(func(s *Service) *string { return &s.Hostname }),
	"image":             textVia(func(s *Service) *string { return &s.Image }, (*decoder).image),
	"init":              choice(func(s *Service) **bool { return &s.Init }),
	"labels":            values(func(s *Service) *map[string]string { return &s.Labels }),
	"networks":          serviceNetworks,
	"ports":             ports,
	"privileged":        truth(func(s *Service) *bool { return &s.Privileged }),
	"profiles":          texts(func(s *Service) *[]string { return &s.Profiles }),
	"pull_policy":       textVia(func(s *Service) *string { return &s.PullPolicy }, (*decoder).pullPolicy),
	"read_only":         truth(func(s *Service) *bool { return &s.ReadOnly }),
	"restart":           textVia(func(s *Service) *string { return &s.Restart }, (*decoder).restart),
	"scale":             count(func(s *Service) **int { return &s.Scale }),
	"stdin_open":        truth(func(s *Service) *bool { return &s.StdinOpen }),
	"stop_grace_period": duration(func(s *Service) **Duration { return &s.StopGracePeriod }),
	"stop_signal":       text(func(s *Service) *string { return &s.StopSignal }),
	"tmpfs":             texts(func(s *Service) *[]string { return &s.Tmpfs }),
	"tty":               truth(func(s *Service) *bool { return &s.TTY }),
	"user":              text(func(s *Service) *string { return &s.User }),
	"volumes":           mounts,
	"working_dir":       text(func(s *Service) *string { return &s.WorkingDir }),
	"x-":                extensions(func(s *Service) *[]tree.Entry { return &s.Extensions }),
}.later(`annotations blkio_config cgroup cgroup_parent configs cpu_count cpu_percent cpu_period cpu_quota
	cpu_rt_period cpu_rt_runtime cpu_shares cpus cpuset credential_spec develop device_cgroup_rules devices dns
	dns_opt dns_search domainname extends external_links gpus group_add ipc isolation label_file links logging
	mac_address mem_limit mem_reservation mem_swappiness memswap_limit models network_mode oom_kill_disable
	oom_score_adj pid pids_limit platform post_start pre_start pre_stop provider pull_refresh_after runtime
	secrets security_opt shm_size storage_opt sysctls ulimits use_api_socket userns_mode uts volumes_from`)

var deployFields = table[Deploy]{
	"replicas": count(func(d *Deploy) **int { return &d.Replicas }),
	"x-":       extensions(func(d *Deploy) *[]tree.Entry { return &d.Extensions }),
}.later("endpoint_mode labels mode placement resources restart_policy rollback_config update_config")

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

var nameForm = regexp.MustCompile(`^[a-zA-Z0-9._-]+$`)

// name judges the key of a service, network or volume.
func (d *decoder) name(s spot, what, name string) {
	if !nameForm.MatchString(name) {
		d.fail(s.key, "use only letters, digits, dots, hyphens and underscores", "%q is no name for a %s", name, what)
	}
}

func (d *decoder) image(s spot, v string) (string, bool) {
	_, err := reference.ParseAnyReference(v)
	if err == nil || v == "" {
		return v, true
	}
	hint := "write such as nginx, nginx:1.27 or registry.example.com/team/app:tag"
	if lower := strings.ToLower(v); lower != v {
		if _, err := reference.ParseAnyReference(lower); err == nil {
			hint = "image names are lower case: " + lower
		}
	}
	d.fail(s.at(), hint, "%q is not an image reference", v)
	return "", false
}

var containerNameForm = regexp.MustCompile(`^[a-zA-Z0-9][a-zA-Z0-9_.-]+$`)

func (d *decoder) containerName(s spot, v string) (string, bool) {
	if containerNameForm.MatchString(v) {
		return v, true
	}
	d.fail(s.at(), "begin with a letter or digit and go on with letters, digits, dots, hyphens and underscores",
		"%q is no name for a container", v)
	return "", false
}

var restartForm = regexp.MustCompile(`^(no|always|unless-stopped|on-failure(:[0-9]{1,9})?|)$`)

func (d *decoder) restart(s spot, v string) (string, bool) {
	if restartForm.MatchString(v) {
		return v, true
	}
	d.oneOf(s, v, "no", "always", "on-failure", "on-failure:3", "unless-stopped")
	return "", false
}

var pullEvery = regexp.MustCompile(`^every_([0-9]+[wdhms])+$`)

func (d *decoder) pullPolicy(s spot, v string) (string, bool) {
	switch v {
	case "if_not_present":
		return "missing", true
	case "daily", "weekly", "refresh":
		return v, d.later(s, v)
	}
	if pullEvery.MatchString(v) {
		return v, d.later(s, v)
	}
	return v, d.oneOf(s, v, "always", "never", "missing", "build")
}

// later refuses a value of the specification that is not honoured yet.
func (d *decoder) later(s spot, v string) bool {
	d.fail(s.at(), "remove it for now", "%s in %s is not supported yet", v, s.place())
	return false
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
