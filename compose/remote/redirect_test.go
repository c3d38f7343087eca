package remote

import (
	"net/http"
	"testing"
)

func TestFollow(t *testing.T) {
	tests := []struct {
		from, to string
		ok       bool
	}{
		{"https://registry/v2/x", "https://storage/x", true},
		{"https://registry/v2/x", "http://registry/v2/x", false},
		{"https://registry/v2/x", "http://169.254.169.254/x", false},
		{"https://registry/v2/x", "file:///etc/passwd", false},
		{"http://127.0.0.1:5000/v2/x", "http://127.0.0.1:9000/x", true},
		{"http://127.0.0.1:5000/v2/x", "https://storage/x", true},
	}
	for _, test := range tests {
		from, _ := http.NewRequest(http.MethodGet, test.from, nil)
		to, err := http.NewRequest(http.MethodGet, test.to, nil)
		if err != nil {
			t.Fatal(err)
		}
		if err := follow(to, []*http.Request{from}); (err == nil) != test.ok {
			t.Errorf("from %s to %s: %v", test.from, test.to, err)
		}
	}
}

func TestIsLoopback(t *testing.T) {
	for host, want := range map[string]bool{
		"localhost": true, "localhost:5000": true, "127.0.0.1": true, "127.0.0.1:5000": true, "127.1.2.3:5000": true, "[::1]:5000": true, "[::1]": true,
		"docker.io": false, "localhost.example:5000": false, "127.0.0.1.example": false, "10.0.0.1:5000": false, "[fe80::1]:5000": false, "": false,
	} {
		if got := isLoopback(host); got != want {
			t.Errorf("%s: %v", host, got)
		}
	}
}

func TestLastWords(t *testing.T) {
	tests := []struct {
		said, want string
		secrets    []string
	}{
		{"", "", nil},
		{"fatal: repository 'x' not found\n", "repository 'x' not found", nil},
		{"error: a\nfatal: b\n\n", "b", nil},
		{"git@host: Permission denied (publickey).\r\nfatal: Could not read from remote repository.\n\n" +
			"Please make sure you have the correct access rights\nand the repository exists.\n", "git@host: Permission denied (publickey).", nil},
		{"remote: \x1b[2J\x07clear\u202e\n", "remote: [2Jclear", nil},
		{"10%\r20%\rfatal: early EOF", "early EOF", nil},
		{"fatal: unable to access 'https://me:pass@host/': me:pass pass", "unable to access 'https://xxxxx@host/': xxxxx xxxxx", []string{"me:pass", "pass"}},
	}
	for _, test := range tests {
		if got := lastWords([]byte(test.said), test.secrets); got != test.want {
			t.Errorf("%q gives %q, want %q", test.said, got, test.want)
		}
	}
}
