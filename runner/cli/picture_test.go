package cli_test

import (
	"fmt"
	"image"
	_ "image/jpeg" // the formats of outputs
	_ "image/png"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"

	"github.com/rogpeppe/go-internal/testscript"
	_ "golang.org/x/image/webp"
)

// cmdPictures makes sure that so many files lie below a folder, and that each
// is a whole picture of the format that its name says: pictures 3 images.
func cmdPictures(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 2 {
		ts.Fatalf("usage: pictures N DIR")
	}
	want, err := strconv.Atoi(args[0])
	ts.Check(err)
	got, err := countPictures(ts.MkAbs(args[1]))
	ts.Check(err)
	if got != want {
		ts.Fatalf("%d pictures in %s, want %d", got, args[1], want)
	}
}

// countPictures decodes every file below dir. A folder that is missing has none.
func countPictures(dir string) (int, error) {
	n := 0
	err := filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil || !d.Type().IsRegular() {
			return err
		}
		n++
		return decodable(path)
	})
	if os.IsNotExist(err) {
		err = nil
	}
	return n, err
}

var formats = map[string]string{".png": "png", ".jpg": "jpeg", ".jpeg": "jpeg", ".webp": "webp"}

// decodable decodes a picture to its last pixel.
func decodable(path string) error {
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	defer f.Close()
	_, format, err := image.Decode(f)
	if err != nil {
		return fmt.Errorf("%s: %w", path, err)
	}
	if want := formats[filepath.Ext(path)]; format != want {
		return fmt.Errorf("%s is %s", path, format)
	}
	return nil
}
