package compose

import (
	"fmt"
	"testing"
)

func TestSettings(t *testing.T) {
	dir := folderWith(t, map[string]string{
		".env":             "COMPOSE_REMOVE_ORPHANS=1\nCOMPOSE_PARALLEL_LIMIT=3\nDOCKER_DEFAULT_PLATFORM=linux/arm64\nOTHER=x\nCOMPOSE_FILE=sub/a.yaml\n",
		"other.env":        "COMPOSE_ANSI=never\n",
		"sub/a.yaml":       "services: {a: {image: a}}\n",
		"sub/.env":         "COMPOSE_PROGRESS=plain\nCOMPOSE_PARALLEL_LIMIT=9\n",
		"bad/.env":         "A B=1\nCOMPOSE_ANSI=always\n",
		"bad/compose.yaml": "services: [\n",
	})
	for _, c := range []struct {
		o    Options
		want string
	}{
		{Options{}, "map[COMPOSE_FILE:sub/a.yaml COMPOSE_PARALLEL_LIMIT:3 COMPOSE_PROGRESS:plain COMPOSE_REMOVE_ORPHANS:1]"},
		{Options{Environ: []string{"COMPOSE_PARALLEL_LIMIT=5", "COMPOSE_REMOVE_ORPHANS=", "COMPOSE_FILE=-"}}, "map[]"},
		{Options{EnvFiles: []string{"other.env"}}, "map[COMPOSE_ANSI:never]"},
		{Options{Environ: []string{"COMPOSE_ENV_FILES=other.env"}}, "map[COMPOSE_ANSI:never]"},
		{Options{Environ: []string{"COMPOSE_DISABLE_ENV_FILE=true"}}, "map[]"},
		{Options{Files: []string{pinned}}, "map[]"},
		{Options{ProjectDirectory: "bad"}, "map[COMPOSE_ANSI:always]"},
		{Options{EnvFiles: []string{"none.env"}}, "map[]"},
	} {
		c.o.Dir = dir
		if got := fmt.Sprint(Settings(c.o)); got != c.want {
			t.Errorf("%+v:\n got %s\nwant %s", c.o, got, c.want)
		}
	}
}
