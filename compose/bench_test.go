package compose

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// manyServices is a project of n services, each needing the one before it.
func manyServices(n int) []byte {
	var b strings.Builder
	b.WriteString("x-common: &common\n  restart: always\n  labels: {team: a}\nservices:\n")
	b.WriteString("  service0: {image: busybox}\n")
	for i := 1; i <= n; i++ {
		fmt.Fprintf(&b, `  service%d:
    <<: *common
    image: registry.example.com/team/app:${TAG:-1.%d}
    ports: ["%d"]
    environment: {HOST: "${HOST}:%d"}
    volumes: [data%d:/data]
    depends_on: [service%d]
`, i, i, 1+i%60000, i, i%10, i-1)
	}
	b.WriteString("volumes:\n")
	for i := range 10 {
		fmt.Fprintf(&b, "  data%d:\n", i)
	}
	return []byte(b.String())
}

// BenchmarkLoad loads 20, 1,000 and 10,000 services, of which the last may take
// no more than 12 times as long as the second.
func BenchmarkLoad(b *testing.B) {
	for _, n := range []int{20, 1000, 10000} {
		o := Options{Dir: b.TempDir(), Name: "bench", Environ: []string{"HOST=h"}, Files: []string{"compose.yaml"}}
		if err := os.WriteFile(filepath.Join(o.Dir, o.Files[0]), manyServices(n), 0o600); err != nil {
			b.Fatal(err)
		}
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				if p, problems := Load(o); p == nil || len(p.Services) != n+1 {
					b.Fatal(problems.Error())
				}
			}
		})
	}
}
