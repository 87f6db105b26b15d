package shelftest_test

import (
	"testing"

	"gesso/state/home/shelf"
	"gesso/state/home/shelf/shelftest"
)

func TestMemory(t *testing.T) {
	shelftest.Run(t, func(*testing.T) shelf.Shelf { return new(shelftest.Memory) })
}
