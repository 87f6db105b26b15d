package cli_test

import (
	"bytes"
	"image"
	"image/png"
	"path/filepath"
	"strings"
	"testing"

	"gesso/runner/sandbox"
)

// pngBytes is a picture.
func pngBytes(t *testing.T) string {
	t.Helper()
	var file bytes.Buffer
	if err := png.Encode(&file, image.NewGray(image.Rect(0, 0, 40, 30))); err != nil {
		t.Fatal(err)
	}
	return file.String()
}

const editOfPhoto = `
provider "flux" {
  model         = "flux-kontext-pro"
  poll_interval = "5ms"
}
image "e" {
  source = "photo.png"
  prompt = "the same yard under snow"
  size   = "1:1"
}`

// An edit of what is no picture would be paid for. So it is said before: validate and
// plan name what the file looks like, and nothing leaves the machine.
func TestSourcesThatAreNoPictures(t *testing.T) {
	t.Parallel()
	whole := pngBytes(t)
	p := newProject(t, sandbox.Options{})
	p.write("main.hcl", editOfPhoto)
	for looks, content := range map[string]string{
		"a Git LFS pointer (git lfs pull fetches the picture)": pointer,
		"text":                    "a note",
		"nothing (it is empty)":   "",
		"a GIF":                   "GIF89a\x01\x00\x01\x00\x00\x00\x00;",
		"SVG":                     "<?xml version=\"1.0\"?><svg width=\"10\"/>",
		"HTML":                    "<!DOCTYPE html><title>404</title>",
		"JSON":                    `{"error": "gone"}`,
		"PDF":                     "%PDF-1.7\n",
		"a ZIP archive":           "PK\x03\x04\x14\x00",
		"AVIF":                    "\x00\x00\x00\x1cftypavif\x00\x00\x00\x00avifmif1",
		"HEIC":                    "\x00\x00\x00\x18ftypheic\x00\x00\x00\x00mif1",
		"binary data":             "\x00\x01\x02\x03",
		"truncated picture":       whole[:len(whole)-20],
		"damaged picture":         whole[:50] + "\x00\x00" + whole[52:],
		"a data URL":              "data:image/png;base64,AAAA",
		"a RIFF file that is not": "RIFF\x04\x00\x00\x00WAVE",
	} {
		p.write("photo.png", content)
		for _, command := range [][]string{{"validate"}, {"plan"}, {"apply", "-auto-approve"}} {
			if said := p.fails(1, command...); !strings.Contains(said, "Error: Source is not a picture") || !strings.Contains(strings.Join(strings.Fields(said), " "), looks) {
				t.Errorf("%v does not say that it looks like %s:\n%s", command, looks, said)
			}
		}
	}
	p.silent()
	p.write("photo.png", whole)
	p.run(0, "validate")
	p.run(0, "apply", "-auto-approve")
	p.charged(1)
}

const pointer = "version https://git-lfs.github.com/spec/v1\noid sha256:4d5a8e2fa564a92eb7a649eb96a405038b168c9f4b266b95b9d3c352c5527e4c\nsize 390\n"

// In a checkout without git lfs pull the source is the same one still: nothing changes,
// and nothing can be bought with it.
func TestSourceThatIsAPointerOfWhatIsRecorded(t *testing.T) {
	whole := pngBytes(t)
	p := newProject(t, sandbox.Options{})
	p.write("main.hcl", editOfPhoto)
	p.write("photo.png", whole)
	p.run(0, "apply", "-auto-approve")
	p.charged(1)
	p.write("photo.png", strings.Replace(pointer, "4d5a8e2fa564a92eb7a649eb96a405038b168c9f4b266b95b9d3c352c5527e4c", hashText(whole), 1))
	for _, command := range [][]string{{"plan"}, {"apply", "-auto-approve"}} {
		if said := p.run(0, command...); !strings.Contains(said, "No changes.") {
			t.Errorf("%v:\n%s", command, said)
		}
	}
	p.silent()
	p.write("main.hcl", strings.Replace(editOfPhoto, "snow", "rain", 1))
	if said := p.fails(1, "apply", "-auto-approve"); !strings.Contains(said, "Git LFS pointer") {
		t.Errorf("it says\n%s", said)
	}
	p.silent()
	p.remove("photo.png")
	p.write("photo.png", whole)
	p.run(0, "apply", "-auto-approve")
	p.charged(1)
}

// A pipe has no end: whatever names one, it is refused at once and never opened.
func TestPipesAreRefusedAtOnce(t *testing.T) {
	for name, config := range map[string]string{
		"source": editOfPhoto,
		"import": "provider \"flux\" {}\nimage \"e\" { prompt = \"a yard\" }\nimport {\n  to = image.e\n  id = \"./photo.png\"\n}",
		"output": "provider \"flux\" {}\nimage \"e\" {\n  prompt = \"a yard\"\n  path = \"photo.png\"\n}",
		"folder": "provider \"flux\" {}\nimage \"e\" {\n  prompt = \"a yard\"\n  path = \"photo.png/a.png\"\n}",
	} {
		p := newProject(t, sandbox.Options{})
		p.write("main.hcl", config)
		makePipe(t, filepath.Join(p.dir, "photo.png"))
		for _, command := range [][]string{{"plan"}, {"apply", "-auto-approve"}} {
			if said := p.fails(1, command...); !strings.Contains(said, "regular") && !strings.Contains(said, "is not a folder") {
				t.Errorf("%s: %v says\n%s", name, command, said)
			}
		}
		p.silent()
	}
}

// A pipe where an output was: the image fails alone, and nothing waits.
func TestPipeInPlaceOfAnOutput(t *testing.T) {
	p := newProject(t, sandbox.Options{})
	p.write("main.hcl", "provider \"flux\" { poll_interval = \"5ms\" }\nimage \"a\" { prompt = \"a fox\" }\nimage \"b\" { prompt = \"an owl\" }\n")
	p.run(0, "apply", "-auto-approve")
	p.charged(2)
	p.remove("images/a.png")
	p.remove("images/b.png")
	makePipe(t, filepath.Join(p.dir, "images/a.png"))
	if said := p.run(3, "apply", "-auto-approve"); !strings.Contains(said, "is not a regular file") || !strings.Contains(said, "1 restored, 1 failed") {
		t.Errorf("it says\n%s", said)
	}
	p.run(0, "destroy", "-auto-approve")
	p.charged(0)
}
