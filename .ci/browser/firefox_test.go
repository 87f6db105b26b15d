package browser

import (
	"bytes"
	"context"
	"image/png"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
	"time"
)

// Another browser shows the page too. It is a look from outside: what the page does inside is
// asked in the other tests.
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
	command := exec.CommandContext(ctx, name, "--headless", "--no-remote", "--profile", dir, "--window-size=1280,900", "--screenshot", shot, url)
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
	var seen int // of the first picture
	for y := img.Bounds().Min.Y; y < img.Bounds().Max.Y; y += 4 {
		for x := img.Bounds().Min.X; x < img.Bounds().Max.X; x += 4 {
			if _, is := near(img, point{float64(x), float64(y)}, s[g.Images[0].Artifact]); is {
				seen++
			}
		}
	}
	if seen < 2000 {
		t.Errorf("of the first picture %d points are seen", seen)
	}
}
