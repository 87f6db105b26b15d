package cli

import (
	"flag"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
)

// habit is what gesso has in place of something that is typed by habit.
type habit struct {
	answer string // a sentence without its full stop
	hint   string // a command that can be pasted, or ""
}

// otherCommands are Terraform's that gesso does not have.
func otherCommands() map[string]habit {
	return map[string]habit{
		"init":      {"gesso needs no init: there are no plugins, backends or modules to install", "gesso plan"},
		"get":       {"gesso needs no get: modules are directories, and are read where they are", "gesso plan"},
		"modules":   {"gesso has no list of modules: gesso graph draws what calls what", "gesso graph"},
		"refresh":   {"gesso needs no refresh: each plan looks at the files and the store as they are", "gesso plan"},
		"import":    {"gesso imports by import blocks in the configuration, which say to = image.NAME and id = a file or a task, so that the plan shows it first", "gesso plan"},
		"taint":     {"gesso has no taint: an image is made anew, and paid for, with -replace=ADDRESS", "gesso plan -replace=ADDRESS"},
		"untaint":   {"gesso has no untaint: a picture that failed a postcondition is taken as soon as the condition holds", "gesso plan"},
		"workspace": {"gesso has no workspaces: each directory is a configuration with a state of its own, and several can share modules", "gesso -chdir=DIR plan"},
		"env":       {"gesso has no workspaces: each directory is a configuration with a state of its own, and several can share modules", "gesso -chdir=DIR plan"},
		"providers": {builtinProviders(), "gesso schema -json"},
		"test":      {"gesso has no test: check blocks and conditions say what must hold, and endpoint = \"sandbox\" tries it for nothing", "gesso validate"},
		"login":     {"gesso has no login: the API's token comes from " + tokenVariables() + ", or from the provider block", "gesso help apply"},
		"logout":    {"gesso has no logout: the API's token comes from " + tokenVariables() + ", or from the provider block", "gesso help apply"},
		"push":      {"gesso has no remote runs: it runs where it is started", "gesso plan"},
		"query":     {"gesso has no query: gesso state list says what is recorded", "gesso state list"},

		"force-unlock": {"gesso needs no force-unlock: a lock ends with the process that holds it, however that ends", "gesso plan"},

		"state show":             {"gesso has no state show: what is recorded of an image is printed by gesso show", "gesso show ADDRESS"},
		"state mv":               {"gesso has no state mv: a moved block says it, so that the plan shows it first", "gesso plan"},
		"state rm":               {"gesso has no state rm: a removed block with lifecycle { destroy = false } forgets records and keeps their files", "gesso plan"},
		"state pull":             {"gesso has no state pull: the state is the file gesso.state in the configuration's directory", "gesso show"},
		"state push":             {"gesso has no state push: the state is the file gesso.state in the configuration's directory", "gesso show"},
		"state replace-provider": {"gesso has no state replace-provider: provider = " + kinds[0].Language.Name + ".ALIAS in an image says who makes it from now on", "gesso plan"},
		"state identities":       {"gesso has no state identities: addresses are what records are known by", "gesso state list"},
	}
}

// otherOptions are Terraform's that gesso does not have. The key is the option, or
// the command and the option where it means something else there.
func otherOptions() map[string]habit {
	lock := habit{"the state is locked whenever it is changed, and a run that finds it locked ends at once", ""}
	where := habit{"the state is gesso.state in the configuration's directory, which -chdir=DIR chooses", ""}
	fresh := habit{"each plan looks at the files and the store as they are, and there is nothing else to refresh", ""}
	yes := habit{"-auto-approve goes on without a question", ""}
	return map[string]habit{
		"out":                 {"plans are not saved in files; gesso apply makes the plan, shows it and asks", "gesso apply"},
		"target":              {"a run is about the whole configuration; -max-images=N bounds what it buys", ""},
		"exclude":             {"a run is about the whole configuration; -max-images=N bounds what it buys", ""},
		"refresh":             fresh,
		"refresh-only":        fresh,
		"lock":                lock,
		"lock-timeout":        lock,
		"state":               where,
		"state-out":           where,
		"backup":              where,
		"json":                {"this is for people to read; programs have gesso output -json, gesso audit -json, gesso validate -json, gesso graph -type=plan, and plan -detailed-exitcode", ""},
		"compact-warnings":    {"warnings are printed whole, on standard error", ""},
		"show-sensitive":      {"sensitive values are in no plan and no state", ""},
		"generate-config-out": {"gesso writes no configuration; declare the image that an import block names", ""},
		"yes":                 yes,
		"y":                   yes,
		"force":               yes,
		"plan auto-approve":   {"a plan changes nothing, so there is nothing to approve", "gesso plan"},
	}
}

// otherwise answers a command that gesso does not have and Terraform has, or
// returns nil.
func otherwise(args []string) error {
	for n := min(2, len(args)); n > 0; n-- {
		if h, ok := otherCommands()[strings.Join(args[:n], " ")]; ok {
			return &usageError{h.answer, h.hint}
		}
	}
	return nil
}

// missingOption is the message about an option that a command does not have, or
// gesso itself where the command's name is "".
func missingOption(command, option string, meant string) (message, hint string) {
	program := programOf(command)
	message, hint = fmt.Sprintf("%s has no option -%s", program, option), program+" -help"
	h, ok := otherOptions()[command+" "+option]
	if !ok {
		h, ok = otherOptions()[option]
	}
	switch owners := ownersOf(option); {
	case ok && command != "":
		message += ": " + h.answer
		if h.hint != "" {
			hint = h.hint
		}
	case command == "" && len(owners) > 0:
		message += " before the command; it is one of " + strings.Join(owners, ", ") + ", and stands behind that name"
	case meant != "":
		message += fmt.Sprintf("; did you mean -%s?", meant)
	}
	return message, hint
}

// programOf is what is typed to run a command.
func programOf(command string) string { return strings.TrimSpace("gesso " + command) }

// ownersOf are the commands that have an option.
func ownersOf(option string) []string {
	var owners []string
	for _, c := range commands() {
		set := flag.NewFlagSet(c.name, flag.ContinueOnError)
		set.SetOutput(io.Discard)
		if c.flags != nil {
			c.flags(set)
		}
		if set.Lookup(option) != nil {
			owners = append(owners, "gesso "+c.name)
		}
	}
	return owners
}

// extra is the mistake of arguments that a command does not take.
func (a *app) extra(c *command, rest []string) error {
	message := fmt.Sprintf("gesso %s takes %s, and was given %q", c.name, atMost(c.args), rest)
	hint := "gesso " + c.name + " -help"
	info, err := os.Stat(filepath.Join(a.dir, rest[0]))
	switch {
	case c.args > 0:
	case err == nil && info.IsDir():
		hint = fmt.Sprintf("gesso -chdir=%s %s", rest[0], c.name)
	case c.name == "apply" || c.name == "destroy":
		message += ": plans are not saved in files; it makes the plan, shows it and asks"
	}
	return &usageError{message, hint}
}
