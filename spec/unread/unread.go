// Package unread tells of what lies in a configuration's directory, or in the
// environment, by the habits of another program: files and variables that look as
// if they were read, and are not, and files of others that are taken for gesso's.
//
// Its promises:
//
//   - Each cause is one warning, however many files there are of it.
//   - It looks at names, and reads no file; no value of the environment is told.
//   - An environment variable of Terraform's is told of only where it would decide what
//     is made: where the configuration declares a variable of its name, or where it names
//     a workspace or options of that kind. It may be there for somebody else.
//   - One of gesso's is told of where its name is nearly that of a declared variable,
//     which goes by another value meanwhile.
//
// It is not for files that gesso reads and that are wrong.
//
//	diags := unread.Warn([]string{"main.hcl", "terraform.tfvars"}, os.Environ(), []string{"style"})
package unread

import (
	"fmt"
	"path"
	"slices"
	"strings"

	"github.com/hashicorp/hcl/v2"

	"gesso/spec/diag"
	"gesso/spec/near"
)

// The beginning of variables that Terraform reads, and of those that gesso does.
const (
	theirs = "TF_VAR_"
	ours   = "GESSO_VAR_"
)

// What Terraform takes options from, for all commands and for one, and its workspace.
const (
	theirOptions   = "TF_CLI_ARGS"
	theirWorkspace = "TF_WORKSPACE"
	ourWorkspace   = "GESSO_WORKSPACE"
)

// deciding are options that decide what is made.
var deciding = []string{"-var", "-target", "-exclude", "-replace", "-destroy", "-refresh"}

// forTerraform are the names of files that Terraform reads, and gesso never.
var forTerraform = []string{"*.tf", "*.tf.json", "*.tfvars", "*.tfvars.json", "*.tofu"}

// others are files of other programs whose names end as those of gesso's do.
var others = []struct{ pattern, program string }{
	{"docker-bake.hcl", "Docker Buildx"},
	{"docker-bake.*.hcl", "Docker Buildx"},
	{"terragrunt.hcl", "Terragrunt"},
	{"*.pkr.hcl", "Packer"},
	{"*.pkr.hcl.json", "Packer"},
	{"*.nomad.hcl", "Nomad"},
	{"*.tftest.hcl", "Terraform"},
	{"*.tfstack.hcl", "Terraform"},
	{"*.tfdeploy.hcl", "Terraform"},
	{"*.tfcomponent.hcl", "Terraform"},
	{"*.tfquery.hcl", "Terraform"},
	{"waypoint.hcl", "Waypoint"},
}

// Warn finds what is told of: among the names of a directory's files, and the
// variables of environ, which is as os.Environ gives it. Declared are the names of the
// configuration's variables.
func Warn(names, environ, declared []string) hcl.Diagnostics {
	return slices.Concat(unread(names, environ, declared), misspelt(environ, declared), taken(names))
}

func unread(names, environ, declared []string) hcl.Diagnostics {
	files := slices.DeleteFunc(slices.Clone(names), func(name string) bool {
		return strings.HasPrefix(name, ".") || !slices.ContainsFunc(forTerraform, func(pattern string) bool { return matches(pattern, name) })
	})
	var variables []string
	also := ""
	for _, entry := range environ {
		name, value, _ := strings.Cut(entry, "=")
		rest, valued := strings.CutPrefix(name, theirs)
		switch {
		case valued && slices.Contains(declared, rest) && !has(environ, ours+rest):
		case name == theirWorkspace && value != "" && value != "default" && !has(environ, ourWorkspace):
			also += " The workspace is what " + ourWorkspace + " names, or gesso workspace select."
		case strings.HasPrefix(name, theirOptions) && slices.ContainsFunc(deciding, func(option string) bool { return strings.Contains(value, option) }):
		default:
			continue
		}
		variables = append(variables, name)
	}
	if len(files)+len(variables) == 0 {
		return nil
	}
	slices.Sort(files)
	slices.Sort(variables)
	detail := fmt.Sprintf("%s %s Terraform's, and not read: gesso's configuration is in *.hcl files, and its variables get their values from gesso.hclvars, *.auto.hclvars, -var-file=FILE and %sNAME.%s",
		enumerate(append(files, variables...)), are(len(files)+len(variables)), ours, also)
	return hcl.Diagnostics{{Severity: hcl.DiagWarning, Summary: "Files or variables that are not read", Detail: detail}}
}

// misspelt tells of variables of gesso's whose names are those of no variable, and nearly one's.
func misspelt(environ, declared []string) hcl.Diagnostics {
	var diags hcl.Diagnostics
	for _, entry := range slices.Sorted(slices.Values(environ)) {
		name, _, _ := strings.Cut(entry, "=")
		rest, ok := strings.CutPrefix(name, ours)
		if !ok || slices.Contains(declared, rest) {
			continue
		}
		if meant := near.Word(rest, declared); meant != "" && !has(environ, ours+meant) {
			detail := fmt.Sprintf("The configuration declares no variable %q, for which %s has a value. Did you mean %s? Without it var.%s has another value.", rest, diag.Shorten(name), ours+meant, meant)
			diags = append(diags, &hcl.Diagnostic{Severity: hcl.DiagWarning, Summary: "Value for undeclared variable", Detail: detail})
		}
	}
	return diags
}

func taken(names []string) hcl.Diagnostics {
	var files, programs []string
	for _, name := range names {
		for _, other := range others {
			if matches(other.pattern, name) && !strings.HasPrefix(name, ".") {
				files = append(files, name)
				if !slices.Contains(programs, other.program) {
					programs = append(programs, other.program)
				}
				break
			}
		}
	}
	if len(files) == 0 {
		return nil
	}
	slices.Sort(files)
	detail := fmt.Sprintf("%s %s by the name for %s, and read as gesso's: every *.hcl file of the directory is. Keep gesso's files in a directory of their own, and name it with -chdir=DIR.",
		enumerate(files), are(len(files)), strings.Join(programs, " and "))
	return hcl.Diagnostics{{Severity: hcl.DiagWarning, Summary: "Files of another program", Detail: detail}}
}

func matches(pattern, name string) bool {
	ok, err := path.Match(pattern, name)
	return ok && err == nil
}

func has(environ []string, name string) bool {
	return slices.ContainsFunc(environ, func(entry string) bool { return strings.HasPrefix(entry, name+"=") })
}

func are(n int) string {
	if n == 1 {
		return "is"
	}
	return "are"
}

// most is how many names a warning has.
const most = 4

func enumerate(names []string) string {
	for i, name := range names {
		names[i] = diag.Shorten(name)
	}
	if rest := len(names) - most; rest > 1 {
		return fmt.Sprintf("%s and %d more", strings.Join(names[:most], ", "), rest)
	}
	return diag.Enumerate(names)
}
