package gitsetup_test

import (
	"context"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"gesso/runner/gitsetup"
)

// commit commits all, at a time.
func commit(t *testing.T, dir string, at time.Time, message string) {
	t.Helper()
	git(t, dir, "add", "-A")
	cmd := exec.Command("git", "-c", "user.name=a", "-c", "user.email=a@b", "commit", "-q", "-m", message)
	cmd.Dir = dir
	cmd.Env = append(environ(), "GIT_COMMITTER_DATE="+at.Format(time.RFC3339), "GIT_AUTHOR_DATE="+at.Format(time.RFC3339))
	if text, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("git commit: %v\n%s", err, text)
	}
}

func revisions(t *testing.T, dir string, since time.Time) ([]string, bool) {
	t.Helper()
	texts := map[string]bool{}
	found, err := gitsetup.Revisions(t.Context(), gitsetup.Place{Dir: dir, Environ: environ()}, since, func(text []byte) { texts[string(text)] = true })
	if err != nil {
		t.Fatal(err)
	}
	return slices.Sorted(maps.Keys(texts)), found
}

// Of every name what it has, of every commit since a time what it changed from and to;
// also below the repository's folder, of a branch that is gone, and of workspaces.
func TestRevisions(t *testing.T) {
	dir := repository(t)
	if got, found := revisions(t, dir, time.Now()); !found || len(got) > 0 {
		t.Errorf("an empty repository: %v, %q", found, got)
	}
	art := filepath.Join(dir, "art")
	if err := os.MkdirAll(filepath.Join(art, "gesso.state.d", "draft"), 0o755); err != nil {
		t.Fatal(err)
	}
	now := time.Now()
	ago := func(days int) time.Time { return now.AddDate(0, 0, -days) }
	for _, step := range []struct {
		text string
		days int
	}{{"oldest", 90}, {"older", 60}, {"replaced", 50}, {"new", 10}} {
		write(t, art, "gesso.state", step.text)
		write(t, art, "other.hcl", step.text+" other")
		commit(t, dir, ago(step.days), step.text)
	}
	git(t, dir, "branch", "old", "HEAD~2") // its tip has "older"
	git(t, dir, "checkout", "-q", "-b", "gone")
	write(t, art, "gesso.state", "of a branch that is gone")
	write(t, filepath.Join(art, "gesso.state.d", "draft"), "gesso.state", "of a workspace")
	commit(t, dir, ago(5), "gone")
	git(t, dir, "checkout", "-q", "-")
	git(t, dir, "branch", "-q", "-D", "gone")
	write(t, dir, "gesso.state", "of another directory")
	commit(t, dir, ago(4), "another")

	want := []string{"new", "of a branch that is gone", "of a workspace", "older", "replaced"}
	got, found := revisions(t, art, ago(30))
	if diff := cmp.Diff(want, got); diff != "" || !found {
		t.Errorf("%v\n%s", found, diff)
	}
}

func TestRevisionsElsewhere(t *testing.T) {
	dir := t.TempDir()
	if got, found := revisions(t, dir, time.Now()); found || len(got) > 0 {
		t.Errorf("got %v, %q", found, got)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := gitsetup.Revisions(ctx, gitsetup.Place{Dir: dir, Environ: environ()}, time.Now(), nil); err == nil {
		t.Error("an interrupted look is no error")
	}
}
