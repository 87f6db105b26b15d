package browser

import (
	"bytes"
	"context"
	"fmt"
	"image"
	"image/color"
	"image/jpeg"
	"io/fs"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/performance"
	"github.com/chromedp/chromedp"

	"gesso/runner/gallery"
)

// noisy gives pictures of the size that photographs have, each with bytes of its own.
type noisy struct{ drawn [][]byte }

func newNoisy() noisy {
	var n noisy
	for seed := range 24 {
		r := rand.New(rand.NewPCG(uint64(seed), 7))
		img := image.NewRGBA(image.Rect(0, 0, 320, 320))
		var grid [11][11][3]float64
		for y := range grid {
			for x := range grid[y] {
				grid[y][x] = [3]float64{r.Float64() * 230, r.Float64() * 230, r.Float64() * 230}
			}
		}
		for y := range 320 {
			for x := range 320 {
				at, right := grid[y/32][x/32], grid[y/32][x/32+1]
				share, grain := float64(x%32)/32, r.Float64()*22
				mix := func(i int) uint8 { return uint8(at[i]*(1-share) + right[i]*share + grain) }
				img.Set(x, y, color.RGBA{mix(0), mix(1), mix(2), 255})
			}
		}
		var b bytes.Buffer
		if err := jpeg.Encode(&b, img, &jpeg.Options{Quality: 75}); err != nil {
			panic(err)
		}
		n.drawn = append(n.drawn, b.Bytes())
	}
	return n
}

func (n noisy) Thumb(sha string) ([]byte, error) {
	number, err := strconv.ParseUint(sha[:8], 16, 32)
	if err != nil {
		return nil, fs.ErrNotExist
	}
	drawn := n.drawn[number%uint64(len(n.drawn))]
	comment := append([]byte{0xff, 0xfe, 0, byte(2 + len(sha))}, sha...) // so that no two are the same picture to the browser
	return append(append(drawn[:2:2], comment...), drawn[2:]...), nil
}

func (n noisy) Preview(sha string) ([]byte, error) { return n.Thumb(sha) }

// many is a gallery of so many pictures in blocks of a hundred, as a game has them.
func many(pictures int) *gallery.Gallery {
	g := &gallery.Gallery{FormatVersion: gallery.Format, ID: "many", Title: "Lantern Bay", Currency: "USD"}
	for n := range pictures {
		sha := fmt.Sprintf("%08x", n) + strings.Repeat("0", 56)
		block := fmt.Sprintf("image.block%03d", n/100)
		im := shelf{}.portrait(fmt.Sprint("hero ", n), []gallery.Status{gallery.Unchanged, gallery.New}[n%2], red)
		im.Address, im.Block, im.Artifact = fmt.Sprintf("%s[%d]", block, n%100), block, sha
		im.Prompt = ptr(fmt.Sprintf("portrait of hero %d in a harbour at dusk, soft light, oil on canvas, the style of the old masters", n))
		if n%100 == 0 {
			g.Groups = append(g.Groups, gallery.Group{Block: block})
		}
		g.Images = append(g.Images, im)
	}
	count(g)
	return g
}

// Two thousand pictures in one file are there without all being decoded, and everything works.
// The times are printed beside what they may be, and judged by people: the machine may be busy.
func TestTwoThousand(t *testing.T) {
	url := write(t, many(2000), newNoisy())
	info, err := os.Stat(strings.TrimPrefix(url, "file://"))
	if err != nil {
		t.Fatal(err)
	}
	b := newTab(t)
	timed(b, fmt.Sprintf("2,000 in a file of %d MB", info.Size()>>20), url, 2000)
}

// The same of ten thousand in a folder, where somebody asks for numbers.
func TestTenThousand(t *testing.T) {
	if os.Getenv("GESSO_BENCH") == "" {
		t.Skip("with GESSO_BENCH=1 in the environment")
	}
	dir := writeFolder(t, many(10000), newNoisy())
	info, err := os.Stat(filepath.Join(dir, "index.html"))
	if err != nil {
		t.Fatal(err)
	}
	b := newTab(t)
	timed(b, fmt.Sprintf("10,000 in a folder, index of %.2f MB (at most 6)", float64(info.Size())/(1<<20)), onDisk(filepath.Join(dir, "index.html")), 10000)
}

