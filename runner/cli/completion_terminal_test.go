//go:build linux

package cli_test

import (
	"os"
	"os/exec"
	"strings"
	"testing"

	"gesso/runner/sandbox"
)

// TestCompletionInBash is a person at bash's prompt: what the tab key makes of a word
// is a word that gesso understands, whatever quotes it has.
func TestCompletionInBash(t *testing.T) {
	p := completed(t, "bash")
	script := p.run(0, "completion", "bash")
	p.write("rc", script+"\nPS1='$ '\nbind 'set bell-style none'\nbind 'set enable-bracketed-paste off'\n")
	tty := p.terminalOf(p.shell("bash", "--noprofile", "--rcfile", "rc", "-i"))
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
	tty.types("\x15exit\r") // an interrupt may come while bash completes still, and go by unheard
	tty.ends(0)
}

// shell is one of a person whose own settings lie in the project.
func (p *project) shell(name string, args ...string) *exec.Cmd {
	cmd := exec.Command(name, args...)
	cmd.Dir = p.dir
	cmd.Env = append(os.Environ(), "TERM=dumb", "HOME="+p.dir, "ZDOTDIR="+p.dir, "HISTFILE=", "GORACE=atexit_sleep_ms=0")
	return cmd
}

// completed is a project with pictures whose addresses need quotes, for a shell that there
// may not be.
func completed(t *testing.T, shell string) *project {
	t.Helper()
	if _, err := exec.LookPath(shell); err != nil {
		t.Skip("there is no " + shell)
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
	return p
}

// TestCompletionInZsh is the same at zsh's prompt.
func TestCompletionInZsh(t *testing.T) {
	p := completed(t, "zsh")
	p.write("gesso.zsh", p.run(0, "completion", "zsh"))
	p.write(".zshrc", "PS1='$ '\nPROMPT_EOL_MARK=\nunset zle_bracketed_paste\nautoload -Uz compinit && compinit -u -D\nsource ./gesso.zsh\nunsetopt beep\nzstyle ':completion:*' menu no\n")
	tty := p.terminalOf(p.shell("zsh", "-i"))
	tty.expect("$ ")
	tty.types("gesso sho\timage.so\t\r")
	tty.expect("image.solo")
	tty.expect("a fox")
	tty.expect("$ ")
	for typed, shown := range map[string]string{
		`gesso state list image.hero\[\"b`: "image.hero[\"b c\"]",
		`gesso state list 'image.hero["b`:  "image.hero[\"b c\"]",
	} {
		tty.types(typed + "\t\r")
		tty.expect("\n" + shown)
		tty.expect("$ ")
	}
	tty.types("gesso plan -target=image.so\t -no-color\r")
	tty.expect("image.solo  regenerate (provider changed)") // it is the real one's here
	tty.expect("$ ")
	tty.types("exit 7\r")
	tty.ends(7)
}

// TestCompletionInFish asks fish what it would offer.
func TestCompletionInFish(t *testing.T) {
	p := completed(t, "fish")
	p.write("gesso.fish", p.run(0, "completion", "fish"))
	for typed, want := range map[string]string{
		"gesso sho":                       "show\tshow what is recorded of the images\n",
		"gesso show image.so":             "image.solo\n",
		"gesso plan -target=image.s":      "-target=image.solo\n",
		"gesso state list image.hero":     "image.hero\nimage.hero[\"b c\"]\nimage.hero[\"o'x\"]\n",
		`gesso state list 'image.hero["b`: "image.hero[\"b c\"]\n",
		"gesso -chdir=ima":                "-chdir=images/\n",
		"gesso workspace sel":             "select\twork in another workspace\n",
	} {
		out, err := p.shell("fish", "--no-config", "-c", "source gesso.fish; complete -C $argv[1]", "--", typed).CombinedOutput()
		if err != nil {
			t.Fatalf("%q: %v\n%s", typed, err, out)
		}
		if got := strings.ReplaceAll(string(out), "\t\n", "\n"); got != want {
			t.Errorf("%q: it offers\n%swant\n%s", typed, got, want)
		}
	}
}
