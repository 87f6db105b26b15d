//go:build linux

package cli_test

import (
	"regexp"
	"strings"
	"testing"
	"time"

	"gesso/runner/sandbox"
)

const terminalConfig = `
provider "flux" {
  model         = "flux-pro-1.1"
  poll_interval = "10ms"
}
variable "what" { description = "What the picture shows." }
variable "secret" { sensitive = true }
image "one" {
  prompt = "a ${var.what}"
  size   = "256x256"
  tags   = { note = var.secret }
}
`

// TestTerminal is a person at a terminal: missing variables and the approval
// are asked for, a secret is not echoed, there is colour, and a block that is drawn again.
func TestTerminal(t *testing.T) {
	p := newProject(t, sandbox.Options{})
	p.write("main.hcl", terminalConfig)
	tty := p.openTerminal("TERM=xterm", "apply")
	tty.expect("var.secret")
	tty.expect("Enter a value: ")
	if !eventually(func() bool { return !tty.echoes() }) {
		t.Fatal("a secret is echoed")
	}
	tty.types("hunter2\n")
	tty.expect("What the picture shows.")
	tty.expect("Enter a value: ")
	tty.types("red fox\n")
	tty.expect("\x1b[")
	tty.expect("Shall gesso do this?")
	tty.types("yes\n")
	tty.expect("Apply complete: 1 generated.")
	tty.expect("To look at them: gesso -chdir=" + p.dir + " gallery\r\n")
	tty.ends(0)
	p.charged(1)
	if strings.Contains(tty.shown(), "hunter2") {
		t.Error("the secret was echoed")
	}
	if !strings.Contains(tty.shown(), "\r\x1b[J") {
		t.Error("no block was drawn")
	}
}

// Where nothing was made there is nothing to look at, and programs are told of no gallery.
func TestTerminalWithoutPictures(t *testing.T) {
	p := newProject(t, sandbox.Options{})
	p.write("main.hcl", `image "one" { prompt = "one" }`)
	if out := p.run(0, "apply", "-auto-approve"); strings.Contains(out, "gallery") {
		t.Errorf("a pipe is told of the gallery: %s", out)
	}
	for _, args := range [][]string{{"apply", "-auto-approve"}, {"apply", "-auto-approve", "-json", "-replace=image.one"}, {"destroy", "-auto-approve"}} {
		tty := p.openTerminal("TERM=xterm", args...)
		tty.ends(0)
		if strings.Contains(tty.shown(), "gallery") {
			t.Errorf("%s tells of the gallery: %s", args, tty.shown())
		}
	}
}

// A plan tells where a tainted picture can be looked at.
func TestTerminalTainted(t *testing.T) {
	p := newProject(t, sandbox.Options{})
	p.write("main.hcl", `
provider "flux" { poll_interval = "10ms" }
image "one" {
  prompt = "[sandbox:blank=9] one"
  lifecycle {
    postcondition {
      condition     = !self.blank
      error_message = "It is blank."
    }
  }
}`)
	p.run(3, "apply", "-auto-approve")
	tty := p.openTerminal("TERM=xterm", "plan", "-no-color")
	tty.expect("1 picture tainted")
	tty.expect("To look at them: gesso gallery -only=tainted\r\n")
	tty.ends(0)
}

// TestTerminalInterrupted is a person who leaves at the question: control-C
// there ends gesso, and changes nothing.
func TestTerminalInterrupted(t *testing.T) {
	p := newProject(t, sandbox.Options{})
	p.write("main.hcl", `image "one" { prompt = "one" }`)
	tty := p.openTerminal("TERM=xterm", "apply")
	tty.expect("Shall gesso do this?")
	tty.types("\x03")
	tty.expect("interrupted, nothing was changed")
	tty.ends(130)
	p.silent()
}

// TestTerminalGone is a terminal that goes away in the midst of a run, as when
// its window is closed: what was sent is kept, and the next run collects it.
func TestTerminalGone(t *testing.T) {
	p := newProject(t, sandbox.Options{Latency: time.Hour})
	p.write("main.hcl", `
provider "flux" { poll_interval = "10ms" }
image "one" { prompt = "one" }`)
	tty := p.openTerminal("TERM=xterm", "apply", "-auto-approve")
	if !eventually(func() bool { return p.sandbox.Server.Books().Accepted == 1 }) {
		t.Fatal("nothing was submitted")
	}
	tty.control.Close() // which hangs up
	if code := exitCode(tty.wait()); code != 130 {
		t.Errorf("exit code %d, want 130", code)
	}
	p.charged(1)
	if plan := p.run(0, "plan"); !strings.Contains(plan, "Plan: 0 paid, 1 free (1 resume)") {
		t.Errorf("the next plan is\n%s", plan)
	}
}

