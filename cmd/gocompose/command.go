package main

import "strings"

// command gives how to run gocompose for the same project: with the flags that
// say which that is.
func (s *session) command() string {
	return strings.TrimSpace(s.program() + " " + shellWords(append(s.engineWords(), s.flags()...)))
}

// flags gives the global flags that say which project it is.
func (s *session) flags() (words []string) {
	add := func(flag string, values ...string) {
		for _, value := range values {
			if value != "" {
				words = append(words, flag, value)
			}
		}
	}
	add("-f", s.global.Files...)
	add("-p", s.global.Name)
	add("--project-directory", s.global.ProjectDirectory)
	add("--env-file", s.global.EnvFiles...)
	add("--profile", s.global.Profiles...)
	if s.global.AllResources {
		words = append(words, "--all-resources")
	}
	if s.global.Compatibility {
		words = append(words, "--compatibility")
	}
	return words
}

// shellWords gives words as they are to be typed.
func shellWords(words []string) string {
	out := make([]string, len(words))
	for i, word := range words {
		out[i] = shellWord(word)
	}
	return strings.Join(out, " ")
}

// shellWord gives a word as it is to be typed.
func shellWord(word string) string {
	if strings.Trim(word, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-./:@=+,%") == "" {
		return word
	}
	return "'" + strings.ReplaceAll(word, "'", `'\''`) + "'"
}
