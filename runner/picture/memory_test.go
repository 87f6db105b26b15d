package picture

import (
	"bytes"
	"context"
	"errors"
	"image"
	"io"
	"testing"
)

// deep is a picture's header that claims 16 bits a channel.
func deep(t *testing.T, w, h uint32) []byte {
	t.Helper()
	data := claim(t, pngOf(t, image.NewNRGBA64(image.Rect(0, 0, 1, 1))), w, h)
	data[24], data[25] = 16, 6
	copy(data[29:33], []byte{0, 0, 0, 0})
	crc := crcOf(data[12:29])
	data[29], data[30], data[31], data[32] = byte(crc>>24), byte(crc>>16), byte(crc>>8), byte(crc)
	return data
}

// A picture is bounded by the bytes of its pixels, before any of them is decoded.
func TestBytesAreCappedBeforeDecoding(t *testing.T) {
	if _, err := Verify(bytes.NewReader(deep(t, 10000, 10000)), 0); problemOf(err) != "too large" {
		t.Errorf("100 megapixels of 8 bytes: %v", err)
	}
	if _, err := Inspect(bytes.NewReader(deep(t, 8192, 8192)), 0); err != nil {
		t.Errorf("67 megapixels of 8 bytes: %v", err)
	}
	if _, err := Inspect(bytes.NewReader(claim(t, pngOf(t, stripes(9, 9)), 10000, 10000)), 0); err != nil {
		t.Errorf("100 megapixels of few: %v", err)
	}
}

func TestMemoryIsShared(t *testing.T) {
	data := pngOf(t, stripes(64, 64))
	weight, err := weigh(bytes.NewReader(data), 0)
	if err != nil || weight < 64*64*4 {
		t.Fatalf("%d, %v", weight, err)
	}
	m := NewMemory(2 * weight)
	leave1, err1 := m.enter(t.Context(), bytes.NewReader(data), 0)
	leave2, err2 := m.enter(t.Context(), bytes.NewReader(data), 0)
	if err1 != nil || err2 != nil {
		t.Fatal(err1, err2)
	}
	ended, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := m.Verify(ended, bytes.NewReader(data), 0); !errors.Is(err, context.Canceled) {
		t.Errorf("a third has no room: %v", err)
	}
	if _, err := m.Verify(t.Context(), bytes.NewReader([]byte("no picture")), 0); problemOf(err) != "not a picture" {
		t.Errorf("what is no picture needs none: %v", err)
	}
	leave1()
	leave2()
	if info, err := NewMemory(1).Verify(t.Context(), bytes.NewReader(data), 0); err != nil || info.Width != 64 {
		t.Errorf("one that needs more than all is decoded alone: %v, %v", info, err)
	}
	if err := m.Convert(t.Context(), io.Discard, bytes.NewReader(data), JPEG); err != nil {
		t.Error(err)
	}
}
