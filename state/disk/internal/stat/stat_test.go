package stat

import (
	"fmt"
	"os"
	"path/filepath"
	"testing"
	"time"
)

func at(second int) time.Time { return time.Date(2026, 7, 26, 10, 0, second, 0, time.UTC) }

func TestRacy(t *testing.T) {
	start := at(100)
	for name, test := range map[string]struct {
		s    Stamp
		want bool
	}{
		"changed long ago":        {Stamp{mtime: at(1).UnixNano(), ctime: at(1).UnixNano()}, false},
		"changed just now":        {Stamp{mtime: at(1).UnixNano(), ctime: at(99).UnixNano()}, true},
		"changed while reading":   {Stamp{mtime: at(1).UnixNano(), ctime: at(101).UnixNano()}, true},
		"dated in the future":     {Stamp{mtime: at(999).UnixNano(), ctime: at(1).UnixNano()}, false},
		"no change time, old":     {Stamp{mtime: at(1).UnixNano()}, false},
		"no change time, current": {Stamp{mtime: at(99).UnixNano()}, true},
	} {
		if got := test.s.Racy(start); got != test.want {
			t.Errorf("%s: racy is %v", name, got)
		}
	}
}

// A cache that is damaged, cut or of another version is an empty one.
func TestDamagedCache(t *testing.T) {
	root, err := os.OpenRoot(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	defer root.Close()
	cache := Open(root, "stat")
	cache.Put("a.png", Entry{Stamp: Stamp{size: 3, mtime: 1, ctime: 2, inode: 3}})
	if err := cache.Write(); err != nil {
		t.Fatal(err)
	}
	if n := len(cache.known()); n != 1 {
		t.Fatalf("the cache was read back with %d entries", n)
	}
	whole, err := os.ReadFile(filepath.Join(root.Name(), "stat"))
	if err != nil {
		t.Fatal(err)
	}
	for i := range whole {
		damaged := append([]byte(nil), whole...)
		damaged[i] ^= 4
		for _, data := range [][]byte{damaged, whole[:i]} {
			if cache, ok := parse(data); ok {
				t.Fatalf("byte %d: read %v", i, cache)
			}
		}
	}
}

func TestCacheKeepsAnyName(t *testing.T) {
	cache := map[string]Entry{}
	for i, name := range []string{"a b.png", "狐 .png", "-", "\t", "two\nlines.png"} {
		cache[name] = Entry{Stamp: Stamp{size: int64(i), mtime: -1, ctime: 2, inode: 1 << 63}, Racy: i%2 == 0}
	}
	got, ok := parse(format(cache))
	delete(cache, "two\nlines.png")
	if !ok || len(got) != len(cache) {
		t.Fatalf("read %v", got)
	}
	for name, c := range cache {
		if got[name] != c {
			t.Errorf("%q: %v, want %v", name, got[name], c)
		}
	}
}

func BenchmarkCache(b *testing.B) {
	for _, n := range []int{1000, 10_000, 100_000} {
		cache := map[string]Entry{}
		for i := range n {
			cache[fmt.Sprintf("assets/heroes/%03d/%d.png", i/1000, i)] = Entry{Stamp: Stamp{size: 1 << 20, mtime: 1e18, ctime: 1e18, inode: 1e7}}
		}
		data := format(cache)
		b.Run(fmt.Sprintf("read/%dk", n/1000), func(b *testing.B) {
			for b.Loop() {
				parse(data)
			}
		})
		b.Run(fmt.Sprintf("write/%dk", n/1000), func(b *testing.B) {
			for b.Loop() {
				format(cache)
			}
		})
	}
}
