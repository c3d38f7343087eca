package compose

import "gocompose/compose/tree"

// envFile is one entry of a service's env_file.
type envFile struct {
	path     string // absolute
	required bool
	raw      bool // the format of docker run --env-file
	at       spot
}

var envFileFields = table[envFile]{
	"format":   envFormat,
	"path":     text(func(f *envFile) *string { return &f.path }),
	"required": truth(func(f *envFile) *bool { return &f.required }),
}

// envFiles decodes env_file; Merge has made a list of a single text.
func envFiles(d *decoder, s spot, into *Service) {
	if !d.isList(s) {
		return
	}
	for i := range s.Items {
		item := s.item(i)
		f := envFile{required: true, at: item}
		if item.Kind == tree.Map {
			envFileFields.decode(d, item, item.name+".", &f)
			if path := item.Get("path"); path == nil {
				d.fail(item.Pos, "add path:", "%s has no path", item.name)
			}
		} else {
			f.path, _ = d.text(item)
		}
		if f.path = d.path(item, f.path); f.path != "" {
			into.envFiles = append(into.envFiles, f)
		}
	}
}

func envFormat(d *decoder, s spot, into *envFile) {
	if v, ok := d.text(s); ok {
		into.raw = d.oneOf(s, v, "raw")
	}
}

// labelFiles decodes label_file; Merge has made a list of a single text.
func labelFiles(d *decoder, s spot, into *Service) {
	if !d.isList(s) {
		return
	}
	for i := range s.Items {
		item := s.item(i)
		path, _ := d.text(item)
		if path = d.path(item, path); path != "" {
			into.LabelFile = append(into.LabelFile, path)
			into.labelFiles = append(into.labelFiles, envFile{path: path, required: true, at: item})
		}
	}
}
