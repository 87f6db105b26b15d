package spec

import (
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"gesso/spec/lang"
)

// A dynamic block stands for one of each element, in both syntaxes.
func TestDynamic(t *testing.T) {
	native := `
variable "words" {
  default = ["ink", "oil"]
  dynamic "validation" {
    for_each = { long = 2, longer = 3 }
    iterator = rule
    content {
      condition     = alltrue([for w in var.words : length(w) >= rule.value])
      error_message = "Not ${rule.key} enough."
    }
  }
}
variable "rehearse" { default = true }
provider "flux" {
  endpoint = "sandbox"
  dynamic "sandbox" {
    for_each = var.rehearse ? ["2s"] : []
    content { latency = sandbox.value }
  }
}
image "a" {
  for_each = toset(["x"])
  prompt   = "p"
  lifecycle {
    dynamic "precondition" {
      for_each = concat(var.words, [each.key])
      content {
        condition     = precondition.value != "oil" && precondition.value != "x"
        error_message = "${precondition.key} is ${precondition.value}"
      }
    }
  }
}
check "c" {
  dynamic "assert" {
    for_each = [1, 20]
    content {
      condition     = assert.value < 10
      error_message = "${assert.value} is large"
    }
  }
}`
	json := `{
  "variable": {
    "words": { "default": ["ink", "oil"], "dynamic": { "validation": {
      "for_each": { "long": 2, "longer": 3 }, "iterator": "rule",
      "content": { "condition": "${alltrue([for w in var.words : length(w) >= rule.value])}", "error_message": "Not ${rule.key} enough." }
    } } },
    "rehearse": { "default": true }
  },
  "provider": { "flux": { "endpoint": "sandbox", "dynamic": { "sandbox": {
    "for_each": "${var.rehearse ? [\"2s\"] : []}", "content": { "latency": "${sandbox.value}" }
  } } } },
  "image": { "a": { "for_each": "${toset([\"x\"])}", "prompt": "p", "lifecycle": { "dynamic": { "precondition": {
    "for_each": "${concat(var.words, [each.key])}",
    "content": { "condition": "${precondition.value != \"oil\" && precondition.value != \"x\"}", "error_message": "${precondition.key} is ${precondition.value}" }
  } } } } },
  "check": { "c": { "dynamic": { "assert": {
    "for_each": [1, 20], "content": { "condition": "${assert.value < 10}", "error_message": "${assert.value} is large" }
  } } } }
}`
	for name, files := range map[string]map[string]string{"native": {"main.hcl": native}, "JSON": {"main.hcl.json": json}} {
		config := load(t, files, Inputs{})
		if s := config.Default().Settings.Block("sandbox"); lang.Of[time.Duration](s, "latency").String() != "2s" {
			t.Errorf("%s: the sandbox is %+v", name, s)
		}
		x, diags := config.Expand(nil)
		diags = append(append(diags, x.Instances[0].Refused()...), x.Checks()...)
		var said []string
		for _, d := range diags {
			said = append(said, d.Summary+": "+d.Detail)
		}
		if diff := cmp.Diff([]string{
			"Image precondition failed: 1 is oil.\n2 is x.\n\nThis is a condition for the picture of image.a[\"x\"].",
			"Check block assertion failed: 20 is large.",
		}, said); diff != "" {
			t.Errorf("%s: %s", name, diff)
		}
		_, diags = loadDir(config.Dir, Inputs{Assignments: []Assignment{{Name: "rehearse", Value: "false"}, {Name: "words", Value: "ab"}}})
		if text := render(diags); !strings.Contains(text, "Iteration over non-iterable value") {
			t.Errorf("%s: %s", name, text)
		}
	}
	off, diags := loadDir(write(t, map[string]string{"main.hcl": native}), Inputs{Assignments: []Assignment{{Name: "rehearse", Value: "false"}}})
	if diags.HasErrors() || off.Default().Settings.Block("sandbox") != nil {
		t.Errorf("without an element there is a sandbox block: %s", render(diags))
	}
}
