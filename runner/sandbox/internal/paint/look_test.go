package paint
import ("testing";"os";"fmt";"bytes";"image";_ "image/jpeg";_ "image/png")
func TestLook(t *testing.T) {
	if os.Getenv("LOOK") == "" { t.Skip() }
	p := New()
	sizes := [][2]int{{1024,1024},{1568,672},{1024,1024},{1792,1024},{256,256}}
	for i := range 4 {
		b, _ := p.Draw(Recipe{Prompt: "A lighthouse keeper's cat", Model: "flux-pro-1.1", Seed: uint32(i*79+6), Width: sizes[i][0], Height: sizes[i][1]})
		os.WriteFile(fmt.Sprintf("/tmp/look/g%d0.png", i), b, 0o644)
		for j := 1; j < 6; j++ {
			src, _, _ := image.Decode(bytes.NewReader(b))
			s := sizes[i]
			if j == 4 { s = [2]int{1152,864} }
			b, _ = p.Edit(Recipe{Prompt: []string{"", "the same scene at night", "把它变成水彩画 with a small boat", "add falling snow and make it look like an old postcard from the mountains, with a thin frame", "again", "final"}[j], Model: "flux-kontext-pro", Depth: j, Seed: uint32(i*7+j), Width: s[0], Height: s[1]}, Scene(src))
			os.WriteFile(fmt.Sprintf("/tmp/look/g%d%d.png", i, j), b, 0o644)
		}
	}
}
