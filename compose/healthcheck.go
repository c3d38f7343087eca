package compose

import "gocompose/compose/tree"

var healthcheckFields = table[Healthcheck]{
	"disable":        truth(func(h *Healthcheck) *bool { return &h.Disable }),
	"interval":       duration(func(h *Healthcheck) **Duration { return &h.Interval }),
	"retries":        retries,
	"start_interval": duration(func(h *Healthcheck) **Duration { return &h.StartInterval }),
	"start_period":   duration(func(h *Healthcheck) **Duration { return &h.StartPeriod }),
	"test":           healthTest,
	"timeout":        duration(func(h *Healthcheck) **Duration { return &h.Timeout }),
	"x-":             extensions(func(h *Healthcheck) *[]tree.Entry { return &h.Extensions }),
}

func retries(d *decoder, s spot, into *Healthcheck) {
	if n, ok := d.count(s); ok {
		into.Retries = &n
	}
}

// healthTest is one text for a shell, or a list whose first item says what runs it.
func healthTest(d *decoder, s spot, into *Healthcheck) {
	switch {
	case s.Kind == tree.Scalar && s.Tag == tree.TagString:
		into.Test = []string{"CMD-SHELL", s.Value}
	case s.Kind != tree.List:
		d.wrong(s, "text or a list of texts")
	default:
		into.Test = d.texts(s)
		d.testKind(s, into.Test)
	}
}

func (d *decoder) testKind(s spot, test []string) {
	if len(test) != len(s.Items) || len(test) == 0 {
		return
	}
	switch test[0] {
	case "CMD", "CMD-SHELL", "NONE":
	default:
		d.fail(s.item(0).at(), `put "CMD" in front, or "CMD-SHELL" and one text for a shell`,
			"healthcheck.test begins with %q", test[0])
	}
}
