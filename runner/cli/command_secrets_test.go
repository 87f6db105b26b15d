package cli_test

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"gesso/runner/cli"
)

// secretProject has a secret in whatever takes one and may be carried out.
const secretProject = secretVariables + `
gesso {
  output_dir = "pictures"
}
provider "flux" {
  endpoint = "sandbox"
  token    = var.secret
  price    = { flux-dev = 0.02 }
}
image "hidden" {
  count    = 2
  prompt   = "a fox ${var.secret}"
  size     = "256x256"
  tags     = { plain = "shown", word = var.secret }
  metadata = "sidecar"
  derive {
    path  = "pictures/small-${count.index}.png"
    width = 64
  }
  lifecycle {
    precondition {
      condition     = var.secret != ""
      error_message = "It is ${nonsensitive(length(var.secret))} long."
    }
    postcondition {
      condition     = self.width > 0
      error_message = "No width for ${self.path}."
    }
  }
}
image "edited" {
  source   = image.hidden[0]
  prompt   = "at night ${var.secret}"
  model    = "flux-kontext-pro"
  metadata = "embed"
}
image "from" {
  source = "https://cdn.example/${var.secret}.png"
  prompt = "[sandbox:refuse] ${var.secret}"
  model  = "flux-kontext-pro"
}
image "lost" { prompt = "[sandbox:drop] ${var.secret}" }
image "blank" { prompt = "[sandbox:fail] ${var.secret}" }
check "word" {
  assert {
    condition     = length(var.secret) > 1000
    error_message = "It is too short."
  }
}
output "word" {
  value     = "${var.secret} ${image.hidden[0].prompt}"
  sensitive = true
}
`

// everyCommand is what every command is given, in an order in which each finds something
// to tell of. What is left out, output -json and output NAME, tells secrets on demand. A command that is not here fails the test.
var everyCommand = [][]string{
	{"init"}, {"validate"}, {"validate", "-json"}, {"plan"}, {"plan", "-explain=image.hidden[0]"}, {"plan", "-json"}, {"plan", "-markdown"}, {"plan", "-out=saved.plan"}, {"show", "saved.plan"},
	{"show", "-json", "saved.plan"}, {"show", "-markdown", "saved.plan"}, {"apply", "-auto-approve", "-json", "-target=image.edited"}, {"apply", "-auto-approve"}, {"apply", "saved.plan"},
	{"resolve"}, {"resolve", "image.lost", "-abandon", "-auto-approve"}, {"show"}, {"show", "-json"}, {"show", "image.hidden[0]"},
	{"output"}, {"console", "-plan"}, {"graph"}, {"graph", "-type=plan"}, {"models"}, {"models", "-json"}, {"state", "list"}, {"state", "list", "-json"}, {"state", "show", "image.hidden[1]"}, {"state", "show", "-json", "image.hidden[1]"},
	{"gallery", "-json"}, {"gallery", "-json", "-plan"}, {"gallery", "-out=page.html"}, {"gallery", "-dir=pages"}, {"gallery", "-sheet=sheet.png"}, {"inspect", "pictures/hidden-0.png"}, {"inspect", "-json", "pictures/edited.png"},
	{"review"}, {"review", "-json"}, {"review", "-check"}, {"taint", "image.hidden[1]"}, {"plan"}, {"untaint", "image.hidden[1]"},
	{"apply", "-auto-approve", "-replace=image.hidden[1]"}, {"takes", "image.hidden[1]"}, {"takes", "-json", "image.hidden[1]"}, {"select", "image.hidden[1]", "1"}, {"undo", "-dry-run"}, {"undo", "-auto-approve"},
	{"history"}, {"history", "-json"}, {"history", "image.hidden[0]"}, {"diff", "1"}, {"diff", "-json", "1"}, {"adopt", "image.hidden[0]"}, {"adopt", "-json", "image.hidden[0]"}, {"restore", "image.hidden[0]"}, {"import", "image.hidden[1]", "pictures/hidden-0.png"},
	{"audit"}, {"audit", "-json"}, {"store", "verify"}, {"store", "gc"}, {"store", "gc", "-json"}, {"store", "push", "copy"}, {"store", "pull", "copy"}, {"home"}, {"home", "-json"}, {"force-unlock", "-force"},
	{"workspace", "list"}, {"workspace", "new", "w"}, {"plan"}, {"workspace", "show"}, {"workspace", "select", "default"}, {"workspace", "delete", "w"},
	{"state", "mv", "image.hidden[1]", "image.hidden[2]"}, {"plan"}, {"state", "rm", "image.hidden[2]"}, {"state", "merge"}, {"fmt", "-diff"}, {"fmt", "-check"}, {"metadata", "functions", "-json"}, {"schema", "-json"}, {"version"}, {"version", "-json"},
	{"completion", "bash"}, {"help"}, {"help", "apply"}, {"sandbox", "-listen=nowhere"}, {"destroy", "-auto-approve"}, {"audit"},
}

// TestNoCommandTellsASecret carries out every command on a project full of secrets, with
// a trace, and looks at all that is said and written.
func TestNoCommandTellsASecret(t *testing.T) {
	if raced {
		t.Skip("a large table of what one goroutine does")
	}
	t.Parallel()
	for _, at := range []string{"folder", "home"} {
		t.Run(at, func(t *testing.T) {
			t.Parallel()
			dir := filepath.Join(t.TempDir(), "work")
			for _, folder := range []string{dir, filepath.Join(filepath.Dir(dir), "home")} {
				if err := os.Mkdir(folder, 0o777); err != nil {
					t.Fatal(err)
				}
			}
			text := secretProject
			if at == "home" {
				text = strings.Replace(text, "gesso {", "gesso {\n  backend \"local\" { path = \"../home\" }\n ", 1)
			}
			writeIn(t, dir, "main.hcl", text)
			said := map[string]string{}
			for _, args := range everyCommand {
				if args[0] == "adopt" || args[0] == "restore" {
					writeIn(t, dir, "pictures/hidden-0.png", string(aPicture(t, 9)))
				}
				said[strings.Join(args, " ")] = quietly(t, dir, "debug", args...)
				quietFiles(t, filepath.Dir(dir))
			}
			for _, args := range [][]string{{"apply", "-auto-approve"}, {"apply", "-auto-approve", "-json"}} {
				writeIn(t, dir, "more.hcl", `image "more" { prompt = "[sandbox:refuse] ${var.secret}" }`+"\n")
				quietly(t, dir, "debug", args...)
			}
			for command, want := range map[string]string{"apply -auto-approve": "generated", "audit": "Audit:", "takes image.hidden[1]": "(sensitive)", "gallery -dir=pages": "pictures", "undo -dry-run": "image.hidden", "show -json": "image.hidden"} {
				if !strings.Contains(said[command], want) {
					t.Errorf("%s says nothing of it:\n%s", command, said[command])
				}
			}
		})
	}
	var help bytes.Buffer
	cli.Run(context.Background(), cli.Env{Args: []string{"help"}, Stdin: strings.NewReader(""), Stdout: &help, Stderr: &help})
	listed, _, _ := strings.Cut(help.String(), "\nTopics")
	for _, command := range regexp.MustCompile(`(?m)^  ([a-z-]+(?: [a-z]+)?)  `).FindAllStringSubmatch(listed, -1) {
		tried := false
		for _, args := range everyCommand {
			tried = tried || strings.HasPrefix(strings.Join(args, " ")+" ", command[1]+" ")
		}
		if !tried {
			t.Errorf("%s is not tried", command[1])
		}
	}
}
