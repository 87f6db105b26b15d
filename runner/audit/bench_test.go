package audit_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"testing"

	"gesso/runner/audit"
	"gesso/state"
	"gesso/state/disk"
)

// BenchmarkClone is the account of many pictures of which neither the store nor
// the outputs are here.
func BenchmarkClone(b *testing.B) {
	for _, n := range []int{2000, 20_000} {
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			dir := b.TempDir()
			var text bytes.Buffer
			text.WriteString("{\"gesso\":\"state\",\"version\":1}\n")
			for i := range n {
				request := &state.Request{Kind: "flux", Action: "generate", PromptHash: state.HashPrompt(fmt.Sprint(i / 2)), Model: "m"}
				r := state.Record{
					Address: fmt.Sprintf("image.a[%d]", i), Request: request, Path: fmt.Sprintf("out/%d.png", i), Output: fmt.Sprintf("%064x", i),
					Picture: state.Picture{Key: request.Key(), Artifact: fmt.Sprintf("%064x", i+n), Task: fmt.Sprint("task-", i)},
				}
				line, err := json.Marshal(r)
				if err != nil {
					b.Fatal(err)
				}
				text.Write(append(line, '\n'))
			}
			text.WriteString(`{"gesso":"end"}`)
			if err := os.WriteFile(filepath.Join(dir, disk.StateFile), text.Bytes(), 0o644); err != nil {
				b.Fatal(err)
			}
			w, err := disk.Open(dir)
			if err != nil {
				b.Fatal(err)
			}
			defer w.Close()
			s, err := w.Load()
			if err != nil {
				b.Fatal(err)
			}
			for b.Loop() {
				if found, err := audit.Make(w, s.State); err != nil || len(found.Lost) != n {
					b.Fatal(err, len(found.Lost))
				}
			}
		})
	}
}
