package browser

import (
	"bufio"
	"bytes"
	"fmt"
	"net/http"
	"os/exec"
	"strings"
	"testing"
)

// sandbox serves one until the test ends, and returns where.
func sandbox(t *testing.T) string {
	t.Helper()
	serve := exec.Command(gesso, "sandbox", "-listen=127.0.0.1:0")
	said, err := serve.StderrPipe()
	if err == nil {
		err = serve.Start()
	}
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		_ = serve.Process.Kill()
		_ = serve.Wait()
	})
	line, err := bufio.NewReader(said).ReadString('\n')
	_, url, found := strings.Cut(strings.TrimSpace(line), " listens at ")
	if err != nil || !found {
		t.Fatalf("the sandbox says %q, %v", line, err)
	}
	return url
}

// generate asks the sandbox for a picture.
func generate(t *testing.T, url, prompt string) {
	t.Helper()
	body := fmt.Sprintf(`{"action":"generate","model":"flux-dev","size":"256x256","prompt":%q}`, prompt)
	r, err := http.NewRequest(http.MethodPost, url+"/flux/images", bytes.NewReader([]byte(body)))
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("Authorization", "Bearer any")
	answer, err := http.DefaultClient.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	_ = answer.Body.Close()
}

// The sandbox's page shows calls as they come, refused ones too, and a prompt is text. What
// is there already stays as it is, so that nobody loses their place.
func TestSandboxPage(t *testing.T) {
	url := sandbox(t)
	generate(t, url, "a fox")
	b := newTab(t)
	b.open(url + "/")
	b.await(`document.querySelectorAll("#calls li").length == 1`)
	b.await(`document.querySelector("#calls img").naturalWidth == 256`)
	eval[bool](b, `document.querySelector("#calls li").kept = true`)

	generate(t, url, "[sandbox:refuse] not this")
	b.await(`document.querySelector("#calls li .outcome").textContent == "refused: moderation"`)
	generate(t, url, `<img src=x onerror="window.ran = 1"><script>window.ran = 1</script>`)
	b.await(`document.querySelectorAll("#calls li").length == 3 && document.querySelectorAll("#calls img").length == 2`)
	b.await(`document.querySelector("#counts").textContent.includes("2 accepted, 1 refused")`)
	if !eval[bool](b, `document.querySelector("#calls li:last-child").kept === true && !window.ran && document.querySelector("#calls li .prompt").textContent.startsWith("<img")`) {
		t.Error("the page was made anew, or a prompt ran")
	}
	generate(t, url, strings.Repeat("a harbour at dusk, soft light, ", 40))
	b.await(`document.querySelectorAll("#calls li").length == 4`)
	height := `document.querySelector("#calls .prompt[tabindex]").getBoundingClientRect().height`
	cut := eval[float64](b, height)
	if eval[bool](b, `(document.querySelector("#calls .prompt[tabindex]").focus(), true)`); cut > 130 || eval[float64](b, height) < 2*cut {
		t.Errorf("a long prompt is %v high, and %v where it is focused", cut, eval[float64](b, height))
	}
	b.shot("sandbox")
	b.calm()

	b = newTab(t)
	b.scriptsOff()
	b.open(url + "/")
	if n := eval[int](b, `document.querySelectorAll("#calls li").length`); n != 4 {
		t.Errorf("without scripts there are %d calls", n)
	}
}
