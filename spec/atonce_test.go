package spec

import (
	"fmt"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// TestOneTreeIsEvaluatedTwiceAtOnce finds, under the race detector, what
// evaluating would change of what was linked.
func TestOneTreeIsEvaluatedTwiceAtOnce(t *testing.T) {
	dir := write(t, map[string]string{
		"main.hcl": `
variable "key" {
  default   = "swordfish"
  sensitive = true
}
variable "styles" {
  type    = list(string)
  default = ["ink", "wash", "chalk"]
}
locals {
  rows  = csvdecode(file("rows.csv"))
  names = local.rows[*].name
  area  = 3 * 4 + length(var.key)
  text  = "%{for s in var.styles}${s} %{endfor}${local.area}"
}
image "fox" {
  for_each = { for row in local.rows : row.name => row if startswith(row.name, "f") }
  prompt   = "${upper(each.value.name)} ${templatefile("prompt.txt", { style = local.text })}"
  lifecycle {
    precondition {
      condition     = length(each.key) * 2 > 1
      error_message = "The name ${each.key} is short."
    }
  }
}
module "more" {
  source = "./more"
  names  = local.names
}
check "all" {
  assert {
    condition     = length([for i in image.fox : i.path]) * 2 == 4
    error_message = "There are ${length(image.fox)}."
  }
}
output "paths" { value = [for i in image.fox : i.path] }
`,
		"rows.csv": "name\nfox\nferret\nowl\n", "prompt.txt": "in ${style}%{ for n in [1, 2] }${n * 2}%{ endfor }",
		"more/main.hcl": "variable \"names\" { type = list(string) }\nimage \"all\" {\n  count = length(var.names)\n  prompt = \"${var.names[count.index]} ${count.index + 1}\"\n}\n",
	})
	config, diags := loadDir(dir, Inputs{})
	if diags.HasErrors() {
		t.Fatal(render(diags))
	}
	defer config.Close()
	evaluate := func() []string {
		x, diags := config.Expand(nil)
		said := []string{render(diags), render(x.Checks())}
		for _, i := range x.Instances {
			said = append(said, i.Address+": "+i.Prompt)
		}
		value, diags := x.Evaluate("[for n in local.names : n * 1]")
		said = append(said, value.GoString(), render(diags))
		for _, i := range x.Instances {
			said = append(said, render(x.Refresh(i, nil)))
		}
		return said
	}
	want := evaluate()
	if len(want) < 7 || want[0] != "" {
		t.Fatal(want)
	}
	var both sync.WaitGroup
	for n := range 2 {
		both.Go(func() {
			if diff := cmp.Diff(want, evaluate()); diff != "" {
				t.Error(fmt.Sprint(n), diff)
			}
		})
	}
	both.Wait()
}
