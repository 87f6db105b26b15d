package picture

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"image"
	"image/color"
	"testing"
)

// corners is a picture of 32x16 with a colour in each quarter: red and green above,
// blue and white below.
func corners() *image.NRGBA {
	return sheet(32, 16, func(x, y int) color.NRGBA {
		switch {
		case y < 8 && x < 16:
			return color.NRGBA{255, 0, 0, 255}
		case y < 8:
			return color.NRGBA{0, 255, 0, 255}
		case x < 16:
			return color.NRGBA{0, 0, 255, 255}
		}
		return white
	})
}

// shownCorners are the colours of a picture's quarters, row by row, as it is shown
// in each orientation.
var shownCorners = [...]string{1: "RGBW", 2: "GRWB", 3: "WBGR", 4: "BWRG", 5: "RBGW", 6: "BRWG", 7: "WGBR", 8: "GWRB"}

func cornersOf(img image.Image) string {
	b := img.Bounds()
	text := ""
	for _, at := range [][2]int{{1, 1}, {3, 1}, {1, 3}, {3, 3}} {
		r, g, blue, _ := img.At(b.Min.X+b.Dx()*at[0]/4, b.Min.Y+b.Dy()*at[1]/4).RGBA()
		switch {
		case r > 0x8000 && g > 0x8000:
			text += "W"
		case r > 0x8000:
			text += "R"
		case g > 0x8000:
			text += "G"
		case blue > 0x8000:
			text += "B"
		default:
			text += "?"
		}
	}
	return text
}

// byteOrder reads and appends.
type byteOrder interface {
	binary.ByteOrder
	binary.AppendByteOrder
}

var byteOrders = []byteOrder{binary.LittleEndian, binary.BigEndian}

// exifOf is EXIF data with an orientation, behind another tag.
func exifOf(order byteOrder, orientation int) []byte {
	head := "II*\x00"
	if order == byteOrder(binary.BigEndian) {
		head = "MM\x00*"
	}
	data := order.AppendUint32([]byte(head), 8)
	data = order.AppendUint16(data, 2)
	for _, entry := range [][2]uint16{{0x0100, 7}, {0x0112, uint16(orientation)}} {
		data = order.AppendUint16(data, entry[0])
		data = order.AppendUint16(data, 3)
		data = order.AppendUint32(data, 1)
		data = order.AppendUint16(data, entry[1])
		data = order.AppendUint16(data, 0)
	}
	return order.AppendUint32(data, 0)
}

func jpegWith(t testing.TB, exif []byte) []byte {
	data := jpegOf(t, corners())
	segment := append([]byte("Exif\x00\x00"), exif...)
	head := binary.BigEndian.AppendUint16([]byte{0xff, 0xd8, 0xff, 0xe1}, uint16(len(segment)+2))
	return append(append(head, segment...), data[2:]...)
}

func pngWith(t testing.TB, exif []byte) []byte {
	data := pngOf(t, corners())
	chunk := append([]byte("eXIf"), exif...)
	added := binary.BigEndian.AppendUint32(nil, uint32(len(exif)))
	added = binary.BigEndian.AppendUint32(append(added, chunk...), crcOf(chunk))
	return append(append(bytes.Clone(data[:33]), added...), data[33:]...)
}

// webpWith wraps the lossless picture of one pixel, beside EXIF data.
func webpWith(t testing.TB, exif []byte) []byte {
	pixels := base64Of(t, losslessWebP)[12:]
	body := append([]byte("WEBPVP8X\x0a\x00\x00\x00\x08\x00\x00\x00\x00\x00\x00\x00\x00\x00"), pixels...)
	if len(body)%2 == 1 {
		body = append(body, 0)
	}
	body = binary.LittleEndian.AppendUint32(append(body, "EXIF"...), uint32(len(exif)))
	body = append(body, exif...)
	return append(binary.LittleEndian.AppendUint32([]byte("RIFF"), uint32(len(body))), body...)
}

