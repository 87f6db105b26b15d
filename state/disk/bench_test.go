package disk

import (
	"fmt"
	"runtime"
	"strings"
	"sync/atomic"
	"testing"

	"gesso/state"
	"gesso/state/text"
)

// large is a state of n records as real ones are: about a kilobyte each.
func large(n int) *state.State {
	s := new(state.State)
	for i := range n {
		r := record(fmt.Sprintf("image.hero[%d]", i), i)
		r.Request.Prompt = strings.Repeat("a red fox in the snow, ", 8)
		r.URL = "https://cdn.example/2026/11/22/" + sha(i) + ".png"
		r.Path = fmt.Sprintf("assets/heroes/%03d/%d.png", i/1000, i)
		s.Apply(collectedBy("", 1, 0, r))
	}
	return s
}

func sizes(b *testing.B, bench func(b *testing.B, n int)) {
	for _, n := range []int{1000, 10_000, 100_000} {
		b.Run(fmt.Sprintf("%dk", n/1000), func(b *testing.B) { bench(b, n) })
	}
}

func BenchmarkLoad(b *testing.B) {
	sizes(b, func(b *testing.B, n int) {
		text := stateOf(b, large(n))
		w := open(b, restore(b, map[string]string{StateFile: text}))
		b.SetBytes(int64(len(text)))
		b.ReportAllocs()
		var s *state.State
		for b.Loop() {
			s = load(b, w)
		}
		b.StopTimer()
		var m runtime.MemStats
		runtime.GC()
		runtime.ReadMemStats(&m)
		b.ReportMetric(float64(m.HeapAlloc)/float64(n), "heap-B/record")
		runtime.KeepAlive(s)
	})
}

func BenchmarkSave(b *testing.B) {
	sizes(b, func(b *testing.B, n int) {
		s := large(n)
		for b.Loop() {
			if _, err := text.Format(s); err != nil {
				b.Fatal(err)
			}
		}
	})
}

// BenchmarkAppend is one durable event of one of many goroutines.
func BenchmarkAppend(b *testing.B) {
	for _, goroutines := range []int{1, 16, 256} {
		b.Run(fmt.Sprint(goroutines), func(b *testing.B) {
			w := open(b, b.TempDir())
			j, finish := begin(b, w)
			defer finish()
			var n atomic.Int64
			b.SetParallelism(max(1, goroutines/runtime.GOMAXPROCS(0)))
			b.RunParallel(func(p *testing.PB) {
				for p.Next() {
					i := int(n.Add(1))
					if err := j.Append(collectedBy("", 1, 0, record(fmt.Sprintf("image.a[%d]", i%1000), i))); err != nil {
						b.Error(err)
						return
					}
				}
			})
			b.StopTimer()
		})
	}
}
