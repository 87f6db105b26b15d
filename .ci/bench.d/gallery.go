package main

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"hash/crc32"
	"image"
	"image/color"
	"image/png"
	"math"
	"math/rand/v2"
	"os"
	"path/filepath"
	"time"
)

// What making a gallery may take.
const (
	galleryWarm    = 2 * time.Second       // of 2,000 pictures that were made small before
	galleryMemory  = 150                   // MiB, however many there are
	galleryPicture = 60 * time.Millisecond // of processors, for a picture of a megapixel that is new
	inOneFile      = 3_000                 // of more there is a folder
)

// galleries times gesso gallery on folders of pictures: where nothing was made small yet, and
// where all was.
func (b *bench) galleries(counts []int) error {
	fmt.Printf("\nGallery of pictures of 1024x1024, of more than %d in a folder 256x256; limits in brackets\n\n%-16s %18s %10s %20s %20s\n", inOneFile, "pictures", "wall", "processor", "a picture", "memory")
	for _, n := range counts {
		dir := filepath.Join(b.dir, fmt.Sprintf("gallery-%d", n))
		if err := seedGallery(dir, n); err != nil {
			return err
		}
		args := []string{"-chdir=" + dir, "gallery"}
		if n > inOneFile {
			args = append(args, "-dir=pages")
		}
		for _, state := range []string{"new", "known"} {
			used, err := b.run(args...)
			if err != nil {
				return err
			}
			b.galleryRow(fmt.Sprintf("%d %s", n, state), n, state == "new", used)
		}
		if err := os.RemoveAll(dir); err != nil {
			return err
		}
	}
	return nil
}

func (b *bench) galleryRow(what string, n int, cold bool, used usage) {
	each := used.cpu / time.Duration(n)
	wall, picture := seconds(used.wall), each.Round(100*time.Microsecond).String()
	marks := b.check(what+": memory", used.mib <= galleryMemory)
	if cold {
		marks += b.check(what+": processor", each <= galleryPicture)
		picture += fmt.Sprintf(" (%s)", galleryPicture)
	} else if n <= 2_000 {
		marks += b.check(what+": wall time", used.wall <= galleryWarm)
		wall += fmt.Sprintf(" (%s)", galleryWarm)
	}
	fmt.Printf("%-16s %18s %10s %20s %10.0f (%d) MiB%s\n", what, wall, seconds(used.cpu), picture, used.mib, galleryMemory, marks)
}

// seedGallery makes a folder of n pictures, as an apply leaves it.
func seedGallery(dir string, n int) error {
	side := 1024
	if n > inOneFile {
		side = 256
	}
	bases := make([][]byte, 16)
	for i := range bases {
		var file bytes.Buffer
		if err := (&png.Encoder{CompressionLevel: png.BestSpeed}).Encode(&file, scene(side, uint64(i))); err != nil {
			return err
		}
		bases[i] = file.Bytes()
	}
	return seedOf(dir, "csv", n, func(i int) ([]byte, error) { return labelled(bases[i%len(bases)], i), nil })
}

// scene is a picture of soft light and a few things in it; each fourth one has a grain, as
// photographs have.
func scene(side int, seed uint64) *image.RGBA {
	dice := rand.New(rand.NewPCG(seed, 7))
	img := image.NewRGBA(image.Rect(0, 0, side, side))
	a, b := 1+3*dice.Float64(), 1+3*dice.Float64()
	tone := [3]float64{dice.Float64(), dice.Float64(), dice.Float64()}
	for y := range side {
		for x := range side {
			light := 0.5 + 0.25*math.Sin(a*float64(x)/200) + 0.25*math.Cos(b*float64(y)/160)
			if int(x/97+y/131)%5 == 0 {
				light = 1 - light
			}
			grain := 0.0
			if seed%4 == 0 {
				grain = dice.NormFloat64() * 6
			}
			level := func(t float64) uint8 { return uint8(min(max(light*(80+170*t)+grain, 0), 255)) }
			img.SetRGBA(x, y, color.RGBA{level(tone[0]), level(tone[1]), level(tone[2]), 255})
		}
	}
	return img
}

// labelled is a PNG with a text of its own: the same pixels, and another hash.
func labelled(data []byte, i int) []byte {
	chunk := fmt.Appendf([]byte("tEXt"), "Comment\x00%d", i)
	at := len(data) - 12 // before the last chunk
	out := append([]byte{}, data[:at]...)
	out = binary.BigEndian.AppendUint32(out, uint32(len(chunk)-4))
	out = append(out, chunk...)
	out = binary.BigEndian.AppendUint32(out, crc32.ChecksumIEEE(chunk))
	return append(out, data[at:]...)
}
