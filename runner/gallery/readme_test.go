package gallery_test

import (
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"

	"gesso/runner/gallery"
)

// TestReadme: the documents have each status, and each word of -only.
func TestReadme(t *testing.T) {
	text, err := os.ReadFile("../README.md")
	if err != nil {
		t.Fatal(err)
	}
	_, chapter, _ := strings.Cut(string(text), "\n### The gallery\n")
	chapter, _, _ = strings.Cut(chapter, "\n### ")
	var told []gallery.Status
	for _, row := range regexp.MustCompile("(?m)^\\| `([a-z ]+)` \\|").FindAllStringSubmatch(chapter, -1) {
		told = append(told, gallery.Status(row[1]))
	}
	if !slices.Equal(told, gallery.Statuses()) {
		t.Errorf("the table has %q, want %q", told, gallery.Statuses())
	}
	for _, word := range gallery.Marks() {
		if !strings.Contains(chapter, "`"+word+"`") {
			t.Errorf("%s is not told of", word)
		}
	}
}
