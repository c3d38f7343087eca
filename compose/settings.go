package compose

import "strings"

// Settings gives the variables of gocompose itself, COMPOSE_*, that env files
// set and the process environment does not: those of --env-file or COMPOSE_ENV_FILES,
// else of the .env of the project directory. As in docker compose there are none
// where the first file is remote. What is wrong with the files is for Load to say.
func Settings(options Options) map[string]string {
	options.Fetch = nil // nothing here is worth the network
	l := newLoader(options)
	l.environment()
	l.find()
	if len(l.sources) > 0 && l.sources[0].problem != nil {
		return nil
	}
	l.environment()
	found := map[string]string{}
	for name := range l.own.set {
		if strings.HasPrefix(name, "COMPOSE_") {
			found[name] = l.env[name]
		}
	}
	return found
}

// windowsPaths turns the paths of Windows drives, C:\a, into those that an
// engine in a virtual machine has, /c/a.
func (p *Project) windowsPaths() {
	for _, s := range p.all {
		for i, m := range s.Volumes {
			if m.Type == MountBind && isDrive(m.Source) {
				drive := strings.ToLower(m.Source[:1])
				s.Volumes[i].Source = "/" + drive + strings.ReplaceAll(m.Source[2:], `\`, "/")
			}
		}
	}
}
