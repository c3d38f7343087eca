package compose

import (
	"slices"
	"strconv"
	"strings"

	"gocompose/compose/tree"
)

// capabilityNames are those of Linux, capabilities(7), without the CAP_ that may
// stand before them. The engine refuses any other but ALL.
var capabilityNames = strings.Fields(`audit_control audit_read audit_write block_suspend bpf checkpoint_restore chown
	dac_override dac_read_search fowner fsetid ipc_lock ipc_owner kill lease linux_immutable mac_admin mac_override
	mknod net_admin net_bind_service net_broadcast net_raw perfmon setfcap setgid setpcap setuid syslog sys_admin
	sys_boot sys_chroot sys_module sys_nice sys_pacct sys_ptrace sys_rawio sys_resource sys_time sys_tty_config
	wake_alarm`)

// signalNames are those of Linux, signal(7), without the SIG that may stand
// before them; of the real-time ones the ends.
var signalNames = strings.Fields(`abrt alrm bus chld cld cont emt fpe hup ill int io iot kill pipe poll prof pwr
	quit rtmax rtmin segv stkflt stop sys term trap tstp ttin ttou urg usr1 usr2 vtalrm winch xcpu xfsz`)

// capabilities decodes cap_add and cap_drop.
func capabilities(at func(*Service) *[]string) field[Service] {
	return func(d *decoder, s spot, into *Service) {
		texts(at)(d, s, into)
		for i := range s.Items {
			item := s.item(i)
			name := strings.TrimPrefix(strings.ToLower(item.Value), "cap_")
			if item.Kind == tree.Scalar && item.Tag == tree.TagString && name != "all" && !slices.Contains(capabilityNames, name) {
				d.fail(item.at(), meant("", name, capabilityNames, "write one of capabilities(7), such as NET_ADMIN, or ALL"), "%q is no capability", item.Value)
			}
		}
	}
}

// stopSignal takes a name, with or without SIG, or a number.
func (d *decoder) stopSignal(s spot, v string) (string, bool) {
	number, err := strconv.Atoi(v)
	name := strings.TrimPrefix(strings.ToLower(v), "sig")
	if v == "" || err == nil && number > 0 || slices.Contains(signalNames, name) || isRealTime(name) {
		return v, true
	}
	d.fail(s.at(), meant("SIG", name, signalNames, "write one of signal(7), such as SIGINT, or its number"), "%q is no signal", v)
	return "", false
}

// isRealTime is for RTMIN+1 to RTMIN+15, and RTMAX-1 to RTMAX-14.
func isRealTime(name string) bool {
	text, least := strings.CutPrefix(name, "rtmin+")
	most := 15
	if !least {
		var ok bool
		if text, ok = strings.CutPrefix(name, "rtmax-"); !ok {
			return false
		}
		most = 14
	}
	n, err := strconv.Atoi(text)
	return err == nil && n > 0 && n <= most && digits(text) == text
}

// meant is the hint for a word that is none of the names.
func meant(prefix, word string, names []string, otherwise string) string {
	if near := nearest(word, names); near != "" {
		return "did you mean " + prefix + strings.ToUpper(near) + "? or " + otherwise
	}
	return otherwise
}
