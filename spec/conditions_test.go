package spec

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"gesso/spec/eval"
)

// wide is a picture of a width, blank when that is nothing.
func wide(width int) *eval.Picture {
	return &eval.Picture{Width: width, Height: 100, Format: "png", Blank: width == 0, SHA256: fmt.Sprint("sha-", width)}
}

func TestJudge(t *testing.T) {
	for condition, want := range map[string]map[int]string{
		`!self.blank`:                          {0: "no.", 1: ""},
		`self.width >= 1024`:                   {1023: "no.", 1024: ""},
		`self.prompt == "a fox"`:               {1: ""},
		`self.address == "image.a"`:            {1: ""},
		`self.path == "images/a.png"`:          {1: ""},
		`tonumber(self.format) == self.width`:  {1: "The postcondition at main.hcl:6 cannot be judged: "},
		`self.width == 1 ? null : true`:        {1: "The postcondition at main.hcl:6 cannot be judged: The condition must be true or false, and this is null.", 2: ""},
		`var.s == self.format`:                 {1: "no."},
		`image.b.width > self.width`:           {1: "", 10: "no."},
		`image.b.width > 1 && self.width == 1`: {1: "", 2: "no."},
	} {
		x := expand(t, `
variable "s" { default = "jpeg" }
image "a" {
  prompt = "a fox"
  lifecycle {
    postcondition {
      condition     = `+condition+`
      error_message = "no"
    }
  }
}
image "b" { prompt = "an owl" }`, func(i *eval.Instance) *eval.Picture {
			if i.Address == "image.b" {
				return wide(10)
			}
			return nil
		})
		for width, said := range want {
			if got := x.Judge(x.Instance("image.a"), wide(width)); !strings.HasPrefix(got, said) || got == "" != (said == "") {
				t.Errorf("%s of %d: %q, want %q", condition, width, got, said)
			}
		}
	}
}

// All that a picture fails is said, and what must not be shown is not.
func TestJudgeSaysWhatFailed(t *testing.T) {
	x := expand(t, `
variable "s" {
  sensitive = true
  default   = "hush"
}
image "a" {
  prompt = "a fox"
  lifecycle {
    postcondition {
      condition     = !self.blank
      error_message = "  It is blank  "
    }
    postcondition {
      condition     = self.width > 0
      error_message = "It is ${self.width} wide!"
    }
    postcondition {
      condition     = self.format != "png" || var.s == ""
      error_message = "Never ${self.width == 0 ? var.s : "shown"}"
    }
  }
}`, nil)
	want := "It is blank. It is 0 wide! The postcondition at main.hcl:17 is not met, and its error_message could not be shown."
	if got := x.Judge(x.Instance("image.a"), wide(0)); got != want {
		t.Errorf("got %q\nwant %q", got, want)
	}
}

const waiting = `
variable "least" { default = 100 }
image "base" { prompt = "a hill" }
image "other" { prompt = "a dale" }
image "a" {
  for_each = { x = 1, y = 2 }
  prompt   = "fox ${each.key}"
  lifecycle {
    precondition {
      condition     = image.base.width * each.value >= var.least
      error_message = "${each.key}: ${image.base.width}."
    }
    postcondition {
      condition     = self.width == image.other.width
      error_message = "${self.width} is not ${image.other.width}."
    }
  }
}`

// An image waits for the pictures that its conditions look at, and is judged
// with what they are then.
func TestConditionsWait(t *testing.T) {
	x := expand(t, waiting, nil)
	a, b := x.Instance(`image.a["x"]`), x.Instance(`image.a["y"]`)
	if diff := cmp.Diff([]string{"image.base", "image.other"}, a.DependsOn); diff != "" {
		t.Error(diff)
	}
	if !a.Undecided() || len(a.Refused()) > 0 || a.Judge(wide(7)) != "" {
		t.Errorf("before: undecided %t, refused %v, judged %q", a.Undecided(), a.Refused(), a.Judge(wide(7)))
	}
	pictures := map[string]*eval.Picture{"image.base": wide(60), "image.other": wide(70)}
	for _, i := range []*eval.Instance{a, b} {
		if diags := x.Refresh(i, func(other *eval.Instance) *eval.Picture { return pictures[other.Address] }); diags.HasErrors() {
			t.Fatal(diags)
		}
	}
	if got := a.Refused(); len(got) != 1 || !strings.HasPrefix(got[0].Detail, "x: 60.\n") {
		t.Errorf("60 wide is refused for 100: %v", got)
	}
	if got := b.Refused(); len(got) != 0 {
		t.Errorf("twice 60 is refused for 100: %v", got)
	}
	if got := x.Judge(b, wide(7)); got != "7 is not 70." {
		t.Errorf("judged: %q", got)
	}
	if got := x.Judge(b, wide(70)); got != "" {
		t.Errorf("judged: %q", got)
	}
}

