package cli_test

import (
	"bytes"
	"context"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"gesso/runner/cli"
	"gesso/state/disk"
)

const galleryCanaries = `
variable "secret" { sensitive = true }
provider "flux" {
  endpoint = "sandbox"
  token    = var.secret
}
image "hidden" {
  prompt = "a fox ${var.secret}"
  size   = "256x256"
  tags   = { plain = "shown", word = var.secret }
}
image "edited" {
  source = image.hidden
  prompt = "at night"
  model  = "flux-kontext-pro"
}
`

// No byte of a page, of a folder or of the data has what is sensitive, how the provider knows a
// picture, or where the directory is; nor has what is kept of thumbnails.
func TestGalleriesTellNoSecret(t *testing.T) {
	if testing.Short() && raced {
		t.Skip("the scenarios of galleries have the same goroutines")
	}
	t.Parallel()
	dir, elsewhere := t.TempDir(), t.TempDir()
	writeIn(t, dir, "main.hcl", galleryCanaries)
	printed := func(args ...string) string {
		var out bytes.Buffer
		cli.Run(context.Background(), cli.Env{
			Args: append([]string{"-chdir=" + dir}, args...), Stdin: strings.NewReader(""), Stdout: &out, Stderr: &out,
			Environ: []string{"GESSO_VAR_secret=" + secretText},
		})
		return out.String()
	}
	printed("apply", "-auto-approve")
	canaries := []string{dir, filepath.Base(filepath.Dir(dir)), "api.acedata"}
	w, err := disk.Open(dir)
	if err != nil {
		t.Fatal(err)
	}
	defer w.Close()
	recorded, err := w.Load()
	if err != nil {
		t.Fatal(err)
	}
	n := 0
	for r := range recorded.All() {
		n++
		for _, private := range []string{r.Task, r.TraceID, r.URL} {
			if private != "" {
				canaries = append(canaries, private)
			}
		}
	}
	if n != 2 || len(canaries) < 3+2*n {
		t.Fatalf("%d images, and %q to look for", n, canaries)
	}
	look := func(what, text string) {
		if at := leakIn(text); at >= 0 {
			t.Errorf("%s tells a secret: …%s…", what, text[max(0, at-100):min(len(text), at+100)])
		}
		for _, canary := range canaries {
			if strings.Contains(text, canary) {
				t.Errorf("%s tells %q", what, canary)
			}
		}
	}
	look("the data", printed("gallery", "-json", "-plan"))
	for _, args := range [][]string{
		{"-out=" + filepath.Join(elsewhere, "page.html")}, {"-out=" + filepath.Join(dir, "page.html"), "-plan"},
		{"-dir=" + filepath.Join(elsewhere, "pages")}, {"-dir=" + filepath.Join(dir, "pages")},
	} {
		if text := printed(append([]string{"gallery"}, args...)...); !strings.Contains(text, "2 pictures") {
			t.Errorf("%v: %s", args, text)
		}
	}
	for _, root := range []string{elsewhere, filepath.Join(dir, "page.html"), filepath.Join(dir, "pages"), filepath.Join(dir, disk.Home, "thumbs")} {
		seen := 0
		err := filepath.WalkDir(root, func(name string, e fs.DirEntry, err error) error {
			if err != nil || e.IsDir() {
				return err
			}
			seen++
			data, err := os.ReadFile(name)
			look(filepath.Base(name), string(data))
			return err
		})
		if err != nil || seen == 0 {
			t.Errorf("%s: %d files, %v", root, seen, err)
		}
	}
}
