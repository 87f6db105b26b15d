package unread_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"gesso/spec/lang"
	"gesso/spec/unread"
)

func TestWarn(t *testing.T) {
	const terraforms = "Terraform's, and not read: gesso's configuration is in *.hcl files, and its variables get their values from gesso.hclvars, *.auto.hclvars, -var-file=FILE and GESSO_VAR_NAME."
	const taken = ", and read as gesso's: every *.hcl file of the directory is. Keep gesso's files in a directory of their own, and name it with -chdir=DIR."
	declared := []string{"style"}
	for name, test := range map[string]struct {
		files, environ []string
		want           []string
	}{
		"nothing":              {[]string{"main.hcl", "gesso.hclvars", "a.auto.hclvars", "images", "README.md"}, []string{"PATH=/bin"}, nil},
		"values":               {[]string{"main.hcl", "terraform.tfvars"}, nil, []string{"terraform.tfvars is " + terraforms}},
		"several":              {[]string{"z.tfvars", "main.tf", "a.tf.json"}, nil, []string{"a.tf.json, main.tf and z.tfvars are " + terraforms}},
		"many":                 {[]string{"1.tf", "2.tf", "3.tf", "4.tf", "5.tf", "6.tf"}, nil, []string{"1.tf, 2.tf, 3.tf, 4.tf and 2 more are " + terraforms}},
		"dot-files":            {[]string{".terraform.lock.hcl", ".main.tf"}, nil, nil},
		"a variable":           {nil, []string{"TF_VAR_style=oil"}, []string{"TF_VAR_style is " + terraforms}},
		"somebody else's":      {nil, []string{"TF_VAR_region=eu", "TF_LOG=debug"}, nil},
		"a workspace":          {nil, []string{"TF_WORKSPACE=prod"}, []string{"TF_WORKSPACE is " + terraforms + " The workspace is what GESSO_WORKSPACE names, or gesso workspace select."}},
		"it has its workspace": {nil, []string{"TF_WORKSPACE=prod", "GESSO_WORKSPACE=prod"}, nil},
		"the default one":      {nil, []string{"TF_WORKSPACE=default"}, nil},
		"options":              {nil, []string{"TF_CLI_ARGS_plan=-var=style=oil", "TF_CLI_ARGS=-no-color"}, []string{"TF_CLI_ARGS_plan is " + terraforms}},
		"misspelt":             {nil, []string{"GESSO_VAR_Style=oil", "GESSO_VAR_region=eu"}, []string{`The configuration declares no variable "Style", for which GESSO_VAR_Style has a value. Did you mean GESSO_VAR_style? Without it var.style has another value.`}},
		"misspelt, and right":  {nil, []string{"GESSO_VAR_style=ink", "GESSO_VAR_styl=oil"}, nil},
		"it has its value":     {nil, []string{"TF_VAR_style=oil", "GESSO_VAR_style=ink"}, nil},
		"another program":      {[]string{"docker-bake.hcl", "main.hcl"}, nil, []string{"docker-bake.hcl is by the name for Docker Buildx" + taken}},
		"two other programs":   {[]string{"a.pkr.hcl", "docker-bake.override.hcl", "b.pkr.hcl"}, nil, []string{"a.pkr.hcl, b.pkr.hcl and docker-bake.override.hcl are by the name for Packer and Docker Buildx" + taken}},
		"both":                 {[]string{"terragrunt.hcl", "main.tf"}, nil, []string{"main.tf is " + terraforms, "terragrunt.hcl is by the name for Terragrunt" + taken}},
		"a job and its values": {[]string{"web.nomad.hcl", "prod.auto.tfvars.json"}, nil, []string{"prod.auto.tfvars.json is " + terraforms, "web.nomad.hcl is by the name for Nomad" + taken}},
	} {
		t.Run(name, func(t *testing.T) {
			var got []string
			for _, d := range unread.Warn(test.files, test.environ, declared) {
				got = append(got, d.Detail)
				if lang.WarningOf(d.Summary) == lang.CheckFailed {
					t.Errorf("%q is told as a check's: it has no kind of its own", d.Summary)
				}
			}
			if diff := cmp.Diff(test.want, got); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// Without a configuration nothing is declared.
func TestWarnUndeclared(t *testing.T) {
	if diags := unread.Warn(nil, []string{"TF_VAR_style=oil"}, nil); len(diags) > 0 {
		t.Errorf("it says %s", diags[0].Detail)
	}
}
