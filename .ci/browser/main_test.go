package browser

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"testing"

	"github.com/chromedp/chromedp"
)

// chromium is the one browser of all tests, and gesso the program that makes the
// pages. They live as long as TestMain.
var (
	chromium context.Context
	gesso    string
)

func TestMain(m *testing.M) { os.Exit(run(m)) }

func run(m *testing.M) int {
	path := os.Getenv("GESSO_BROWSER")
	if path == "" {
		path, _ = exec.LookPath("chromium")
	}
	if path == "" {
		fmt.Println("SKIPPED: there is no chromium here, so no page was looked at")
		return 0
	}
	dir, err := os.MkdirTemp("", "gesso-browser-")
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	defer os.RemoveAll(dir)
	gesso = filepath.Join(dir, "gesso")
	build := exec.Command("go", "build", "-o", gesso, ".")
	build.Dir = filepath.Join("..", "..")
	if out, err := build.CombinedOutput(); err != nil {
		fmt.Fprintf(os.Stderr, "building gesso: %v\n%s", err, out)
		return 1
	}
	options := append(chromedp.DefaultExecAllocatorOptions[:], chromedp.ExecPath(path), chromedp.NoSandbox)
	allocator, stop := chromedp.NewExecAllocator(context.Background(), options...)
	defer stop()
	browser, end := chromedp.NewContext(allocator)
	defer end()
	if err := chromedp.Do(browser); err != nil {
		fmt.Fprintf(os.Stderr, "starting %s: %v\n", path, err)
		return 1
	}
	chromium = browser
	return m.Run()
}