// TestTerminalStale is a state that another program changes while a person
// thinks about the plan: the plan was made from something else.
func TestTerminalStale(t *testing.T) {
	p := newProject(t, sandbox.Options{})
	p.write("main.hcl", `variable "what" { default = "one" }
image "one" { prompt = var.what }`)
	p.run(0, "apply", "-auto-approve")
	old := string(p.read("gesso.state"))
	p.run(0, "apply", "-auto-approve", "-var=what=two")
	p.charged(2)
	tty := p.openTerminal("TERM=xterm", "apply", "-var=what=three")
	tty.expect("Shall gesso do this?")
	p.write("gesso.state", old)
	tty.types("yes\n")
	tty.expect("gesso: hint: run the command again")
	tty.ends(1)
	p.silent()
	if string(p.read("gesso.state")) != old {
		t.Error("the state that somebody put there was overwritten")
	}
}

// TestTerminalPlain asks for no colours, in each of the ways.
func TestTerminalPlain(t *testing.T) {
	for _, way := range []struct{ environment, option string }{
		{"NO_COLOR=1", "-input=true"}, {"TERM=dumb", "-input=true"}, {"TERM=xterm", "-no-color"},
	} {
		t.Run(way.environment+" "+way.option, func(t *testing.T) {
			p := newProject(t, sandbox.Options{})
			p.write("main.hcl", `image "one" { prompt = "one" }`)
			tty := p.openTerminal(way.environment, "plan", way.option)
			tty.expect("Plan: 1 paid")
			tty.ends(0)
			if strings.Contains(tty.shown(), "\x1b[") {
				t.Errorf("there is an escape code in %q", tty.shown())
			}
		})
	}
}

// TestTerminalSecretInterrupted is a person who leaves at the question for a
// secret, by Ctrl-C or Ctrl-\: the terminal has its echo back.
func TestTerminalSecretInterrupted(t *testing.T) {
	for _, key := range []string{"\x03", "\x1c"} {
		p := newProject(t, sandbox.Options{})
		p.write("main.hcl", terminalConfig)
		tty := p.openTerminal("TERM=xterm", "plan")
		tty.expect("var.secret")
		tty.expect("Enter a value: ")
		if !eventually(func() bool { return !tty.echoes() }) {
			t.Fatal("a secret is echoed")
		}
		tty.types(key)
		tty.expect("interrupted, nothing was changed")
		if !eventually(tty.echoes) {
			t.Error("the terminal has lost its echo")
		}
		tty.ends(130)
	}
}

// TestTerminalIsSafe puts escape codes and marks of direction wherever text
// comes from: a terminal gets none but gesso's own.
func TestTerminalIsSafe(t *testing.T) {
	const evil = `\u001b]0;evil\u0007\u001b[31;5m\u009b2J\u202e\u2066\r`
	p := newProject(t, sandbox.Options{})
	p.write("main.hcl", strings.ReplaceAll(`
variable "what" { description = "what EVIL is" }
image "one" {
  for_each = toset(["keyEVIL"])
  prompt   = "a EVIL ${var.what}"
  size     = "256x256"
  path     = "picture.png"
  tags     = { "EVIL" = "EVIL" }
}
output "o" { value = { "EVIL" = "EVIL" } }
check "c" {
  assert {
    condition     = var.what == "EVIL"
    error_message = "not EVIL"
  }
}
`, "EVIL", evil))
	p.write("b\x1b[31m\u202ead.auto.hclvars", "x = 1\n")
	for _, args := range [][]string{{"validate"}, {"plan", "-var", "what=x"}, {"console", "-var", "what=x"}, {"graph"}, {"output", "-var", "what=\x1b[2J"}, {"show", "\x1b[2J"}, {"fmt", "-check", "-diff"}, {"plan", "-replace=\u202e\x1b[2J", "-var", "what=x"}} {
		tty := p.openTerminal("TERM=xterm", args...)
		if args[0] == "console" {
			tty.expect("> ")
			tty.types("exit\n")
		}
		<-tty.read
		_ = tty.wait()
		shown := ours.ReplaceAllString(tty.shown(), "")
		if strings.ContainsAny(shown, "\x1b\a\u009b\u202e\u2066") || strings.Contains(strings.ReplaceAll(shown, "\r\n", ""), "\r") {
			t.Errorf("%q shows %q", args, tty.shown())
		}
	}
}

// ours are the escape codes that gesso itself writes, and its line editor.
var ours = regexp.MustCompile("\x1b\\[(0|1|2|31|32|33|36)m|\r\x1b\\[K|\x1b\\[\\?2004[hl]|\x1b\\[[0-9]*[KDCJ]|\r(\r|> )")
