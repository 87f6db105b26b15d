// Package examples_test runs every example as a user would: in a copy of its
// folder, on the built-in sandbox, by the program's own entry point.
//
// Go test -run TestPlan -update writes the expected plans. With -short only the
// small examples are applied, which is enough for the race detector.
package examples_test

import (
	"bytes"
	"flag"
	"fmt"
	"image"
	_ "image/jpeg"
	_ "image/png"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"gesso/runner/cli"
	"gesso/runner/flux"
	"gesso/runner/sandbox"
	"gesso/spec"
	"gesso/spec/eval"
	"gesso/spec/lang"
)

var update = flag.Bool("update", false, "write the expected plans")

// planFile is what gesso plan says of an example that was never applied.
const planFile = "plan.txt"

// manyImages are more than a short test applies.
const manyImages = 100

// written is what running an example leaves in its folder.
var written = []string{".gesso", "gesso.state", "assets"}

// examples are the folders beside this file.
func examples(t *testing.T) []string {
	t.Helper()
	files, err := filepath.Glob("*/main.hcl")
	if err != nil || len(files) == 0 {
		t.Fatalf("no example found: %v", err)
	}
	for i, file := range files {
		files[i] = filepath.Dir(file)
	}
	return files
}

// fresh copies an example as it is in the repository, whatever was applied in
// place.
func fresh(t *testing.T, example string) string {
	t.Helper()
	dir := t.TempDir()
	err := filepath.WalkDir(example, func(name string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		inside, err := filepath.Rel(example, name)
		if err != nil {
			return err
		}
		target := filepath.Join(dir, inside)
		switch {
		case slices.Contains(written, inside) && entry.IsDir():
			return filepath.SkipDir
		case slices.Contains(written, inside):
			return nil
		case entry.IsDir():
			return os.MkdirAll(target, 0o755)
		}
		content, err := os.ReadFile(name)
		if err != nil {
			return err
		}
		return os.WriteFile(target, content, 0o644)
	})
	if err != nil {
		t.Fatal(err)
	}
	return dir
}

// gesso runs a command that must succeed without a warning, and returns what
// it prints as its result.
func gesso(t *testing.T, args ...string) string {
	t.Helper()
	var stdout, stderr bytes.Buffer
	env := cli.Env{Args: args, Stdin: strings.NewReader(""), Stdout: &stdout, Stderr: &stderr}
	if code := cli.Run(t.Context(), env); code != 0 {
		t.Fatalf("gesso %s: exit code %d\n%s", strings.Join(args, " "), code, stderr.String())
	}
	if strings.Contains(stderr.String(), "Warning") {
		t.Errorf("gesso %s warns:\n%s", strings.Join(args, " "), stderr.String())
	}
	return stdout.String()
}

func TestPlan(t *testing.T) {
	for _, example := range examples(t) {
		t.Run(example, func(t *testing.T) {
			golden := filepath.Join(example, planFile)
			got := gesso(t, "-chdir="+fresh(t, example), "plan")
			if *update {
				if err := os.WriteFile(golden, []byte(got), 0o644); err != nil {
					t.Fatal(err)
				}
			}
			want, err := os.ReadFile(golden)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(string(want), got); diff != "" {
				t.Errorf("%s (-want +got; -update accepts it):\n%s", golden, diff)
			}
		})
	}
}

func TestApply(t *testing.T) {
	for _, example := range examples(t) {
		t.Run(example, func(t *testing.T) {
			t.Parallel()
			dir := fresh(t, example)
			images := declared(t, dir)
			if testing.Short() && len(images) > manyImages {
				t.Skipf("%d images are too many for -short", len(images))
			}
			first := gesso(t, "-chdir="+dir, "apply", "-auto-approve")
			if want := fmt.Sprintf("Apply complete: %d generated.", len(images)); !strings.Contains(first, want) {
				t.Errorf("the first apply does not say %q:\n%s", want, tail(first))
			}
			for _, i := range images {
				checkPicture(t, dir, i)
			}

			before := snapshot(t, dir)
			second := gesso(t, "-chdir="+dir, "apply", "-auto-approve")
			if want := fmt.Sprintf("No changes. All %d images are as declared.\n", len(images)); !strings.HasPrefix(second, want) { // outputs follow
				t.Errorf("the second apply says:\n%swant:\n%s", tail(second), want)
			}
			if diff := cmp.Diff(before, snapshot(t, dir)); diff != "" {
				t.Errorf("the second apply changed files (-before +after):\n%s", diff)
			}
		})
	}
}

// declared is every image of an example, as the configuration alone has it.
func declared(t *testing.T, dir string) []*eval.Instance {
	t.Helper()
	config, diags := spec.Load(dir, spec.Inputs{Version: cli.Version, Kinds: []*lang.Kind{flux.Language().With(sandbox.Block())}})
	t.Cleanup(func() { _ = config.Close() })
	if diags.HasErrors() {
		t.Fatal(diags)
	}
	expansion, diags := config.Expand(nil)
	if diags.HasErrors() {
		t.Fatal(diags)
	}
	return expansion.Instances
}

// checkPicture decodes an output whole and compares it with what was declared.
func checkPicture(t *testing.T, dir string, i *eval.Instance) {
	t.Helper()
	file, err := os.Open(filepath.Join(dir, filepath.FromSlash(i.Path)))
	if err != nil {
		t.Error(err)
		return
	}
	defer file.Close()
	picture, format, err := image.Decode(file)
	if err != nil {
		t.Errorf("%s: %s: %v", i.Address, i.Path, err)
		return
	}
	if want := map[string]string{".png": "png", ".jpg": "jpeg"}[path.Ext(i.Path)]; format != want {
		t.Errorf("%s: %s is a %s", i.Address, i.Path, format)
	}
	size := picture.Bounds().Size()
	if !fits(i.Size, size) {
		t.Errorf("%s: %s has %v pixels, and its size is %q", i.Address, i.Path, size, i.Size)
	}
}

// fits reports whether a picture has a declared size: the very pixels, or a
// ratio to within three in a hundred. No size is any.
func fits(declared string, size image.Point) bool {
	if width, height, ok := pair(declared, "x"); ok {
		return size == image.Pt(width, height)
	}
	width, height, ok := pair(declared, ":")
	if !ok {
		return declared == "" && size.X > 0 && size.Y > 0
	}
	off := float64(size.X*height) / float64(size.Y*width)
	return 0.97 < off && off < 1.03
}

func pair(text, separator string) (a, b int, ok bool) {
	left, right, found := strings.Cut(text, separator)
	a, errA := strconv.Atoi(left)
	b, errB := strconv.Atoi(right)
	return a, b, found && errA == nil && errB == nil
}

// snapshot is every file below a folder with its size and time of change. The
// lock and what only saves time say nothing of pictures, and are left out.
func snapshot(t *testing.T, dir string) map[string]string {
	t.Helper()
	files := map[string]string{}
	err := fs.WalkDir(os.DirFS(dir), ".", func(name string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() || name == ".gesso/lock" || name == ".gesso/stat" || name == ".gesso/quiet" {
			return err
		}
		info, err := entry.Info()
		if err != nil {
			return err
		}
		files[name] = fmt.Sprintf("%d bytes, %s", info.Size(), info.ModTime())
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return files
}

func tail(text string) string {
	const most = 2000
	return text[max(0, len(text)-most):]
}
