// Package unread tells of what lies in a configuration's directory, or in the
// environment, by the habits of another program: files and variables that look as
// if they were read, and are not, and files of others that are taken for gesso's.
//
// Its promises:
//
//   - Each cause is one warning, however many files there are of it.
//   - It looks at names alone, and reads no file.
//   - An environment variable is told of only where the configuration declares a
//     variable of its name: it may be there for somebody else.
//
// It is not for files that gesso reads and that are wrong.
//
//	diags := unread.Warn([]string{"main.hcl", "terraform.tfvars"}, os.Environ(), nil)
package unread

import (
	"fmt"
	"path"
	"slices"
	"strings"

	"github.com/hashicorp/hcl/v2"

	"gesso/spec/diag"
)

// The beginning of variables that Terraform reads, and of those that gesso does.
const (
	theirs = "TF_VAR_"
	ours   = "GESSO_VAR_"
)

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
// variables of environ, which is as os.Environ gives it. Declared reports whether
// the configuration has a variable of a name; nil has none.
func Warn(names, environ []string, declared func(name string) bool) hcl.Diagnostics {
	return append(unread(names, environ, declared), taken(names)...)
}

func unread(names, environ []string, declared func(name string) bool) hcl.Diagnostics {
	files := slices.DeleteFunc(slices.Clone(names), func(name string) bool {
		return strings.HasPrefix(name, ".") || !slices.ContainsFunc(forTerraform, func(pattern string) bool { return matches(pattern, name) })
	})
	var variables []string
	for _, entry := range environ {
		name, _, _ := strings.Cut(entry, "=")
		if rest, ok := strings.CutPrefix(name, theirs); ok && declared != nil && declared(rest) && !has(environ, ours+rest) {
			variables = append(variables, name)
		}
	}
	if len(files)+len(variables) == 0 {
		return nil
	}
	slices.Sort(files)
	slices.Sort(variables)
	return warning("Files or variables that are not read",
		"%s %s Terraform's, and not read: gesso's configuration is in *.hcl files, and its variables get their values from gesso.hclvars, *.auto.hclvars, -var-file=FILE and %sNAME.",
		enumerate(append(files, variables...)), are(len(files)+len(variables)), ours)
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
	return warning("Files of another program",
		"%s %s by the name for %s, and read as gesso's: every *.hcl file of the directory is. Keep gesso's files in a directory of their own, and name it with -chdir=DIR.",
		enumerate(files), are(len(files)), strings.Join(programs, " and "))
}

func warning(summary, format string, args ...any) hcl.Diagnostics {
	return hcl.Diagnostics{{Severity: hcl.DiagWarning, Summary: summary, Detail: fmt.Sprintf(format, args...)}}
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
