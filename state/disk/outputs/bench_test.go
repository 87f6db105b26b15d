package outputs

import (
	"fmt"
	"path/filepath"
	"testing"
)

// BenchmarkCheck is one Check of each of n unchanged outputs.
func BenchmarkCheck(b *testing.B) {
	for _, n := range []int{1000, 10_000, 100_000} {
		b.Run(fmt.Sprintf("%dk", n/1000), func(b *testing.B) {
			w := later(b, b.TempDir())
			list := make([]string, n)
			for i := range list {
				list[i] = fmt.Sprintf("assets/heroes/%03d/%d.png", i/1000, i)
				write(b, filepath.Join(w.dir, list[i]), "fox")
			}
			o, want := w.Outputs(), shaOf("fox")
			for _, name := range list {
				check(b, o, name, want, Same)
			}
			b.ResetTimer()
			for b.Loop() {
				for _, name := range list {
					check(b, o, name, want, Same)
				}
			}
			b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N*n), "ns/output")
		})
	}
}
