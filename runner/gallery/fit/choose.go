package fit

import (
	"fmt"
	"slices"

	"gesso/runner/gallery"
)

const (
	// MaxSize is the default limit of a page in one file, in bytes. Half of it is for
	// thumbnails, half for previews.
	MaxSize = 48_000_000
	// Large is the size in bytes from which a page is called large.
	Large = 25_000_000
	// folderPreviews is how many bytes previews may take beside a page.
	folderPreviews = 64_000_000
)

// usual is how many bytes of a page a photograph takes, by its edge in pixels: as a JPEG of
// the quality that package thumbs uses, in base 64. Drawings take less.
var usual = []struct {
	edge  int
	bytes int64
}{{128, 4_500}, {192, 8_000}, {256, 12_600}, {320, 18_000}, {512, 42_000}, {768, 89_000}, {1024, 154_000}, {2048, 500_000}}

// The edges of thumbnails and previews, from the largest.
var (
	thumbEdges   = []int{320, 256, 192}
	previewEdges = []int{1024, 768}
)

// usually returns how many bytes a picture takes at an edge.
func usually(edge int) int64 {
	for _, u := range usual {
		if edge <= u.edge {
			return u.bytes
		}
	}
	return usual[len(usual)-1].bytes
}

// Counts says how much there is to show.
type Counts struct {
	Pictures int // pictures of images, and those before them, each once
	Takes    int // other takes of images
	Changed  int // pictures that Changed returns
}

// Wishes are what the user asks for.
type Wishes struct {
	Folder  bool  // pictures are files beside the page
	MaxSize int64 // the limit of a page in one file, in bytes; 0: MaxSize
	Thumb   int   // the edge of thumbnails in pixels; 0: the largest that fits
	Preview int   // the edge of previews in pixels; 0: the largest that fits
	Bare    bool  // no previews
}

// Most returns the limit of a page in one file, in bytes.
func (w Wishes) Most() int64 {
	if w.MaxSize == 0 {
		return MaxSize
	}
	return w.MaxSize
}

// Choice says what goes into a page.
type Choice struct {
	Edge        int // the edge of thumbnails in pixels
	Takes       int // how many takes, from the first, have a thumbnail
	PreviewEdge int // the edge of previews in pixels; 0: none
	Previews    int // how many changed pictures, from the first, have a preview
}

// Error says that not even thumbnails fit.
type Error struct {
	Pictures int
	Bytes    int64 // the size of the page, measured or estimated
	Max      int64
}

func (e *Error) Error() string {
	return fmt.Sprintf("%d pictures do not fit into a page of %s: it would have some %s", e.Pictures, size(e.Max), size(e.Bytes))
}

func size(bytes int64) string {
	if bytes < 10_000_000 {
		return fmt.Sprintf("%d kB", bytes/1000)
	}
	return fmt.Sprintf("%d MB", (bytes+999_999)/1_000_000)
}

// Choose decides from the usual sizes of pictures. The error is an *Error.
func Choose(n Counts, w Wishes) (Choice, error) {
	c := Choice{Edge: w.Thumb, Takes: n.Takes}
	switch {
	case w.Folder && c.Edge == 0:
		c.Edge = thumbEdges[0]
	case !w.Folder:
		share := w.Most() / 2
		if w.Thumb > 0 {
			share = w.Most() // larger thumbnails may take the room of previews
		}
		fits := func(edge int) bool { return int64(n.Pictures)*usually(edge) <= share }
		edges := thumbEdges
		if w.Thumb > 0 {
			edges = []int{w.Thumb}
		}
		i := slices.IndexFunc(edges, fits)
		if i < 0 {
			return Choice{}, &Error{n.Pictures, int64(n.Pictures) * usually(edges[len(edges)-1]), w.Most()}
		}
		c.Edge = edges[i]
		c.Takes = min(n.Takes, int(share/usually(c.Edge))-n.Pictures)
	}
	c.previews(n, w)
	return c, nil
}

// previews decides the size and number of previews.
func (c *Choice) previews(n Counts, w Wishes) {
	if w.Bare || n.Changed == 0 {
		return
	}
	room := PreviewRoom(w, int64(n.Pictures+c.Takes)*usually(c.Edge))
	edges := previewEdges
	if w.Preview > 0 {
		edges = []int{w.Preview}
	}
	last := len(edges) - 1
	i := slices.IndexFunc(edges[:last], func(edge int) bool { return int64(n.Changed)*usually(edge) <= room })
	if i < 0 {
		i = last
	}
	if c.Previews = min(n.Changed, int(room/usually(edges[i]))); c.Previews > 0 {
		c.PreviewEdge = edges[i]
	}
}

// PreviewRoom returns how many bytes previews may take if the rest of the page takes other.
func PreviewRoom(w Wishes, other int64) int64 {
	if w.Folder {
		return folderPreviews
	}
	return max(0, min(w.Most()/2, w.Most()-other))
}

// Smaller returns the edge that thumbnails must have, given that a page made with a choice
// has so many bytes: the choice's own if that fits. The error is an *Error.
func Smaller(pictures int, bytes int64, c Choice, w Wishes) (int, error) {
	if bytes <= w.Most() {
		return c.Edge, nil
	}
	if w.Thumb == 0 {
		for _, edge := range thumbEdges {
			if edge < c.Edge {
				return edge, nil
			}
		}
	}
	return 0, &Error{pictures, bytes, w.Most()}
}

// Kept returns the first pictures whose bytes fit into room together.
func Kept(shas []string, bytes map[string]int, room int64) map[string]bool {
	kept := map[string]bool{}
	for _, sha := range shas {
		size, made := bytes[sha]
		if !made {
			continue
		}
		if room -= Encoded(size); room < 0 {
			break
		}
		kept[sha] = true
	}
	return kept
}

// Encoded returns how many bytes of a page a picture of a size takes in base 64.
func Encoded(size int) int64 { return (int64(size) + 2) / 3 * 4 }

// Changed returns the pictures that reviewers look at closely, the most important first:
// those of changed images, each with the one before it, then new ones, then those that fail
// something. Each is listed once.
func Changed(g *gallery.Gallery) []string {
	seen := map[string]bool{"": true}
	var all []string
	add := func(sha string) {
		if !seen[sha] {
			seen[sha] = true
			all = append(all, sha)
		}
	}
	for _, status := range []gallery.Status{gallery.Changed, gallery.New, gallery.Tainted} {
		for i := range g.Images {
			img := &g.Images[i]
			if img.Status != status {
				continue
			}
			add(img.Artifact)
			if img.Before != nil {
				add(img.Before.Artifact)
			}
		}
	}
	return all
}
