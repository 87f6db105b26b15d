package spec

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"gesso/spec/eval"
)

// sharedTree is a repository of two configurations and what they share.
var sharedTree = map[string]string{
	"shared/style/main.hcl": `
variable "n" {}
locals { seen = fileset(path.module, "**") }
image "x" {
  prompt = "${file("${path.module}/prompt.txt")} ${templatefile("${path.module}/t.tpl", { n = var.n })} ${join(",", local.seen)} ${filesha256("${path.module}/prompt.txt")} ${fileexists("${path.module}/none")}"
}
image "edit" {
  source = "${path.module}/photo.png"
  prompt = "snow"
  model  = "flux-kontext-pro"
}
module "base" {
  source = "../base"
}
output "path" { value = path.module }`,
	"shared/base/main.hcl":    `image "y" { prompt = "base ${path.module}" }`,
	"shared/style/prompt.txt": "mill",
	"shared/style/t.tpl":      "t${n}",
	"shared/style/photo.png":  "not looked at here",
	"shared/.git/config":      "secret",
	"shared/.gesso/ledger":    "secret",
	"shared/style/.git/x":     "secret",
	"other/main.hcl":          `image "z" { prompt = "z" }`,
	"other/secret.txt":        "secret",
}

// inTree writes the tree into a new directory, with a configuration in
// envs/a, and loads that.
func inTree(t *testing.T, main string, links map[string]string) (*eval.Config, string) {
	t.Helper()
	files := map[string]string{"envs/a/main.hcl": main}
	for name, text := range sharedTree {
		files[name] = text
	}
	top := write(t, files)
	for name, target := range links {
		if err := os.Symlink(target, filepath.Join(top, filepath.FromSlash(name))); err != nil {
			t.Skip(err)
		}
	}
	config, diags := loadDir(filepath.Join(top, "envs", "a"), Inputs{Version: "0.1.0", Kinds: kinds("flux-dev")})
	t.Cleanup(func() { _ = config.Close() })
	if diags.HasErrors() {
		return config, strings.ReplaceAll(render(diags), top, "TOP")
	}
	_, diags = config.Expand(nil)
	return config, strings.ReplaceAll(render(diags), top, "TOP")
}

const (
	permits   = "gesso { modules = [\"../../shared\"] }\n"
	callStyle = "module \"s\" {\n  source = \"../../shared/style\"\n  n      = 1\n}\n"
	callLink  = "module \"s\" {\n  source = \"./shared/style\"\n  n      = 1\n}\n"
)

