package browser

import (
	"bytes"
	"image/png"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
	"time"

	"context"
)

// Another browser shows the page too, and opens a link to one picture: otto was red and is
// blue. It is a look from outside: what the page does inside is asked in the other tests.
func TestFirefox(t *testing.T) {
	name := os.Getenv("GESSO_FIREFOX")
	if name == "" {
		name = "firefox-esr"
	}
	if _, err := exec.LookPath(name); err != nil {
		t.Skip("there is no firefox-esr here")
	}
	g, s := eleven()
	url := write(t, g, s)
	dir := t.TempDir()
	shot := filepath.Join(dir, "shot.png")
	ctx, end := context.WithTimeout(t.Context(), 2*time.Minute)
	defer end()
	command := exec.CommandContext(ctx, name, "--headless", "--no-remote", "--profile", dir, "--window-size=1280,900", "--screenshot", shot, url+`#image.hero[%22otto%22]`)
	command.Env = append(os.Environ(), "HOME="+dir)
	if out, err := command.CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	data, err := os.ReadFile(shot)
	if err != nil {
		t.Fatal(err)
	}
	keep(t, "firefox.png", data)
	img, err := png.Decode(bytes.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	var reds, blues int
	for y := img.Bounds().Min.Y; y < img.Bounds().Max.Y; y += 4 {
		for x := img.Bounds().Min.X; x < img.Bounds().Max.X; x += 4 {
			p := point{float64(x), float64(y)}
			if _, is := near(img, p, red); is {
				reds++
			}
			if _, is := near(img, p, blue); is {
				blues++
			}
		}
	}
	if reds < 2000 || blues < 2000 {
		t.Errorf("of the picture before %d points are seen, of the one now %d", reds, blues)
	}
}
