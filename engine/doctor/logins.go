package doctor

import "fmt"

// logins finds programs for the logins of registries that the docker
// configuration names and that are not installed.
func logins(f Facts) Check {
	c := Check{Name: "logins", Summary: "no credential helper is missing"}
	if f.Config != nil {
		return Check{Name: "logins", Summary: "not known", Findings: []Finding{{Severity: Error, Summary: f.Config.Error()}}}
	}
	for _, h := range f.Helpers {
		if !h.Missing {
			continue
		}
		found := Finding{Severity: Error, Pos: h.Pos, Summary: fmt.Sprintf("docker-credential-%s is not installed, so nothing can be pulled or pushed", h.Name),
			Hint: "install it, or take that line out and log in again with `docker login`", Command: installs[h.Name]}
		if h.Registry != "" {
			found.Severity = Warning
			found.Summary = fmt.Sprintf("docker-credential-%s is not installed, so nothing can be pulled from or pushed to %s", h.Name, h.Registry)
		}
		c.Findings = append(c.Findings, found)
	}
	if n := len(c.Findings); n > 0 {
		c.Summary = fmt.Sprintf("%d of %d credential helpers are missing", n, len(f.Helpers))
	}
	return c
}

// installs gives the commands that install the helpers which distributions have.
var installs = map[string][]string{
	"pass":          {"sudo", "apt-get", "install", "golang-docker-credential-helpers"},
	"secretservice": {"sudo", "apt-get", "install", "golang-docker-credential-helpers"},
	"ecr-login":     {"sudo", "apt-get", "install", "amazon-ecr-credential-helper"},
	"osxkeychain":   {"brew", "install", "docker-credential-helper"},
	"gcr":           {"gcloud", "components", "install", "docker-credential-gcr"},
}