func timed(b *tab, what, url string, pictures int) {
	b.t.Helper()
	b.do(func(ctx context.Context, c *chromedp.Target) (chromedp.Void, error) {
		_, err := cdp.Call(ctx, c, performance.Enable, performance.EnableParams{TimeDomain: performance.EnableTimeDomainThreadTicks})
		return chromedp.Void{}, err
	})
	began := time.Now()
	b.open(url)
	b.await(`!document.querySelector(".search").hidden`)
	usable, work := time.Since(began), b.work()
	decoded := eval[int](b, `[...document.querySelectorAll(".card img")].filter(i => i.complete && i.naturalWidth).length`)
	if n := eval[int](b, `document.querySelectorAll(".card").length`); n != pictures {
		b.t.Errorf("%d cards", n)
	}
	if decoded > 100 {
		b.t.Errorf("%d pictures are decoded before anybody looks at them", decoded)
	}
	b.shot("many-" + strconv.Itoa(pictures))
	// A keystroke: until the next frame shows what it did.
	keystrokes := eval[[]float64](b, `(async () => {
		const q = document.getElementById("q"), times = []
		for (const text of ["h", "he", "her", "hero", "hero 7", "hero 77", ""]) {
			const began = performance.now()
			q.value = text; q.dispatchEvent(new Event("input", {bubbles: true}))
			await new Promise(done => requestAnimationFrame(() => setTimeout(done)))
			times.push(Math.round(performance.now() - began))
		}
		return times })()`)
	eval[bool](b, `(document.querySelector(".card a").click(), true)`)
	b.await(loupeOpen)
	next := eval[[]float64](b, `(async () => {
		const times = []
		for (let i = 0; i < 8; i++) {
			const began = performance.now()
			document.getElementById("stage").dispatchEvent(new KeyboardEvent("keydown", {key: "ArrowRight", bubbles: true}))
			await document.getElementById("l-after").decode().catch(() => {})
			await new Promise(done => requestAnimationFrame(() => setTimeout(done)))
			times.push(Math.round(performance.now() - began))
		}
		return times })()`)
	eval[bool](b, `(document.getElementById("l-close").click(), true)`)
	b.await(`!` + loupeOpen)
	regroup := eval[float64](b, `(async () => {
		const by = document.getElementById("by"), began = performance.now()
		by.value = "status"; by.dispatchEvent(new Event("change", {bubbles: true}))
		await new Promise(done => requestAnimationFrame(() => setTimeout(done)))
		return Math.round(performance.now() - began) })()`)
	b.t.Logf("%s, times in ms:", what)
	for _, row := range []struct {
		what  string
		took  any
		limit string
	}{
		{"usable after", usable.Milliseconds(), "2000"},
		{"the browser's work for that", work, "none is set; a busy machine hardly changes it"},
		{"decoded then", decoded, "100 pictures"},
		{"a keystroke in the filter", keystrokes, "50"},
		{"the next picture", next, "100"},
		{"another grouping", regroup, "none is set"},
	} {
		b.t.Logf("  %-28s %v (limit: %s)", row.what, row.took, row.limit)
	}
	b.calm()
}

// work is how long the page's own thread has computed, in milliseconds: markup, style, layout,
// scripts.
func (b *tab) work() int {
	b.t.Helper()
	got, err := chromedp.Call(b.ctx, performance.GetMetrics, cdp.Empty{})
	if err != nil {
		b.t.Fatal(err)
	}
	for _, m := range got.Metrics {
		if m.Name == "TaskDuration" {
			return int(m.Value * 1000)
		}
	}
	b.t.Fatal("the browser does not say how long it computed")
	return 0
}
