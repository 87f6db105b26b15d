package spec

import (
	"strings"
	"testing"
)

// TestBombs makes much of a few lines in every way in which an evaluation can: each is refused where what it may take is a fiftieth of what it
// is otherwise, and for that alone, so that what nothing counts shows here.
func TestBombs(t *testing.T) {
	if testing.Short() || underRace {
		t.Skip("takes many seconds with the race detector")
	}
	const table = `
locals {
  r = range(200)
  l = [for p in setproduct(range(40), range(50)) : "${p[0]}-${p[1]}"]
  m = { for x in local.l : x => x }
}
`
	image := func(arguments string) string { return "image \"a\" {\n  prompt = \"p\"\n" + arguments + "\n}\n" }
	output := func(value string) string { return table + "output \"x\" {\n  value = " + value + "\n}\n" }
	for name, src := range map[string]string{
		"loops that take nothing":       output(`[for a in local.r : 1 if length([for b in local.r : 1 if length([for c in local.r : 1 if false]) > 0]) > 0]`),
		"loops in keys":                 output(`{ for a in local.r : length([for b in local.r : [for c in local.r : c]]) => 1... }`),
		"groups in groups":              output(`{ for a in local.l : a => { for b in local.l : b => a... }... }`),
		"operators in a loop":           output(`[for a in local.l : ` + strings.Repeat("a == 1 || ", 900) + `true]`),
		"texts in a loop":               output(`[for a in local.l : "` + strings.Repeat("${length(a)}", 300) + `"]`),
		"names in a loop":               output(`[for a in local.l : [` + strings.Repeat("a, ", 3000) + `]]`),
		"comparisons":                   output(`[for a in local.r : local.l == local.l]`),
		"conditions":                    output(`[for a in local.r : length(true ? local.l : [])]`),
		"conditions of objects":         output(`[for a in local.r : length(true ? local.m : {})]`),
		"sets of sets":                  output(`toset([for a in local.r : toset([for b in local.r : toset([a, b])])])`),
		"unions":                        output(`[for a in local.r : length(setunion(local.l, [a]))]`),
		"subtractions":                  output(`[for a in local.r : length(setsubtract(local.l, [a]))]`),
		"a set again and again":         output(`[for a in local.r : [for b in toset(local.l) : 1 if false]]`),
		"flatten":                       output(`[for a in local.r : length(flatten([local.l, [local.l, [local.l]]]))]`),
		"distinct":                      output(`[for a in local.r : length(distinct(local.l))]`),
		"sort":                          output(`[for a in local.r : length(sort(local.l))]`),
		"zipmap":                        output(`[for a in local.r : length(zipmap(local.l, local.l))]`),
		"merge":                         output(`[for a in local.r : length(merge(local.m, { a = 1 }))]`),
		"contains":                      output(`[for x in local.l : x if contains(local.l, x)]`),
		"index":                         output(`[for x in local.l : index(local.l, x)]`),
		"transpose":                     output(`[for a in local.r : length(transpose({ for x in local.l : x => [x] }))]`),
		"coalescelist":                  output(`[for a in local.r : length(coalescelist([], local.l))]`),
		"one":                           output(`[for a in local.r : length(one([local.l]))]`),
		"try":                           output(`[for a in local.r : length(try(local.l, []))]`),
		"can":                           output(`[for a in local.r : can(local.l)]`),
		"can of a failure":              output(`[for a in local.r : can(local.m["x${a}"])]`),
		"sensitive":                     output(`[for a in local.r : length(sensitive(local.l))]`),
		"keys and values":               output(`[for a in local.r : concat(keys(local.m), values(local.m))]`),
		"jsonencode of a set":           output(`[for a in local.r : length(jsonencode(toset(local.l)))]`),
		"yamlencode":                    output(`[for a in local.r : length(yamlencode(local.m))]`),
		"formats with widths":           output(`[for a in local.l : format("%1000s%1000s%1000s", a, a, a)]`),
		"formatlist":                    output(`[for a in local.r : formatlist("%s-%s", local.l, a)]`),
		"regexall":                      output(`[for a in local.r : length(regexall("([a-z0-9]+)-?", join("", local.l)))]`),
		"an expanded list":              output(`[for a in local.r : max([for x in local.l : 1]...)]`),
		"a list in a list":              output(`jsonencode([for a in local.l : local.l])`),
		"setproduct":                    output(`[for a in local.r : length(setproduct(local.l, [1, 2]))]`),
		"splats of splats":              output(`[for a in local.r : local.l[*]][*][*]`),
		"one list as many local values": table + "locals {\n" + strings.Repeat("  NAME = local.m\n", 500) + "}\n",
		"a template":                    output(`"%{for a in local.r}%{for b in local.r}%{for c in local.r}%{endfor}%{endfor}%{endfor}"`),
		"a matrix":                      table + image("matrix = { a = [for x in local.l : [for y in local.r : length(sort(local.l))][0]] }"),
		"for_each":                      table + image("for_each = toset([for x in local.l : [for y in local.r : \"${x}${y}\"][0]])"),
		"tags of each instance":         table + image("count = 500\ntags = { for k, v in local.m : k => \"${v}${count.index}\" }"),
		"a precondition":                table + image("count = 500\nlifecycle {\n  precondition {\n    condition = contains(local.l, \"39-49\")\n    error_message = \"x\"\n  }\n}"),
		"a dynamic block":               table + image("count = 100\ndynamic \"derive\" {\n  for_each = sort(local.l)\n  content {\n    path = \"a-${derive.key}-${count.index}.png\"\n  }\n}"),
		"an output's precondition":      table + "output \"o\" {\n  value = 1\n  precondition {\n    condition = length([for a in local.r : sort(local.l)]) > 0\n    error_message = \"x\"\n  }\n}\n",
		"a check":                       table + "check \"c\" {\n  assert {\n    condition = length([for a in local.r : [for b in local.l : 1 if false]]) > 0\n    error_message = \"x\"\n  }\n}\n" + image("count = 1"),
	} {
		t.Run(name, func(t *testing.T) {
			for n := 0; strings.Contains(src, "NAME"); n++ {
				src = strings.Replace(src, "NAME", "n"+strings.Repeat("x", n), 1)
			}
			config, diags := loadDir(write(t, map[string]string{"main.hcl": src}), Inputs{})
			if diags.HasErrors() {
				t.Fatal(render(diags))
			}
			defer config.Close()
			config.Tighten(50)
			x, diags := config.Expand(nil)
			if !diags.HasErrors() {
				diags = x.Checks()
			}
			if !hasSummary(diags, "Expression takes too much") || len(diags) != 1 {
				t.Errorf("%d diagnostics: %.500s", len(diags), render(diags))
			}
		})
	}
}
