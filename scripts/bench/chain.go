package main

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"strings"
)

// chain creates all containers, then starts each as soon as the engine has told that the one before is healthy.
func (f *floor) chain(ctx context.Context, n int) error {
	f.ids = make([]string, n)
	if err := f.network(ctx); err != nil {
		return err
	}
	err := each(n, func(i int) error {
		told := f.body(serviceName(i), sleeps)
		told["Healthcheck"] = probe
		return f.create(ctx, i, told)
	})
	if err != nil {
		return err
	}
	ctx, end := context.WithCancel(ctx)
	defer end()
	news, err := f.engine.healths(ctx, f.project.name())
	if err != nil {
		return err
	}
	for _, id := range f.ids {
		if err := f.start(ctx, id); err != nil {
			return err
		}
		if err := awaitHealthy(news, id); err != nil {
			return err
		}
	}
	return nil
}

// healths follows what the engine tells of the health of a project's containers.
func (e *bareEngine) healths(ctx context.Context, project string) (*json.Decoder, error) {
	filters := url.QueryEscape(`{"event":["health_status"],"label":["com.docker.compose.project=` + project + `"]}`)
	req, err := http.NewRequestWithContext(ctx, "GET", "http://engine/"+apiVersion+"/events?filters="+filters, nil)
	if err != nil {
		return nil, err
	}
	resp, err := e.http.Do(req) // its body ends with the context
	if err != nil {
		return nil, err
	}
	return json.NewDecoder(resp.Body), nil
}

func awaitHealthy(news *json.Decoder, id string) error {
	for {
		var event struct{ ID, Status string }
		if err := news.Decode(&event); err != nil {
			return err
		}
		switch {
		case event.ID != id:
		case strings.HasSuffix(event.Status, ": healthy"):
			return nil
		default:
			return fmt.Errorf("container %s: %s", id, event.Status)
		}
	}
}
