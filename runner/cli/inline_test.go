//go:build linux

package cli_test

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"gesso/runner/sandbox"
)

const (
	answersKitty = "\x1b_Gi=31;OK\x1b\\\x1b[6;20;10t\x1b[?62;4c"
	answersSixel = "\x1b[6;20;10t\x1b[?62;4;22c"
	answersPlain = "\x1b[?1;2c"
)

// painted is a project with one picture of two takes.
func painted(t *testing.T) *project {
	t.Helper()
	p := newProject(t, sandbox.Options{})
	p.write("main.hcl", `
provider "flux" { poll_interval = "10ms" }
image "one" {
  prompt = "one"
  size   = "256x256"
}`)
	p.run(0, "apply", "-auto-approve")
	p.run(0, "apply", "-auto-approve", "-replace=image.one")
	return p
}

// looks runs a command in a terminal, and then shows what was left in its input between
// brackets, and whether it has its mode back.
func (p *project) looks(environment string, args ...string) *terminal {
	p.t.Helper()
	gesso := p.command(args...)
	script := `"$@"; code=$?; stty -a | grep -c ' icanon .* echo '; stty -icanon -echo min 0 time 2; printf '['; dd bs=200 count=1 2>/dev/null; printf ']\n'; exit $code`
	cmd := exec.Command("sh", append([]string{"-c", script, "sh", gesso.Path}, gesso.Args[1:]...)...)
	cmd.Env = append(gesso.Env, "PATH=/usr/bin:/bin", environment)
	return p.terminalOf(cmd)
}

// restored waits for the end, and sees that the terminal is as it was.
func (t *terminal) restored(code int) {
	t.t.Helper()
	t.expect("[]")
	t.ends(code)
	if shown := t.shown(); !strings.Contains(shown, "\n1\r\n[]") {
		t.t.Errorf("the mode of the terminal is not what it was: %q", shown)
	}
}

// A terminal is asked what it can, once, and is shown pictures in the best way.
func TestPicturesByAnswers(t *testing.T) {
	p := painted(t)
	for _, test := range []struct{ name, answers, begin string }{
		{"kitty", answersKitty, "\x1b_G"},
		{"sixel", answersSixel, "\x1bP0;1q"},
		{"neither", answersPlain, "\x1b[38;5;"},
	} {
		t.Run(test.name, func(t *testing.T) {
			tty := p.looks("TERM=xterm", "show", "-picture", "image.one")
			tty.expect("\x1b[c")
			tty.types(test.answers)
			tty.expect(test.begin)
			tty.expect("path")
			tty.expect("images/one.png")
			tty.restored(0)
		})
	}
}

// Who answers late is heard, and who does not answer has half blocks after a second.
func TestPicturesOfTheSlow(t *testing.T) {
	p := painted(t)
	tty := p.looks("TERM=xterm", "takes", "-picture", "image.one")
	tty.expect("\x1b[c")
	late := time.AfterFunc(600*time.Millisecond, func() { tty.control.WriteString(answersSixel) })
	defer late.Stop()
	tty.expect("\x1bP0;1q")
	tty.expect("\x1bP0;1q")
	tty.expect("take 1")
	tty.expect("* take 2")
	tty.restored(0)

	tty = p.looks("TERM=xterm", "takes", "-picture", "image.one")
	tty.expect("\x1b[c")
	tty.expect("\x1b[38;5;")
	tty.expect("image.one has had 2 pictures.")
	tty.restored(0)
}

// Control-C is no signal while a terminal is asked: it ends the command all the same.
func TestPicturesInterrupted(t *testing.T) {
	p := painted(t)
	tty := p.looks("TERM=xterm", "show", "-picture")
	tty.expect("\x1b[c")
	tty.types("\x03")
	tty.expect("interrupted")
	tty.restored(130)
}

// What the environment tells need not be asked, and what a user says counts before it.
func TestPicturesByWord(t *testing.T) {
	if testing.Short() && raced {
		t.Skip("TestPicturesByAnswers has the same goroutines")
	}
	p := painted(t)
	for _, test := range []struct {
		environment string
		args        []string
		want, not   string
	}{
		{"TERM=xterm-kitty", []string{"-picture"}, "\x1b_G", "a=q"},
		{"TERM=xterm-kitty", []string{"-picture=blocks"}, "\x1b[38;2;", "\x1b_G"},
		{"TERM=xterm-kitty", []string{"-picture=iterm2"}, "\x1b]1337;File=", "\x1b_G"},
		{"TERM=tmux-256color", []string{"-picture"}, "\x1b[38;5;", "\x1b[c"},
		{"TERM=xterm-kitty", []string{"-picture", "-no-color"}, "\x1b_G", "\x1b[1m"},
		{"TERM=linux", []string{"-picture", "-no-color"}, "no pictures are shown: half blocks are nothing without colours", "\x1b["},
		{"TERM=dumb", []string{"-picture=kitty"}, "no pictures are shown: standard output is no terminal", "\x1b"},
		{"CI=true", []string{"-picture"}, "no pictures are shown: the environment says CI", "\x1b[c"},
		{"GESSO_PICTURES=kitty", []string{"-picture"}, "\x1b_G", "a=q"},
		{"GESSO_PICTURES=kitty", []string{"-picture=blocks"}, "\x1b[38;5;", "\x1b_G"},
	} {
		t.Run(test.environment+" "+strings.Join(test.args, " "), func(t *testing.T) {
			cmd := p.command(append([]string{"show", "image.one"}, test.args...)...)
			cmd.Env = append(cmd.Env, "TERM=xterm", test.environment)
			tty := p.terminalOf(cmd)
			if test.environment == "GESSO_PICTURES=kitty" && test.args[0] == "-picture" {
				tty.expect("\x1b[c") // only for the size of a cell
				tty.types("\x1b[6;20;10t\x1b[?62c")
			}
			tty.expect(test.want)
			tty.expect("image.one")
			tty.ends(0)
			if strings.Contains(tty.shown(), test.not) {
				t.Errorf("%q is in %q", test.not, tty.shown())
			}
		})
	}
}

// A picture that is nowhere here is said to be, and the others are shown.
func TestPicturesThatAreLost(t *testing.T) {
	if testing.Short() && raced {
		t.Skip("TestPicturesByAnswers has the same goroutines")
	}
	p := painted(t)
	for _, shelf := range []string{"objects", "thumbs"} {
		if err := os.RemoveAll(filepath.Join(p.dir, ".gesso", shelf)); err != nil {
			t.Fatal(err)
		}
	}
	tty := p.openTerminal("TERM=linux", "takes", "-picture", "image.one")
	tty.expect("\x1b[38;5;") // the output has the bytes of the current take
	tty.expect("* take 2")
	tty.expect("(take 1 cannot be shown: it is neither in the store nor in an output here)")
	tty.expect("image.one has had 2 pictures.")
	tty.ends(0)
	p.write("images/one.png", "painted over")
	tty = p.openTerminal("TERM=linux", "show", "-picture", "image.one")
	tty.expect("(its picture cannot be shown: it is neither in the store nor in an output here)")
	tty.expect("images/one.png")
	tty.ends(0)
}
