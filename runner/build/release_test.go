package build_test

import (
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

const root = "../.."

func read(t *testing.T, name string) string {
	t.Helper()
	data, err := os.ReadFile(filepath.Join(root, name))
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}

// TestReleasesAgree: a release is of the systems that the script builds for, in the same
// way, and the container is too.
func TestReleasesAgree(t *testing.T) {
	script, goreleaser, container := read(t, ".ci/release"), read(t, ".goreleaser.yaml"), read(t, ".ci/Containerfile")
	for _, list := range []struct{ script, goreleaser string }{
		{`for os in (.*?); do`, `goos: \[(.*)\]`}, {`for arch in (.*?); do`, `goarch: \[(.*)\]`},
	} {
		built := strings.Fields(regexp.MustCompile(list.script).FindStringSubmatch(script)[1])
		released := strings.Split(regexp.MustCompile(list.goreleaser).FindStringSubmatch(goreleaser)[1], ", ")
		if !slices.Equal(built, released) {
			t.Errorf("built for %q, released for %q", built, released)
		}
	}
	for name, text := range map[string]string{".ci/release": script, ".goreleaser.yaml": goreleaser, ".ci/Containerfile": container} {
		for _, word := range []string{"-trimpath", "CGO_ENABLED=0", "-s -w"} {
			if !strings.Contains(text, word) {
				t.Errorf("%s does not build with %s", name, word)
			}
		}
	}
	version := regexp.MustCompile(`\ngo (\d+\.\d+)`).FindStringSubmatch(read(t, "go.mod"))[1]
	if !strings.Contains(container, "golang:"+version+" ") {
		t.Errorf("the container is not built with Go %s", version)
	}
}

// TestReleaseHooks runs what goreleaser runs before it builds, but for what it downloads.
func TestReleaseHooks(t *testing.T) {
	if testing.Short() {
		t.Skip("skipped: it builds the program")
	}
	program := filepath.Join(t.TempDir(), "gesso")
	if out, err := exec.Command("go", "build", "-o", program, root).CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	hooks := regexp.MustCompile(`go run \. ([^&;|>"\n]+)`).FindAllStringSubmatch(read(t, ".goreleaser.yaml"), -1)
	if len(hooks) != 2 {
		t.Fatalf("%d hooks: %q", len(hooks), hooks)
	}
	for _, hook := range hooks {
		for _, shell := range []string{"bash", "zsh", "fish", "powershell"} {
			line := strings.ReplaceAll(strings.ReplaceAll(hook[1], "$shell", shell), ".dist/extra", t.TempDir())
			if out, err := exec.Command(program, strings.Fields(line)...).CombinedOutput(); err != nil {
				t.Errorf("gesso %s: %v\n%s", line, err, out)
			}
		}
	}
}
