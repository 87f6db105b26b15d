package cli_test

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"gesso/runner/flux"
)

// mayName is who may name a provider: its own folder, the one table that lists
// all of them, and what imitates its service, whose wire format and texts are that
// service's.
var mayName = map[string][]string{
	"flux": {"runner/flux/", "runner/cli/kinds.go", "runner/sandbox/"},
}

// wordsOf are the name of a provider's kind, where it is, and the environment
// variables that it knows; of the last two also their beginnings.
func wordsOf(t *testing.T) map[string][]string {
	t.Helper()
	kind := flux.Kind()
	words := []string{kind.Language.Name, kind.Endpoint, flux.DefaultUploadEndpoint, "acedata"}
	for _, v := range kind.Environ {
		words = append(words, v.Name)
	}
	return map[string][]string{kind.Language.Name: words}
}

// TestProvidersAreNamedByTheirFolders: a provider is a folder, a row and a run of
// the suite. Whatever else of the program has to know which one it has to do with
// asks its kind.
func TestProvidersAreNamedByTheirFolders(t *testing.T) {
	words := wordsOf(t)
	for _, s := range sources(t) {
		if strings.HasSuffix(filepath.Dir(s.name), "test") {
			continue // packages that only tests use
		}
		text, err := os.ReadFile(filepath.Join(root, s.name))
		if err != nil {
			t.Fatal(err)
		}
		for provider, names := range words {
			for _, word := range names {
				at := bytes.Index(bytes.ToLower(text), []byte(strings.ToLower(word)))
				if at < 0 || hasPrefix(s.name, mayName[provider]) {
					continue
				}
				t.Errorf("%s:%d: names %q, which is for %v alone", s.name, 1+bytes.Count(text[:at], []byte("\n")), word, mayName[provider])
			}
		}
	}
}

func hasPrefix(name string, prefixes []string) bool {
	for _, prefix := range prefixes {
		if strings.HasPrefix(name, prefix) {
			return true
		}
	}
	return false
}
