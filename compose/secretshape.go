package compose

import (
	"regexp"
	"slices"
	"strings"
	"unicode"

	"gocompose/compose/pattern"
)

// secretShape is a kind of text that is secret wherever it stands.
type secretShape struct {
	hints []string // a text without one of these has no such secret
	form  func() *regexp.Regexp
	with  string
}

func (s secretShape) may(text string) bool {
	return slices.ContainsFunc(s.hints, func(hint string) bool { return strings.Contains(text, hint) })
}

var secretShapes = []secretShape{
	{[]string{"PRIVATE KEY-----"}, pattern.New(`(?s)-----BEGIN [A-Z ]*PRIVATE KEY-----.*?(-----END [A-Z ]*PRIVATE KEY-----|$)`), Redaction},
	{[]string{"://"}, pattern.New(`(://[^\s/:@"']*:)[^\s/@"']+@`), "${1}" + Redaction + "@"},
	{[]string{"AKIA", "ASIA"}, pattern.New(`\b(AKIA|ASIA)[0-9A-Z]{16}\b`), Redaction},
	{[]string{"eyJ"}, pattern.New(`\beyJ[\w-]{8,}\.[\w-]{8,}\.[\w-]*`), Redaction},
	{[]string{"gh", "glpat-", "xox", "sk", "npm_", "AIza"}, pattern.New(
		`\b(gh[pousr]_\w{20,}|github_pat_\w{20,}|glpat-[\w-]{16,}|xox[abeoprs]-[\w-]{10,}|sk[-_][\w-]{20,}|npm_\w{30,}|AIza[\w-]{30,})`), Redaction},
	{[]string{"earer ", "asic "}, pattern.New(`\b([Bb]earer|[Bb]asic) [\w.~+/=-]{8,}`), "${1} " + Redaction},
}

// assignment is NAME=value or "name": "value" within a text; the first group is
// all before the value, the second the name.
var assignment = pattern.New(`(([A-Za-z][\w.-]*)(?:=|"\s*:\s*"|'\s*:\s*'))([^\s"';,&]+)`)

// assigned replaces the values that a text gives to secret names, as in
// --password=…, Password=…; or ?token=….
func assigned(text string) string {
	if !strings.ContainsAny(text, "=:") {
		return text
	}
	return assignment().ReplaceAllStringFunc(text, func(found string) string {
		parts := assignment().FindStringSubmatch(found)
		if secretName(parts[2]) && !harmless(parts[3]) {
			return parts[1] + Redaction
		}
		return found
	})
}

var (
	secretParts = []string{"password", "passwd", "passphrase", "secret", "credential", "apikey", "basicauth", "privatekey", "accesskey"}
	secretWords = strings.Fields("pwd token tokens")
	secretEnds  = strings.Fields("auth pass pw") // as the last word: auth also stands in the middle of labels
	secretKeys  = strings.Fields("access account api auth encryption jwt license master private session shared signing ssh storage")
	// what a name with such a last word holds is about a secret, and none
	aboutSecrets = strings.Fields("algorithm allowed arn audience dir driver enabled endpoint endpoints expiration expires expiry file files " +
		"folder header host issuer length lifetime max method min mode name path policy port provider required rotation service " +
		"size store timeout ttl type uri url user username validity version")
)

// secretName tells whether a name says that its value is a secret.
func secretName(name string) bool {
	words := wordsOf(name)
	if len(words) == 0 || name == "PWD" || name == "OLDPWD" || slices.Contains(aboutSecrets, words[len(words)-1]) {
		return false
	}
	if slices.Contains(secretEnds, words[len(words)-1]) {
		return true
	}
	for i, word := range words {
		switch {
		case slices.ContainsFunc(secretParts, func(part string) bool { return strings.Contains(word, part) }),
			slices.Contains(secretWords, word),
			strings.HasSuffix(word, "token"), strings.HasSuffix(word, "pwd"),
			i > 0 && (word == "key" || word == "keys") && slices.Contains(secretKeys, words[i-1]):
			return true
		}
	}
	return false
}

// wordsOf splits a name at punctuation and where small letters become large.
func wordsOf(name string) []string {
	var b strings.Builder
	before := ' '
	for _, r := range name {
		if unicode.IsUpper(r) && unicode.IsLower(before) {
			b.WriteByte(' ')
		}
		if !unicode.IsLetter(r) && !unicode.IsDigit(r) {
			r = ' '
		}
		b.WriteRune(unicode.ToLower(r))
		before = r
	}
	return strings.Fields(b.String())
}

var pureReference = pattern.New(`^\$\$?(\{\w+\}|\w+)$`)

// harmless tells whether a value gives nothing away whatever its name: nothing,
// a boolean, a variable's name, or where a container finds its secrets.
func harmless(value string) bool {
	switch strings.ToLower(value) {
	case "", "true", "false", "yes", "no", "on", "off", "0", "1", "null", "none", Redaction:
		return true
	}
	return strings.HasPrefix(value, "/run/secrets/") || pureReference().MatchString(value)
}