// TestModuleOutside: a module may come from where the root's gesso block says,
// however it is reached, and nothing comes from anywhere else.
func TestModuleOutside(t *testing.T) {
	link := map[string]string{"envs/a/shared": "../../shared"}
	for name, test := range map[string]struct {
		main  string
		links map[string]string
		want  string // in the mistakes; "" for none
	}{
		"permitted":                     {permits + callStyle, nil, ""},
		"permitted itself":              {"gesso { modules = [\"../../shared/style\", \"../../shared/base/\"] }\n" + callStyle, nil, ""},
		"permitted from above":          {"gesso { modules = [\"../..\"] }\n" + callStyle, nil, ""},
		"a link to what is permitted":   {permits + callLink, link, ""},
		"the folder is a link":          {"gesso { modules = [\"../../link\"] }\n" + strings.ReplaceAll(callStyle, "shared/", "link/"), map[string]string{"link": "shared"}, ""},
		"a link there to another":       {"gesso { modules = [\"../../shared\", \"../../other\"] }\nmodule \"o\" { source = \"../../shared/o\" }", map[string]string{"shared/o": "../other"}, ""},
		"a file in place of the module": {permits + `output "o" { value = file("../../shared/style/prompt.txt") }`, nil, ""},
		"a file by an absolute path":    {permits + `output "o" { value = file(abspath("../../shared/style/prompt.txt")) }`, nil, ""},
		"a module that is inside":       {"gesso { modules = [\"./m\"] }\n", nil, ""},

		"not permitted":               {callStyle, nil, `gesso { modules = ["../../shared"] }`},
		"not permitted, -chdir":       {callStyle, nil, `-chdir`},
		"one beside it permitted":     {"gesso { modules = [\"../../other\"] }\n" + callStyle, nil, "Module outside of the configuration"},
		"a folder of that beginning":  {"gesso { modules = [\"../../sha\"] }\n" + callStyle, map[string]string{"sha": "other"}, "Module outside of the configuration"},
		"a link, not permitted":       {callLink, link, `symbolic link out of the configuration's directory, to ../../shared/style`},
		"a link, what to do":          {callLink, link, `gesso { modules = ["../../shared"] }`},
		"its own module not covered":  {"gesso { modules = [\"../../shared/style\"] }\n" + callStyle, nil, "Module outside of the configuration"},
		"a link there leads away":     {permits + "module \"o\" { source = \"../../shared/o\" }", map[string]string{"shared/o": "../other"}, "Module outside of the configuration"},
		"a file beside it":            {permits + `output "o" { value = file("../../other/secret.txt") }`, nil, "outside of the configuration's directory"},
		"a file by way of it":         {permits + `output "o" { value = file("../../shared/../other/secret.txt") }`, nil, "outside of the configuration's directory"},
		"a file by a link there":      {permits + `output "o" { value = file("../../shared/s") }`, map[string]string{"shared/s": "../other/secret.txt"}, "outside of the configuration's directory"},
		"what git keeps":              {permits + `output "o" { value = file("../../shared/.git/config") }`, nil, "outside of the configuration's directory"},
		"what git keeps, by a link":   {permits + `output "o" { value = file("../../shared/g") }`, map[string]string{"shared/g": ".git/config"}, "outside of the configuration's directory"},
		"what gesso keeps":            {permits + `output "o" { value = filesha256("../../shared/.GESSO/ledger") }`, nil, "outside of the configuration's directory"},
		"git's folder itself":         {`gesso { modules = ["../../shared/.git"] }`, nil, "never read"},
		"an output there":             {permits + "image \"a\" {\n  prompt = \"a\"\n  path = \"../../shared/a.png\"\n}", nil, "Invalid path"},
		"output_dir there":            {"gesso {\n  modules = [\"../../shared\"]\n  output_dir = \"../../shared\"\n}", nil, "Invalid output directory"},
		"a picture to import there":   {permits + "image \"a\" { prompt = \"a\" }\nimport {\n  to = image.a\n  id = \"../../shared/style/photo.png\"\n}", nil, "Import from outside"},
		"an absolute folder":          {`gesso { modules = ["/etc"] }`, nil, "not named relative"},
		"a home folder":               {`gesso { modules = ["~/shared"] }`, nil, "not named relative"},
		"an empty folder":             {`gesso { modules = [""] }`, nil, "empty string"},
		"a folder that is not there":  {`gesso { modules = ["../../nowhere"] }`, nil, "cannot be opened: no such file or directory"},
		"a file for a folder":         {`gesso { modules = ["../../other/main.hcl"] }`, nil, "cannot be opened"},
		"a folder by a variable":      {"variable \"v\" { default = \"../../shared\" }\ngesso { modules = [var.v] }", nil, "must be a constant"},
		"not a list":                  {`gesso { modules = "../../shared" }`, nil, "wrong type"},
		"a link as the folder":        {"gesso { modules = [\"./shared\"] }\n" + callLink, link, `Name the folder that it leads to, "../../shared"`},
		"a module that permits":       {permits + "module \"m\" { source = \"../../shared/wide\" }", nil, "Unreadable module directory"},
		"an absolute source":          {permits + "module \"m\" { source = \"/etc\" }", nil, "Unsupported module source"},
		"calls the one that calls it": {permits + "module \"m\" { source = \"../../envs/a\" }", nil, "Module outside of the configuration"},
	} {
		t.Run(name, func(t *testing.T) {
			_, got := inTree(t, test.main, test.links)
			if test.want == "" && got != "" || !strings.Contains(got, test.want) {
				t.Errorf("it says %q, want %q", got, test.want)
			}
		})
	}
}

// TestModuleOutsideCannotPermit: a module cannot let itself read more.
func TestModuleOutsideCannotPermit(t *testing.T) {
	sharedTree := write(t, map[string]string{
		"a/main.hcl":        "gesso { modules = [\"../m\"] }\nmodule \"m\" { source = \"../m\" }",
		"m/main.hcl":        "gesso { modules = [\"../other\"] }\nmodule \"o\" { source = \"../other\" }",
		"other/main.hcl":    "",
		"other/picture.hcl": `image "z" { prompt = "z" }`,
	})
	_, diags := loadDir(filepath.Join(sharedTree, "a"), Inputs{Version: "0.1.0"})
	if got := render(diags); !strings.Contains(got, "Setting in a module") {
		t.Errorf("it says %q", got)
	}
}

// TestModuleOutsideAnywhere: where the repository lies, and by which name it is
// reached, shows in nothing.
func TestModuleOutsideAnywhere(t *testing.T) {
	var meanings [2][]string
	for i := range meanings {
		config, said := inTree(t, permits+callStyle, nil)
		if said != "" {
			t.Fatal(said)
		}
		x, _ := config.Expand(nil)
		meanings[i] = details(t, x)
	}
	if diff := cmp.Diff(meanings[0], meanings[1]); diff != "" {
		t.Errorf("two places differ:\n%s", diff)
	}
	all := strings.Join(meanings[0], "\n")
	for _, want := range []string{"mill t1 main.hcl,photo.png,prompt.txt,t.tpl ", "../../shared/style/photo.png", "base ../../shared/base"} {
		if !strings.Contains(all, want) {
			t.Errorf("%q is not in\n%s", want, all)
		}
	}
}
