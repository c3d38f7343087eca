package ui

import (
	"fmt"
	"strings"
)

// tones are the colours of networks: on light and on dark ground.
var tones = []struct{ light, dark string }{
	{"#0969da", "#58a6ff"},
	{"#1a7f37", "#3fb950"},
	{"#8250df", "#bc8cff"},
	{"#bc4c00", "#f0883e"},
	{"#bf3989", "#f778ba"},
	{"#0f7b82", "#39c5cf"},
}

const svgLight = `
.page{fill:#f6f8fa}
.box{fill:#ffffff;stroke:#c3cad2}
.can{fill:#fff8e6;stroke:#c9a227}
.name{fill:#1f2328;font-weight:600}
.sub,.heading{fill:#59636e}
.port{fill:#0550ae;font-weight:600}
.inner{fill:#59636e}
.line{stroke:#7d8793}
.head{fill:#7d8793}
.mount{stroke:#c9a227}
.pill{fill:#f6f8fa;stroke:#c3cad2}
.pilltext{fill:#424a53}
`

const svgDark = `
.page{fill:#0d1117}
.box{fill:#161b22;stroke:#3d444d}
.can{fill:#2a2312;stroke:#9e7b1a}
.name{fill:#f0f6fc}
.sub,.heading{fill:#9198a1}
.port{fill:#79c0ff}
.inner{fill:#9198a1}
.line{stroke:#7d8590}
.head{fill:#7d8590}
.mount{stroke:#9e7b1a}
.pill{fill:#0d1117;stroke:#3d444d}
.pilltext{fill:#c9d1d9}
`

// svgStyle gives the style sheet: light, and dark where the viewer asks for it.
// A picture stands on its own ground, so it can be read on any page.
func svgStyle(networks int) string {
	var b strings.Builder
	b.WriteString("text{font-family:system-ui,-apple-system,\"Segoe UI\",\"Noto Sans\",\"DejaVu Sans\",Helvetica,Arial,sans-serif}")
	b.WriteString("\n.box,.can{stroke-width:1.2}\n.line{fill:none;stroke-width:1.5}\n.mount{fill:none;stroke-width:1.3;stroke-dasharray:2 4;stroke-linecap:round}")
	b.WriteString("\n.optional{stroke-dasharray:6 4}")
	b.WriteString(svgLight)
	for i := range min(networks, len(tones)) {
		fmt.Fprintf(&b, ".n%d{fill:%s}\n", i, tones[i].light)
	}
	b.WriteString("@media (prefers-color-scheme:dark){" + svgDark)
	for i := range min(networks, len(tones)) {
		fmt.Fprintf(&b, ".n%d{fill:%s}\n", i, tones[i].dark)
	}
	b.WriteString("}")
	return b.String()
}
