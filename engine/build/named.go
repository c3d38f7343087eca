package build

import (
	"fmt"
	"maps"
	"slices"
	"strings"
)

// isFolder tells a context that is a folder of this machine.
func isFolder(context string) bool {
	return !strings.Contains(context, "://") && !isRemote(context)
}

// gitFolder takes the folder from the end of a git URL, "#ref:folder".
func gitFolder(url string) (repository, folder string) {
	repository, fragment, _ := strings.Cut(url, "#")
	_, folder, _ = strings.Cut(fragment, ":")
	return repository, folder
}

// overSSH tells a git repository that is reached by SSH.
func overSSH(context string) bool {
	return strings.HasPrefix(context, "git@") || strings.HasPrefix(context, "ssh://")
}

// folderMount is what a session calls the folder of a further context, which must not be taken for the main one.
func folderMount(name string) string { return "named-" + name }

// checkContexts judges the further contexts: folders must be there.
func checkContexts(s Spec) (out []*InputError) {
	for _, name := range slices.Sorted(maps.Keys(s.Contexts)) {
		context := s.Contexts[name]
		var err *InputError
		switch {
		case strings.HasPrefix(context, layoutPrefix):
			err = checkLayout(context, s.Folder)
		case isFolder(context):
			_, err = contextRoot(context)
		}
		if err != nil {
			err.Attribute, err.Item = "additional_contexts", name
			out = append(out, err)
		}
	}
	return out
}

func checkLayout(context, base string) *InputError {
	folder, tag, digest := splitLayout(context)
	if digest != "" {
		return nil
	}
	if _, err := digestIn(absolute(base, folder), tag); err != nil {
		return &InputError{Path: folder, Problem: fmt.Sprintf("context %s: %v", context, err), Hint: "write such as oci-layout://FOLDER:TAG or oci-layout://FOLDER@DIGEST"}
	}
	return nil
}

// namedContexts gives the further contexts in the Dockerfile frontend's words.
func (j *job) namedContexts() (map[string]string, error) {
	attrs := map[string]string{}
	for name, context := range j.spec.Contexts {
		switch {
		case strings.HasPrefix(context, layoutPrefix):
			known, err := j.stores.layout(context, j.spec.Folder)
			if err != nil {
				return nil, err
			}
			context = known
		case isFolder(context):
			context = "local:" + folderMount(name)
		}
		attrs["context:"+name] = context
	}
	return attrs, nil
}
