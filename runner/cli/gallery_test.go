package cli_test

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"gesso/runner/document"
	"gesso/runner/gallery"
	"gesso/runner/sandbox"
	"gesso/runner/timeline"
	"gesso/state/disk"
)

// TestGalleryTakes: a take has one number, whether one image is asked for or all are, also
// after it was chosen, moved, shared and taken up again; and what is known of each image is
// the same, read at once or alone.
func TestGalleryTakes(t *testing.T) {
	t.Parallel()
	p := newProject(t, sandbox.Options{})
	config := func(prompt, name string) {
		p.write("main.hcl", fmt.Sprintf(`provider "flux" { poll_interval = "10ms" }
image %q { prompt = %q }
image "cat" {
  count  = 2
  prompt = "[sandbox:extra] a cat"
}
image "copy" { prompt = %[2]q }
`, name, prompt))
	}
	config("a fox", "fox")
	p.run(0, "apply", "-auto-approve")
	p.run(0, "apply", "-auto-approve", "-replace=image.fox")
	config("a red fox", "fox")
	p.run(0, "apply", "-auto-approve")
	config("a fox", "fox")
	p.run(0, "apply", "-auto-approve")
	p.run(0, "select", "image.fox", "2")
	config("a fox", "vixen")
	p.run(0, "apply", "-auto-approve")
	p.run(0, "apply", "-auto-approve", "-replace=image.cat[1]")
	p.run(0, "undo", "-auto-approve")

	var g gallery.Gallery
	if err := json.Unmarshal([]byte(p.run(0, "gallery", "-json")), &g); err != nil {
		t.Fatal(err)
	}
	several := 0
	for _, i := range g.Images {
		var doc document.Takes
		if err := json.Unmarshal([]byte(p.run(0, "takes", "-json", i.Address)), &doc); err != nil {
			t.Fatal(err)
		}
		if len(doc.Takes) > 1 {
			several++
		}
		if diff := cmp.Diff(numbers(doc.Takes), numbersIn(i)); diff != "" {
			t.Errorf("%s (-takes +gallery):\n%s", i.Address, diff)
		}
	}
	if several < 3 {
		t.Errorf("only %d images have several takes: the test looks for the wrong thing", several)
	}
	sameArchive(t, p.dir, &g)
}

func numbers(all []document.Take) string {
	var lines []string
	for _, t := range all {
		lines = append(lines, fmt.Sprint(t.Number, t.Values.SHA256, t.Current, t.Here))
	}
	return strings.Join(lines, "\n")
}

func numbersIn(i gallery.Image) string {
	if i.Takes == nil && i.Artifact != "" {
		return fmt.Sprint(1, i.Artifact, true, !i.Lost)
	}
	var lines []string
	for _, t := range i.Takes {
		lines = append(lines, fmt.Sprint(t.Number, t.Artifact, t.Current, t.Here))
	}
	return strings.Join(lines, "\n")
}

// sameArchive compares what is read of each image at once and alone.
func sameArchive(t *testing.T, dir string, g *gallery.Gallery) {
	t.Helper()
	w, err := disk.OpenAt(dir, time.Now)
	if err != nil {
		t.Fatal(err)
	}
	defer w.Close()
	loaded, err := w.Load()
	if err != nil {
		t.Fatal(err)
	}
	all, err := timeline.ReadArchive(w, loaded)
	if err != nil {
		t.Fatal(err)
	}
	for _, i := range g.Images {
		alone, err := timeline.Of(w, i.Address)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(alone, all.Image(i.Address), cmp.AllowUnexported(timeline.Image{})); diff != "" {
			t.Errorf("%s (-alone +at once):\n%s", i.Address, diff)
		}
	}
}
