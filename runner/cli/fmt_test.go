package cli_test

import (
	"bytes"
	"context"
	"io"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"gesso/runner/cli"
)

// runFmt runs gesso fmt in a directory and returns what it printed.
func runFmt(ctx context.Context, t *testing.T, dir string, stdin io.Reader, want int, args ...string) (string, string) {
	t.Helper()
	var stdout, stderr bytes.Buffer
	env := cli.Env{Args: append([]string{"-chdir=" + dir, "fmt"}, args...), Stdin: stdin, Stdout: &stdout, Stderr: &stderr}
	if code := cli.Run(ctx, env); code != want {
		t.Fatalf("gesso fmt %q: exit code %d, want %d\n%s%s", args, code, want, &stdout, &stderr)
	}
	return stdout.String(), stderr.String()
}

// TestFormatKeepsTheFile: another content, the same mode, the same link, and
// nothing else in the folder.
func TestFormatKeepsTheFile(t *testing.T) {
	dir, elsewhere := t.TempDir(), t.TempDir()
	target := filepath.Join(elsewhere, "real.hcl")
	link := filepath.Join(dir, "link.hcl")
	if err := os.WriteFile(target, []byte("a=1\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.Chmod(target, 0o640); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink(target, link); err != nil {
		t.Fatal(err)
	}
	runFmt(t.Context(), t, dir, nil, 0)

	info, err := os.Lstat(target)
	if err != nil {
		t.Fatal(err)
	}
	if !info.Mode().IsRegular() || info.Mode().Perm() != 0o640 {
		t.Errorf("the mode is %v", info.Mode())
	}
	if to, err := os.Readlink(link); err != nil || to != target {
		t.Errorf("the link goes to %q, %v", to, err)
	}
	if text, err := os.ReadFile(link); err != nil || string(text) != "a = 1\n" {
		t.Errorf("%q, %v", text, err)
	}
	if entries, err := os.ReadDir(elsewhere); err != nil || len(entries) != 1 {
		t.Errorf("%v, %v", entries, err)
	}
}

// TestFormatRefusesPipes: a FIFO by the name of a configuration file is told,
// and not waited for.
func TestFormatRefusesPipes(t *testing.T) {
	dir := t.TempDir()
	if err := syscall.Mkfifo(filepath.Join(dir, "x.hcl"), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, stderr := runFmt(t.Context(), t, dir, nil, 1); !strings.Contains(stderr, "it is not a regular file") {
		t.Error(stderr)
	}
}

// TestFormatInterrupted: neither standard input nor the rest of the files is
// waited for.
func TestFormatInterrupted(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	in, out := io.Pipe() // from which nothing ever comes
	defer out.Close()
	runFmt(ctx, t, t.TempDir(), in, 130, "-")

	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, "a.hcl"), []byte("a=1\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	runFmt(ctx, t, dir, nil, 130)
	if text, err := os.ReadFile(filepath.Join(dir, "a.hcl")); err != nil || string(text) != "a=1\n" {
		t.Errorf("%q, %v", text, err)
	}
}
