package compose

import (
	"slices"
	"strings"
)

var propagations = []string{"private", "rprivate", "shared", "rshared", "slave", "rslave"}

// shortMount reads [source:]target[:options]. A source that looks like a path
// is one, and is made where it is missing; any other is the key of a volume.
func (d *decoder) shortMount(s spot, m *Mount) {
	parts := mountParts(s.Value)
	if problem := partsProblem(parts); problem != "" {
		d.fail(s.at(), "write such as ./data:/data, data:/data:ro or /data", "%q is not a mount: %s", s.Value, problem)
		return
	}
	if m.Target = parts[0]; len(parts) > 1 {
		m.Source, m.Target = parts[0], parts[1]
	}
	if isDrive(m.Source) && !strings.HasPrefix(m.Target, "/") && !strings.HasPrefix(m.Target, `\\`) && !isDrive(m.Target) {
		d.fail(s.at(), "add a target behind it; for the volume "+m.Source[:1]+" write type: volume, source: "+m.Source[:1]+" and target: "+m.Source[2:],
			"%s is a path on a Windows drive", m.Source)
		return
	}
	if len(parts) > 2 {
		d.mountOptions(s, parts[2], m)
	}
	if isHostPath(m.Source) {
		m.Type = MountBind
		if m.Bind == nil {
			m.Bind = &MountOfBind{}
		}
	} else {
		m.Type = MountVolume
		if m.Volume == nil {
			m.Volume = &MountOfVol{}
		}
	}
	if m.Bind != nil {
		m.Bind.CreateHostPath = true
	}
	d.absoluteTarget(s, m.Target)
}

func (d *decoder) mountOptions(s spot, options string, m *Mount) {
	bind := func() *MountOfBind {
		if m.Bind == nil {
			m.Bind = &MountOfBind{}
		}
		return m.Bind
	}
	for option := range strings.SplitSeq(options, ",") {
		switch {
		case option == "": // a comma too many, or a variable that is empty
		case option == "ro", option == "rw":
			m.ReadOnly = option == "ro"
		case option == "nocopy":
			m.Volume = &MountOfVol{NoCopy: true}
		case option == "z", option == "Z":
			bind().SELinux = option
		case slices.Contains(propagations, option):
			bind().Propagation = option
		case option == "cached", option == "delegated", option == "consistent":
			// Hints for Docker Desktop's file sharing of old; no engine reads them.
		default:
			d.fail(s.at(), "known are ro, rw, z, Z, nocopy, cached, delegated, consistent, "+strings.Join(propagations, ", "),
				"%q is no option of a mount", option)
		}
	}
}

func partsProblem(parts []string) string {
	switch {
	case len(parts) == 1 && parts[0] == "":
		return "it is empty"
	case slices.Contains(parts, ""):
		return "a part between colons is empty"
	case len(parts) > 3:
		return "it has more than three parts"
	}
	return ""
}

// mountParts splits at the colons, but not behind the letter of a Windows drive.
func mountParts(v string) []string {
	var parts []string
	for {
		from := 0
		if isDrive(v) && len(v) > 2 && (v[2] == '\\' || v[2] == '/') {
			from = 2
		}
		i := strings.IndexByte(v[from:], ':')
		if i < 0 {
			return append(parts, v)
		}
		parts = append(parts, v[:from+i])
		v = v[from+i+1:]
	}
}

// absoluteTarget refuses what the engine would refuse when it is too late.
func (d *decoder) absoluteTarget(s spot, target string) {
	if target != "" && !strings.HasPrefix(target, "/") && !strings.HasPrefix(target, `\\`) && !isDrive(target) {
		d.fail(s.at(), "write /"+strings.TrimPrefix(target, "./"), "mount target %q is not an absolute path", target)
	}
}
