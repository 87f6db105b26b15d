package cli_test

import (
	"bytes"
	"image"
	"image/color"
	"image/jpeg"
	"image/png"
	"strings"
	"testing"

	"gesso/runner/sandbox"
)

// A photo that a phone took upright is stored lying, with a note how to hold it. Its
// width and height are those that viewers show, a copy keeps the note, and what is
// made of it in another format is turned.
func TestPhotoHeldUpright(t *testing.T) {
	lying := image.NewRGBA(image.Rect(0, 0, 64, 32))
	for x := range 64 {
		for y := range 32 {
			lying.Set(x, y, color.RGBA{uint8(255 * (x / 32)), 0, 0, 255}) // red on the right, which is below when it is held upright
		}
	}
	var stored bytes.Buffer
	if err := jpeg.Encode(&stored, lying, nil); err != nil {
		t.Fatal(err)
	}
	const exif = "\xff\xe1\x00\x22Exif\x00\x00MM\x00*\x00\x00\x00\x08\x00\x01\x01\x12\x00\x03\x00\x00\x00\x01\x00\x06\x00\x00\x00\x00\x00\x00"
	photo := "\xff\xd8" + exif + stored.String()[2:]

	p := newProject(t, sandbox.Options{})
	p.write("photo.jpg", photo)
	p.write("main.hcl", `
provider "flux" { poll_interval = "5ms" }
image "p" {
  for_each = { png = "png", jpg = "jpg" }
  prompt   = "a photo"
  path     = "out.${each.value}"
  lifecycle {
    postcondition {
      condition     = self.width == 32 && self.height == 64
      error_message = "It is ${self.width}x${self.height}."
    }
  }
}
import {
  for_each = { png = "png", jpg = "jpg" }
  to       = image.p[each.key]
  id       = "photo.jpg"
}
output "sizes" {
  value = [for i in image.p : "${i.width}x${i.height}"]
}`)
	p.run(0, "apply", "-auto-approve")
	p.silent()
	if sizes := p.run(0, "output"); strings.Count(sizes, "32x64") != 2 {
		t.Errorf("the outputs are\n%s", sizes)
	}
	if string(p.read("out.jpg")) != photo {
		t.Error("the copy is not the photo")
	}
	shown, err := png.Decode(bytes.NewReader(p.read("out.png")))
	if err != nil || shown.Bounds() != image.Rect(0, 0, 32, 64) {
		t.Fatalf("%v, %v", shown.Bounds(), err)
	}
	above, _, _, _ := shown.At(16, 8).RGBA()
	below, _, _, _ := shown.At(16, 56).RGBA()
	if above > 0x2000 || below < 0xd000 {
		t.Errorf("red is %x above and %x below", above, below)
	}
}