// What never becomes known is no reason to buy, and fails no picture silently.
func TestConditionsThatStayUnknown(t *testing.T) {
	x := expand(t, waiting, nil)
	i := x.Instance(`image.a["x"]`)
	diags := x.Refresh(i, func(*eval.Instance) *eval.Picture { return nil })
	if len(diags) != 1 || diags[0].Summary != "Condition not known after apply" {
		t.Errorf("the precondition: %v", diags)
	}
	if got := x.Judge(i, wide(7)); got != "Whether the postcondition at main.hcl:13 is met is not known even now." {
		t.Errorf("the postcondition: %q", got)
	}
}

// In a module, conditions see its variables, which can hold a picture of the
// caller's; and an output of a module is guarded by its preconditions.
func TestConditionsInModules(t *testing.T) {
	x := loadAll(t, map[string]string{
		"main.hcl": `
image "base" { prompt = "a hill" }
module "m" {
  for_each = toset(["x", "y"])
  source   = "./m"
  width    = image.base.width
  name     = each.key
}
image "last" {
  prompt = "after ${module.m["x"].known}"
}`,
		"m/main.hcl": `
variable "width" {}
variable "name" {}
image "a" {
  prompt = "fox ${var.name}"
  lifecycle {
    precondition {
      condition     = var.name == "y" || var.width > 100
      error_message = "${var.name}: ${var.width}."
    }
    postcondition {
      condition     = self.width == var.width
      error_message = "${self.address}: ${self.width}."
    }
  }
}
output "known" {
  value = image.a.width
  precondition {
    condition     = image.a.width > 5
    error_message = "Only ${image.a.width}."
  }
}`,
	}, nil)
	pictures := map[string]*eval.Picture{"image.base": wide(60), `module.m["x"].image.a`: wide(3)}
	recall := func(i *eval.Instance) *eval.Picture { return pictures[i.Address] }
	i := x.Instance(`module.m["x"].image.a`)
	if !slices.Equal(i.DependsOn, []string{"image.base"}) || !i.Undecided() {
		t.Errorf("it waits for %v, undecided %t", i.DependsOn, i.Undecided())
	}
	if diags := x.Refresh(i, recall); diags.HasErrors() {
		t.Fatal(diags)
	}
	if got := i.Refused(); len(got) != 1 || !strings.HasPrefix(got[0].Detail, "x: 60.\n") {
		t.Errorf("refused: %v", got)
	}
	if got := x.Judge(i, wide(7)); got != `module.m["x"].image.a: 7.` {
		t.Errorf("judged: %q", got)
	}
	diags := x.Refresh(x.Instance("image.last"), recall)
	if !diags.HasErrors() || diags[0].Summary != "Output precondition failed" || diags[0].Detail != "Only 3." {
		t.Errorf("the output gave its value: %v", diags)
	}
}

func TestAttempts(t *testing.T) {
	x := expand(t, `
image "a" {
  for_each = { none = null, one = 1, five = 5 }
  prompt   = "fox ${each.key}"
  lifecycle {
    attempts = each.value
    postcondition {
      condition     = !self.blank
      error_message = "It is blank."
    }
  }
}
image "b" { prompt = "an owl" }`, nil)
	got := map[string]int{}
	for _, i := range x.Instances {
		got[i.Address] = i.Attempts
	}
	want := map[string]int{`image.a["none"]`: 1, `image.a["one"]`: 1, `image.a["five"]`: 5, "image.b": 1}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}
