package hometest_test

import (
	"testing"

	"gesso/state/home/shelf"
	"gesso/state/home/shelf/local"
	"gesso/state/home/shelf/shelftest"
	"gesso/state/hometest"
)

func TestFolder(t *testing.T) { hometest.Run(t, hometest.Kind{Bubble: true}) }

func TestMemory(t *testing.T) {
	hometest.Run(t, hometest.Kind{Bubble: true, Shelf: func(*testing.T) shelf.Shelf { return new(shelftest.Memory) }})
}

func TestLocal(t *testing.T) {
	hometest.Run(t, hometest.Kind{Bubble: true, Shelf: func(t *testing.T) shelf.Shelf {
		s, err := local.Open(t.TempDir())
		if err != nil {
			t.Fatal(err)
		}
		return s
	}})
}
