package browser

import (
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
)

// Printed, every image is there once, with its address, and nothing that only a screen is for.
func TestPrint(t *testing.T) {
	b := openEleven(t)
	g, _ := eleven()
	b.loupe(otto) // which is not printed
	pdf, err := chromedp.Run(b.ctx, chromedp.PrintToPDF(chromedp.PDFPaper(chromedp.PaperA4)))
	if err != nil {
		t.Fatal(err)
	}
	keep(t, "print.pdf", pdf)
	if pages := bytes.Count(pdf, []byte("/Type /Page\n")); pages < 1 || pages > 4 {
		t.Errorf("it has %d pages", pages)
	}
	if pictures := bytes.Count(pdf, []byte("/Subtype /Image")); pictures < 11 {
		t.Errorf("it has %d pictures", pictures)
	}
	reader, err := exec.LookPath("pdftotext")
	if err != nil {
		t.Skip("there is no pdftotext here, so the words were not read")
	}
	file := filepath.Join(t.TempDir(), "print.pdf")
	if err := os.WriteFile(file, pdf, 0o644); err != nil {
		t.Fatal(err)
	}
	text, err := exec.Command(reader, file, "-").Output()
	if err != nil {
		t.Fatal(err)
	}
	words := strings.Join(strings.Fields(string(text)), "")
	for i := range g.Images {
		if n := strings.Count(words, strings.ReplaceAll(g.Images[i].Address, " ", "")); n != 1 {
			t.Errorf("%s is printed %d times", g.Images[i].Address, n)
		}
	}
	for _, control := range []string{"Decisions…", "Keys", "undecidedonly"} {
		if strings.Contains(words, control) {
			t.Errorf("%q is printed", control)
		}
	}
}
