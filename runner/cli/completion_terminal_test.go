//go:build linux

package cli_test

import (
	"os"
	"os/exec"
	"testing"

	"gesso/runner/sandbox"
)

// TestCompletionInBash is a person at bash's prompt: what the tab key makes of a word
// is a word that gesso understands, whatever quotes it has.
func TestCompletionInBash(t *testing.T) {
	bash, err := exec.LookPath("bash")
	if err != nil {
		t.Skip("there is no bash")
	}
	p := newProject(t, sandbox.Options{})
	p.write("main.hcl", `
provider "flux" { poll_interval = "5ms" }
image "hero" {
  for_each = toset(["b c", "o'x"])
  prompt   = each.key
}
image "solo" { prompt = "a fox" }`)
	p.run(0, "apply", "-auto-approve")
	script := p.run(0, "completion", "bash")
	p.write("rc", script+"\nPS1='$ '\nbind 'set bell-style none'\nbind 'set enable-bracketed-paste off'\n")
	cmd := exec.Command(bash, "--noprofile", "--rcfile", "rc", "-i")
	cmd.Dir = p.dir
	cmd.Env = append(os.Environ(), "TERM=dumb", "HOME="+p.dir, "HISTFILE=", "GORACE=atexit_sleep_ms=0")
	tty := p.terminalOf(cmd)
	tty.expect("$ ")
	tty.types("gesso sho\timage.so\t\r")
	tty.expect("gesso show image.solo")
	tty.expect("$ ")
	for typed, shown := range map[string]string{
		`gesso state list image.hero\[\"b`: "image.hero[\"b c\"]",
		`gesso state list 'image.hero["b`:  "image.hero[\"b c\"]",
		`gesso state list "image.hero[\"o`: "image.hero[\"o'x\"]",
	} {
		tty.types(typed + "\t")
		tty.expect("]")
		tty.types("\r")
		tty.expect("\n" + shown)
		tty.expect("$ ")
	}
	tty.types("gesso -chdir=ima\t")
	tty.expect("-chdir=images/")
	tty.types("\x03")
	tty.expect("$ ")
	tty.types("exit\r")
	tty.ends(130)
}
