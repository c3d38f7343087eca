package main

import (
	"fmt"
	"slices"
	"strings"

	"gocompose/cmd/ui"
	"gocompose/engine/history"
)

// rows gives the versions that changed one of the services, the latest first,
// and which of these are still what they became; no names mean all.
func (h *past) rows(names []string) (rows []ui.HistoryRow) {
	later := map[string]bool{}
	for _, v := range slices.Backward(h.versions) {
		var changed, running []string
		for _, service := range v.Changed {
			if len(names) > 0 && !slices.Contains(names, service) {
				continue
			}
			changed = append(changed, change(service, v))
			if !later[service] && h.runs(service, v.Services[service]) {
				running = append(running, service)
			}
			later[service] = true
		}
		if len(changed) > 0 {
			rows = append(rows, ui.HistoryRow{Number: v.Number, Recorded: v.Time.Local().Format("2006-01-02 15:04:05"),
				Changed: strings.Join(changed, ", "), Running: strings.Join(running, ", ")})
		}
	}
	return rows
}

// runs tells whether the containers that a service has are what it once was.
func (h *past) runs(service string, was history.Service) bool {
	all := h.containers(service)
	return len(all) > 0 && !slices.ContainsFunc(all, func(c history.Service) bool { return !was.Like(c) })
}

// change gives "web", or "web (back to 2)".
func change(service string, v history.Version) string {
	if origin := v.Services[service].Origin; origin > 0 {
		return fmt.Sprintf("%s (back to %d)", service, origin)
	}
	return service
}
