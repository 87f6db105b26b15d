//go:build linux

package cli_test

import (
	"syscall"
	"testing"

	"gesso/runner/sandbox"
)

// TestConsoleTerminal is a person who tries expressions out: lines can be
// edited and brought back, an open bracket or heredoc goes on, control-C gives up a line.
func TestConsoleTerminal(t *testing.T) {
	p := newProject(t, sandbox.Options{})
	p.write("main.hcl", `variable "what" { default = "fox" }`)
	tty := p.openTerminal("TERM=xterm", "console")
	tty.expect("> ")
	tty.types("var.wha\x7fat\r") // backspace
	tty.expect("\"fox\"\r\n")
	tty.expect("> ")
	tty.types("[\r")
	tty.expect(": ")
	tty.types("upper(var.what), <<EOT\r")
	tty.expect(": ")
	tty.types("red\r")
	tty.expect(": ")
	tty.types("EOT\r")
	tty.expect(": ")
	tty.types("]\r")
	tty.expect("  \"FOX\",\r\n  <<-EOT\r\n  red\r\n")
	tty.expect("> ")
	tty.types("<<EOT\rhi\r\rthere\rEOT\r") // pasted
	tty.expect("EOT\r\n")
	tty.expect("hi\r\n\r\nthere\r\n\r\nEOT\r\n")
	tty.expect("> ")
	tty.types("(1 +\r")
	tty.expect(": ")
	tty.types("2\x03") // control-C
	tty.expect("^C\r\n")
	tty.expect("> ")
	tty.types("\x1b[A\x1b[A\x1b[A\x1b[A\x1b[A\x1b[A\x1b[A\x1b[A\x1b[A\x1b[A\x1b[A\x1b[A\r") // up, over eleven lines, to the first
	tty.expect("\"fox\"\r\n")
	tty.expect("> ")
	tty.types("nope\r")
	tty.expect("nothing named \"nope\" here")
	tty.expect("> ")
	tty.types("\x04") // control-D
	tty.ends(0)
}

// TestConsoleTerminalExit is one who looks at a plan, and leaves by the word.
func TestConsoleTerminalExit(t *testing.T) {
	p := newProject(t, sandbox.Options{})
	p.write("main.hcl", `image "fox" { prompt = "a fox" }`)
	tty := p.openTerminal("TERM=xterm", "console", "-plan")
	tty.expect("> ")
	tty.types("image.fox.path\r")
	tty.expect("\"images/fox.png\"\r\n")
	tty.expect("> ")
	tty.types("exit\r")
	tty.ends(0)
}

// TestConsoleTerminalEnded is a program that is told to end while somebody
// types: it leaves the terminal as it was.
func TestConsoleTerminalEnded(t *testing.T) {
	p := newProject(t, sandbox.Options{})
	p.write("main.hcl", `image "fox" { prompt = "a fox" }`)
	tty := p.openTerminal("TERM=xterm", "console")
	tty.expect("> ")
	tty.types("1 +")
	tty.expect("1 +")
	if err := tty.process.Signal(syscall.SIGTERM); err != nil {
		t.Fatal(err)
	}
	tty.expect("interrupted, nothing was changed\r\n") // a raw terminal would not return to the margin
	tty.ends(130)
}

// TestConsoleCompletion is a person who uses the tab key, in a directory that has a
// configuration and in one that has none.
func TestConsoleCompletion(t *testing.T) {
	p := newProject(t, sandbox.Options{})
	p.write("main.hcl", `
variable "colour" { default = "red" }
variable "colours" { default = { warm = "red", cold = "blue" } }
image "fox" {
  for_each = toset(["a b", "c"])
  prompt   = each.key
}`)
	tty := p.openTerminal("TERM=xterm", "console")
	tty.expect("> ")
	tty.types("var.co\t")
	tty.expect("var.colour")
	tty.types("\t") // two candidates
	tty.expect("var.colour  var.colours\r\n")
	tty.types("s.wa\t\r")
	tty.expect("\"red\"\r\n")
	tty.expect("> ")
	tty.types("image.fox[\"a\t.pro\t\r")
	tty.expect("\"a b\"\r\n")
	tty.expect("> ")
	tty.types("upp\t\"x\")\r")
	tty.expect("\"X\"\r\n")
	tty.expect("> ")
	tty.types("nothing.such\t\r")
	tty.expect("Error: ")
	tty.expect("> ")
	tty.types("\x04")
	tty.ends(0)

	p.remove("main.hcl")
	tty = p.openTerminal("TERM=xterm", "console")
	tty.expect("> ")
	tty.types("lowe\t\"X\")\r")
	tty.expect("\"x\"\r\n")
	tty.types("\x04")
	tty.ends(0)
}