// Viewers show a picture as its orientation says. So does what another format is
// made of, and so are width and height.
func TestOrientation(t *testing.T) {
	for o := 1; o <= 8; o++ {
		for _, order := range byteOrders {
			exif := exifOf(order, o)
			t.Run(fmt.Sprint(o, order), func(t *testing.T) {
				if _, got := traitsOf(bytes.NewReader(webpWith(t, exif))); got != o {
					t.Errorf("WebP: orientation %d", got)
				}
				if _, err := Verify(bytes.NewReader(webpWith(t, exif)), 0); err != nil {
					t.Errorf("WebP: %v", err)
				}
				for format, data := range map[string][]byte{JPEG: jpegWith(t, exif), PNG: pngWith(t, exif)} {
					w, h := 32, 16
					if o >= 5 {
						w, h = h, w
					}
					info, err := Verify(bytes.NewReader(data), 0)
					if err != nil || info.Width != w || info.Height != h {
						t.Errorf("%s: %v, %v; want %dx%d", format, info, err, w, h)
					}
					if !bytes.Equal(convert(t, data, format), data) {
						t.Errorf("%s: a copy has other bytes", format)
					}
					for _, to := range []string{PNG, JPEG, WebP} {
						img, info, err := Decode(bytes.NewReader(convert(t, data, to)), 0)
						if err != nil || info.Width != w || cornersOf(img) != shownCorners[o] {
							t.Errorf("%s to %s: %s of %v, %v; want %s", format, to, cornersOf(img), info, err, shownCorners[o])
						}
					}
				}
			})
		}
	}
}

// What EXIF data there is may be anything: the picture is shown all the same.
func TestMalformedEXIFIsIgnored(t *testing.T) {
	whole := exifOf(binary.BigEndian, 6)
	cases := map[string][]byte{"zero": exifOf(binary.BigEndian, 0), "nine": exifOf(binary.LittleEndian, 9), "text": []byte("hello"), "far": []byte("II*\x00\xff\xff\xff\xff\x01\x00")}
	for n := range len(whole) - 8 { // the tag's value is the last but eight
		cases[fmt.Sprint("cut at ", n)] = whole[:n]
	}
	for name, exif := range cases {
		for format, data := range map[string][]byte{JPEG: jpegWith(t, exif), PNG: pngWith(t, exif)} {
			if info, err := Verify(bytes.NewReader(data), 0); err != nil || info.Width != 32 {
				t.Errorf("%s in %s: %v, %v", name, format, info, err)
			}
		}
	}
	second := jpegWith(t, []byte("nothing"))
	if info, err := Verify(bytes.NewReader(second), 0); err != nil || info.Width != 32 {
		t.Errorf("%v, %v", info, err)
	}
}

// Layouts that no encoder here writes are turned too.
func TestTurnTakesEveryLayout(t *testing.T) {
	whole := image.NewNRGBA64(image.Rect(0, 0, 40, 30))
	for x := range 32 {
		for y := range 16 {
			whole.Set(x+4, y+6, corners().At(x, y))
		}
	}
	part := whole.SubImage(image.Rect(4, 6, 36, 22))
	palette := image.NewPaletted(image.Rect(0, 0, 32, 16), color.Palette{color.White, color.NRGBA{255, 0, 0, 255}, color.NRGBA{0, 255, 0, 255}, color.NRGBA{0, 0, 255, 255}})
	for x := range 32 {
		for y := range 16 {
			palette.Set(x, y, corners().At(x, y))
		}
	}
	for _, img := range []image.Image{part, palette} {
		for o := 2; o <= 8; o++ {
			if got := cornersOf(turn(img, o)); got != shownCorners[o] {
				t.Errorf("%T in orientation %d: %s, want %s", img, o, got, shownCorners[o])
			}
		}
	}
	grey := sheet(32, 16, func(x, _ int) color.NRGBA { return [...]color.NRGBA{{A: 255}, white}[x/16] })
	one := image.NewGray(grey.Bounds())
	for x := range 32 {
		for y := range 16 {
			one.Set(x, y, grey.At(x, y))
		}
	}
	if turned := turn(one, 6).(*image.Gray); turned.Bounds().Dx() != 16 || turned.GrayAt(3, 3).Y != 0 || turned.GrayAt(3, 30).Y != 255 {
		t.Error("grey is not turned")
	}
}
