package manual

import (
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestRender(t *testing.T) {
	for _, test := range []struct{ name, markdown, want string }{
		{"headings", "## The files\n\n### `image \"name\"`\n#### `lifecycle` in `image`\n", "The files\n=========\n\nimage \"name\"\n------------\n\nlifecycle in image\n"},
		{"a paragraph is wrapped",
			"One word and another one\nand so on until the line has no more room for **what comes** then, *at last*.",
			"One word and another one and so on until the line has no more room for what\ncomes then, at last.\n"},
		{"short code is not broken",
			"It is written in one piece whatever the width, so that one can type\n`gesso fmt -check -recursive` as it is.",
			"It is written in one piece whatever the width, so that one can type\ngesso fmt -check -recursive as it is.\n"},
		{"marks in code are code", "`a * b * c` and `[x](y)`, not *these*", "a * b * c and [x](y), not these\n"},
		{"links", "See [`.ci/run`](../x) and [money](#money).", "See .ci/run<../x> and money<#money>.\n"},
		{"code is indented", "It says\n\n```hcl\na = 1\n\n# b | c\n```\n", "It says\n\n    a = 1\n\n    # b | c\n"},
		{"lists", "These:\n\n- one\n  and a half\n- two\n\nThen:\n\n1. first\n2. second\n\nEnd.", "These:\n\n  - one and a half\n  - two\n\nThen:\n\n  1. first\n  2. second\n\nEnd.\n"},
		{"comments are not shown", "<!-- a -->\n\nText.\n\n<!-- b -->\n", "Text.\n"},
		{"a table", "| a | meaning |\n|---|---|\n| `x \\| y` | the first |\n| | none |\n", "a      meaning\n-      -------\nx | y  the first\n       none\n"},
		{"the last column is wrapped",
			"| word | meaning |\n|---|---|\n| one | a long text that has to be continued in another line, below its beginning |\n",
			"word  meaning\n----  -------\none   a long text that has to be continued in another line, below its beginning\n"},
		{"a wide table is a list",
			"| an expression of some length | Terraform | gesso |\n|---|---|---|\n| `a` | says something that takes its room, and more | says something else that takes its room |\n| `b` | | the same |\n",
			"a\n    Terraform: says something that takes its room, and more\n    gesso: says something else that takes its room\nb\n    gesso: the same\n"},
		{"its narrow columns are aligned",
			"| option | in the block of the provider | meaning |\n|---|---|---|\n| `-latency=2s`, `-jitter=1s` | `latency` | how long a picture takes, and how much more or less |\n| `-seed=7` | `seed` | decides |\n",
			"option                   in the block of the provider\n------                   ----------------------------\n-latency=2s, -jitter=1s  latency\n    how long a picture takes, and how much more or less\n-seed=7                  seed\n    decides\n"},
	} {
		t.Run(test.name, func(t *testing.T) {
			got := render(test.markdown, func(text, target string) string { return text + "<" + target + ">" })
			if diff := cmp.Diff(test.want, got); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

func TestAnchors(t *testing.T) {
	got := Anchors("# A title\n\n## `image \"name\"` in `x_y`\n```sh\n# no heading\n```\n#none\n### What, again?\n")
	want := []string{"a-title", "image-name-in-x_y", "what-again"}
	if !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
}
