package fit

import (
	"fmt"
	"slices"

	"gesso/runner/gallery"
)

const (
	// MaxSize is how many bytes a page of one file has at most where nobody says more: half
	// of it is for thumbnails, half for previews.
	MaxSize = 48_000_000
	// Large is from how many bytes on a page is called large.
	Large = 25_000_000
	// folderPreviews is what the previews beside a page take, in bytes.
	folderPreviews = 64_000_000
)

// usual is what a photograph takes at an edge in pixels, in bytes of a page: as JPEG of the
// quality that package thumbs gives it, in base 64. Drawings take less.
var usual = []struct {
	edge  int
	bytes int64
}{{128, 4_500}, {192, 8_000}, {256, 12_600}, {320, 18_000}, {512, 42_000}, {768, 89_000}, {1024, 154_000}, {2048, 500_000}}

// Edges of thumbnails and previews, the best first.
var (
	thumbEdges   = []int{320, 256, 192}
	previewEdges = []int{1024, 768}
)

// usually is what a picture of an edge takes.
func usually(edge int) int64 {
	for _, u := range usual {
		if edge <= u.edge {
			return u.bytes
		}
	}
	return usual[len(usual)-1].bytes
}

// Counts is what there is to be shown.
type Counts struct {
	Pictures int // of images, and of what was there before, each once
	Takes    int // other pictures that images had
	Changed  int // pictures that Changed yields
}

// Wishes are what a user asks for.
type Wishes struct {
	Folder  bool  // pictures lie beside the page
	MaxSize int64 // bytes of a page of one file; 0: MaxSize
	Thumb   int   // edge of thumbnails, in pixels; 0: the best that fits
	Preview int   // edge of previews; 0: the best that fits
	Bare    bool  // no previews
}

// Most is how many bytes a page of one file may have.
func (w Wishes) Most() int64 {
	if w.MaxSize == 0 {
		return MaxSize
	}
	return w.MaxSize
}

// Choice is what goes into a page.
type Choice struct {
	Edge        int // of thumbnails, in pixels
	Takes       int // how many of the takes have one, the first of them
	PreviewEdge int // 0: none
	Previews    int // how many of the changed pictures have one, the first of them
}

// Error is that not even thumbnails fit.
type Error struct {
	Pictures int
	Bytes    int64 // of the page, as far as that is known, or usual
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

// Choose decides by what pictures usually take. The error is an *Error.
func Choose(n Counts, w Wishes) (Choice, error) {
	c := Choice{Edge: w.Thumb, Takes: n.Takes}
	switch {
	case w.Folder && c.Edge == 0:
		c.Edge = thumbEdges[0]
	case !w.Folder:
		share := w.Most() / 2
		if w.Thumb > 0 {
			share = w.Most() // who asks for larger ones goes without previews
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

// previews decides how large they are, and how many there are.
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

// PreviewRoom is how many bytes of a page previews may take, beside so many of all else.
func PreviewRoom(w Wishes, other int64) int64 {
	if w.Folder {
		return folderPreviews
	}
	return max(0, min(w.Most()/2, w.Most()-other))
}

// Smaller is the edge that thumbnails are to have where those of a choice were made, and the
// page has so many bytes with them: the choice's own where it fits. The error is an *Error.
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

// Kept are the first of some pictures that take no more than room together, as they are.
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

// Encoded is how many bytes of a page so many bytes of a picture take.
func Encoded(size int) int64 { return (int64(size) + 2) / 3 * 4 }

// Changed are the pictures that are looked at closely, what is most so first: of images that
// have changed the picture and what was there before, then of those that are new, then of
// those that fail something. Each is there once.
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
			if img := &g.Images[i]; img.Status == status {
				add(img.Artifact)
				if img.Before != nil {
					add(img.Before.Artifact)
				}
			}
		}
	}
	return all
}
