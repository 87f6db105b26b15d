package cli

import "gesso/runner/command"

// otherCommands are Terraform's that gesso does not have.
func otherCommands() map[string]command.Habit {
	return map[string]command.Habit{
		"get":       {Answer: "gesso needs no get: modules are directories, and are read where they are", Hint: "gesso plan"},
		"modules":   {Answer: "gesso has no list of modules: gesso graph draws what calls what", Hint: "gesso graph"},
		"refresh":   {Answer: "gesso needs no refresh: each plan looks at the files and the store as they are", Hint: "gesso plan"},
		"workspace": {Answer: "gesso has no workspaces: each directory is a configuration with a state of its own, and several can share modules", Hint: "gesso -chdir=DIR plan"},
		"env":       {Answer: "gesso has no workspaces: each directory is a configuration with a state of its own, and several can share modules", Hint: "gesso -chdir=DIR plan"},
		"providers": {Answer: builtinProviders(), Hint: "gesso schema -json"},
		"test":      {Answer: "gesso has no test: check blocks and conditions say what must hold, and endpoint = \"sandbox\" tries it for nothing", Hint: "gesso validate"},
		"login":     {Answer: "gesso has no login: the API's token comes from " + tokenVariables() + ", or from the provider block", Hint: "gesso help apply"},
		"logout":    {Answer: "gesso has no logout: the API's token comes from " + tokenVariables() + ", or from the provider block", Hint: "gesso help apply"},
		"push":      {Answer: "gesso has no remote runs: it runs where it is started", Hint: "gesso plan"},
		"query":     {Answer: "gesso has no query: gesso state list says what is recorded", Hint: "gesso state list"},

		"force-unlock": {Answer: "gesso needs no force-unlock: a lock ends with the process that holds it, however that ends", Hint: "gesso plan"},

		"state pull":             {Answer: "gesso has no state pull: the state is the file gesso.state in the configuration's directory", Hint: "gesso show"},
		"state push":             {Answer: "gesso has no state push: the state is the file gesso.state in the configuration's directory", Hint: "gesso show"},
		"state replace-provider": {Answer: "gesso has no state replace-provider: provider = " + kinds[0].Language.Name + ".ALIAS in an image says who makes it from now on", Hint: "gesso plan"},
		"state identities":       {Answer: "gesso has no state identities: addresses are what records are known by", Hint: "gesso state list"},
	}
}

// otherOptions are Terraform's that gesso does not have. The key is the option, or
// the command and the option where it means something else there.
func otherOptions() map[string]command.Habit {
	lock := command.Habit{Answer: "the state is locked whenever it is changed, and a run that finds it locked ends at once"}
	where := command.Habit{Answer: "the state is gesso.state in the configuration's directory, which -chdir=DIR chooses"}
	fresh := command.Habit{Answer: "each plan looks at the files and the store as they are, and there is nothing else to refresh"}
	yes := command.Habit{Answer: "-auto-approve goes on without a question"}
	plugins := command.Habit{Answer: "it tells git about the files; there are no plugins, backends or modules to install", Hint: "gesso init"}
	return map[string]command.Habit{
		"out":                 {Answer: "plans are not saved in files; gesso apply makes the plan, shows it and asks", Hint: "gesso apply"},
		"refresh":             fresh,
		"lock":                lock,
		"lock-timeout":        lock,
		"state":               where,
		"state-out":           where,
		"backup":              where,
		"json":                {Answer: "this is for people to read; programs have gesso output -json, gesso audit -json, gesso validate -json, gesso graph -type=plan, and plan -detailed-exitcode"},
		"compact-warnings":    {Answer: "warnings are printed whole, on standard error"},
		"show-sensitive":      {Answer: "sensitive values are in no plan and no state"},
		"generate-config-out": {Answer: "gesso writes no configuration; declare the image that an import block names"},
		"init upgrade":        plugins,
		"init reconfigure":    plugins,
		"init migrate-state":  plugins,
		"init backend":        plugins,
		"init backend-config": plugins,
		"init get":            plugins,
		"init input":          plugins,
		"init plugin-dir":     plugins,
		"init lockfile":       plugins,
		"yes":                 yes,
		"y":                   yes,
		"force":               yes,
		"plan auto-approve":   {Answer: "a plan changes nothing, so there is nothing to approve", Hint: "gesso plan"},
	}
}
