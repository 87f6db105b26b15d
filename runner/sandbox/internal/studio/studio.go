package studio

import (
	"bytes"
	"context"
	"image"
	"runtime"
	"slices"

	"gesso/runner/picture"
	"gesso/runner/sandbox/internal/paint"
)

// Studio draws works when they are asked for. There are as many painters as
// processors: more would only hold more memory at once. It is safe for concurrent
// use.
type Studio struct {
	painters chan *paint.Painter
	cache    *cache
}

// New makes a studio that holds at most so many bytes of what it has drawn.
func New(cacheBytes int64) *Studio {
	n := runtime.GOMAXPROCS(0)
	s := &Studio{painters: make(chan *paint.Painter, n), cache: newCache(cacheBytes)}
	for range n {
		s.painters <- paint.New()
	}
	return s
}

// Bytes is a work as a file: from the cache, or drawn.
func (s *Studio) Bytes(ctx context.Context, w *Work) ([]byte, error) {
	if data := s.cache.get(w.Name); data != nil {
		return data, nil
	}
	var painter *paint.Painter
	select {
	case painter = <-s.painters:
		defer func() { s.painters <- painter }()
	case <-ctx.Done():
		return nil, ctx.Err()
	}
	return s.draw(painter, w)
}

// draw makes a work, and before it the works that it was edited from, back to
// one that is at hand. Each edit starts from its source's encoded bytes, never
// from pixels that happen to be in memory, so that it is the same picture whether
// or not the source was cached.
func (s *Studio) draw(painter *paint.Painter, w *Work) ([]byte, error) {
	var data []byte
	var missing []*Work
	for at := w; data == nil && at != nil; at = at.Source.Work {
		if data = s.cache.get(at.Name); data == nil {
			missing = append(missing, at)
		}
	}
	for _, at := range slices.Backward(missing) {
		var err error
		if data, err = paintOne(painter, at, data); err != nil {
			return nil, err
		}
		s.cache.put(at.Name, data)
	}
	return data, nil
}

// paintOne draws one work; data is its source where that is a work.
func paintOne(painter *paint.Painter, w *Work, data []byte) ([]byte, error) {
	var from image.Image
	var err error
	switch {
	case w.Source.Work != nil:
		if from, _, err = picture.Decode(bytes.NewReader(data), 0); err == nil {
			from = paint.Scene(from)
		}
	case w.Source.File != nil:
		from, err = w.Source.File.decode()
	default:
		return painter.Draw(w.Recipe)
	}
	if err != nil {
		return nil, err
	}
	return painter.Edit(w.Recipe, from)
}

func (f *File) decode() (image.Image, error) {
	opened, err := f.Open()
	if err != nil {
		return nil, err
	}
	defer opened.Close()
	img, _, err := picture.Decode(opened, 0)
	return img, err
}
