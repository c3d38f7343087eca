package compose

import (
	"strings"
	"testing"

	"gocompose/compose/tree"
)

func TestSecretName(t *testing.T) {
	for _, name := range strings.Fields(`PASSWORD DB_PASSWORD mysqlPassword MYSQL_ROOT_PASSWORD PGPASSWORD POSTGRES_PASS
		--password --api-key TOKEN GITHUB_TOKEN GITHUB_TOKEN_PROD apiKey API_KEY APIKEY AWS_SECRET_ACCESS_KEY SECRET_KEY_BASE JWT_SIGNING_KEYS
		CLIENT_SECRET secret credentials MQTT_CREDENTIALS DB_PWD REDIS_AUTH accesstoken PRIVATE_KEY
		traefik.http.middlewares.shop.basicauth.users`) {
		if !secretName(name) {
			t.Errorf("%s names no secret", name)
		}
	}
	for _, name := range strings.Fields(`PATH PWD OLDPWD KEY KEYBOARD COMPASS BYPASS_CACHE PASSENGERS AUTHOR AUTH_ENABLED TOKENIZERS_PARALLELISM
		DB_PASSWORD_FILE TOKEN_TTL SECRET_NAME secrets.dir PRIMARY_KEY PUBLIC_KEY monkey PASSWORD_MIN_LENGTH - "" --
		traefik.http.routers.auth.rule POSTGRES_HOST_AUTH_METHOD PASSPORT SECRETS_PATH`) {
		if secretName(name) {
			t.Errorf("%s names a secret", name)
		}
	}
}

func TestRedactedText(t *testing.T) {
	p := &Project{
		Environment: map[string]string{"CERT": "hush", "DB_PASSWORD": "correct horse", "SHORT_TOKEN": "web", "NAME": "visible-name", "MY_SECRET": "a$b-$long"},
		Secrets:     map[string]*FileObject{"cert": {Environment: "CERT"}, "file": {File: "/x"}},
	}
	r := p.Redactor()
	for in, want := range map[string]string{
		"":                                              "",
		"web":                                           "web",
		"visible-name":                                  "visible-name",
		"x hush y":                                      "x *** y",
		"as a template: a$$b-$$long":                    "as a template: ***",
		"the correct horse battery":                     "the *** battery",
		"postgres://app:pw@db:5432/app":                 "postgres://app:***@db:5432/app",
		"redis://:pw@cache":                             "redis://:***@cache",
		"http://host:80/path@2":                         "http://host:80/path@2",
		"git@example.com:a/b":                           "git@example.com:a/b",
		"nginx:1.27@sha256:abc":                         "nginx:1.27@sha256:abc",
		"vault-token:1.2":                               "vault-token:1.2",
		"--password=pw --level=info":                    "--password=*** --level=info",
		"Server=db;Password=pw;Port=1":                  "Server=db;Password=***;Port=1",
		`{"password": "pw", "user": "u"}`:               `{"password": "***", "user": "u"}`,
		"https://x/?api_key=1a2b&page=2":                "https://x/?api_key=***&page=2",
		"--password=$$DB_PASSWORD":                      "--password=$$DB_PASSWORD",
		"password=/run/secrets/db":                      "password=/run/secrets/db",
		"type=secret,id=token":                          "type=secret,id=token",
		"key AKIAIOSFODNN7EXAMPLE":                      "key ***",
		"AKIAIOSFODNN7EXAMPLETOOLONG":                   "AKIAIOSFODNN7EXAMPLETOOLONG",
		"ghp_0123456789012345678901234567":              "***",
		"Authorization: Bearer abcdefgh123":             "Authorization: Bearer ***",
		"eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0In0.c2ln": "***",
		"eyJustAWord":                                   "eyJustAWord",
		"a\n-----BEGIN RSA PRIVATE KEY-----\nabc\n-----END RSA PRIVATE KEY-----\nb": "a\n***\nb",
		"-----BEGIN CERTIFICATE-----\nabc\n-----END CERTIFICATE-----":               "-----BEGIN CERTIFICATE-----\nabc\n-----END CERTIFICATE-----",
		"-----BEGIN PRIVATE KEY-----\ncut off":                                      "***",
	} {
		if got := r.Text(in); got != want {
			t.Errorf("%q became %q, want %q", in, got, want)
		}
	}
}

func TestRedactedTree(t *testing.T) {
	const file = `configs:
  app:
    content: all of it
    file: /path
services:
  token:
    command:
      - run
      - --password
      - pw
      - --password-file
      - /x
      - --verbose
      - --token
      - $$TOKEN
    environment:
      DB_PASSWORD: pw
      EMPTY_PASSWORD: ""
      INHERITED_TOKEN: null
      LEVEL: content
      PASSWORD_REQUIRED: "yes"
      REF: ${DB_PASSWORD}
      SECRET: ${DB_PASSWORD}
      SECRET_WITH_DEFAULT: ${DB_PASSWORD:-pw}
    secrets:
      - source: db_password
    image: token:latest
secrets:
  db_password:
    environment: DB_PASSWORD
`
	want := strings.NewReplacer("all of it", `'***'`, "- pw", "- '***'", "DB_PASSWORD: pw", "DB_PASSWORD: '***'",
		"${DB_PASSWORD:-pw}", "'***'").Replace(file)
	roots, problems := tree.Parse("f", []byte(file))
	if problems != nil {
		t.Fatal(problems)
	}
	var got strings.Builder
	if err := tree.Encode(&got, (&Redactor{}).Node(roots[0])); err != nil {
		t.Fatal(err)
	}
	if got.String() != want {
		t.Errorf("--- want\n%s--- got\n%s", want, got.String())
	}
}

func TestRedactedJSON(t *testing.T) {
	in := "{\n  \"services\": {\n    \"b\": {\n      \"cpus\": 1e-7,\n      \"command\": null,\n      \"a\": [],\n      \"init\": true,\n      \"environment\": {\n        \"TOKEN\": \"\\u003cx\\u003e\",\n        \"TEXT\": \"\\u003cx\\u003e\"\n      }\n    }\n  }\n}"
	want := strings.Replace(in, `"TOKEN": "\u003cx\u003e"`, `"TOKEN": "***"`, 1)
	got, err := (&Redactor{}).JSON([]byte(in))
	if err != nil || string(got) != want {
		t.Errorf("%v\n--- want\n%s\n--- got\n%s", err, want, got)
	}
	for _, cut := range []string{"", "{", `{"a"`, `{"a":`, `{"a":[1`, `{"a":}`, "]"} {
		if got, err := (&Redactor{}).JSON([]byte(cut)); err == nil {
			t.Errorf("%q became %q", cut, got)
		}
	}
}
