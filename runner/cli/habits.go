package cli

import "gesso/runner/command"

// otherCommands are Terraform's that gesso does not have.
func otherCommands() map[string]command.Habit {
	return map[string]command.Habit{
		"get":       {Answer: "gesso needs no get: modules are directories, and are read where they are", Hint: "gesso plan"},
		"modules":   {Answer: "gesso has no list of modules: gesso graph draws what calls what", Hint: "gesso graph"},
		"refresh":   {Answer: "gesso refreshes with apply -refresh-only, which shows it first: calls that were paid for are collected, and outputs restored", Hint: "gesso apply -refresh-only"},
		"env":       {Answer: "gesso calls it workspace, as Terraform does now", Hint: "gesso workspace list"},
		"providers": {Answer: builtinProviders(), Hint: "gesso schema -json"},
		"test":      {Answer: "gesso has no test: check blocks and conditions say what must hold, and endpoint = \"sandbox\" tries it for nothing", Hint: "gesso validate"},
		"login":     {Answer: "gesso has no login: the API's token comes from " + tokenVariables() + ", or from the provider block", Hint: "gesso help apply"},
		"logout":    {Answer: "gesso has no logout: the API's token comes from " + tokenVariables() + ", or from the provider block", Hint: "gesso help apply"},
		"push":      {Answer: "gesso has no remote runs: it runs where it is started", Hint: "gesso plan"},
		"cloud":     {Answer: "gesso has no remote runs: it runs where it is started", Hint: "gesso plan"},
		"stacks":    {Answer: "gesso has no stacks: module blocks use a directory several times, and each directory has a state of its own", Hint: "gesso help modules"},
		"plugin":    {Answer: builtinProviders(), Hint: "gesso schema -json"},
		"run":       {Answer: "gesso makes pictures by apply, which shows its plan first", Hint: "gesso apply"},
		"generate":  {Answer: "gesso makes pictures by apply, which shows its plan first", Hint: "gesso apply"},
		"build":     {Answer: "gesso makes pictures by apply, which shows its plan first", Hint: "gesso apply"},
		"up":        {Answer: "gesso makes pictures by apply, which shows its plan first", Hint: "gesso apply"},
		"down":      {Answer: "gesso removes outputs by destroy; the store keeps every picture", Hint: "gesso destroy"},
		"preview":   {Answer: "gesso says by plan what apply would do, and at what cost", Hint: "gesso plan"},
		"status":    {Answer: "gesso says by plan what apply would do, and at what cost", Hint: "gesso plan"},
		"ls":        {Answer: "gesso lists recorded images by state list", Hint: "gesso state list"},
		"list":      {Answer: "gesso lists recorded images by state list", Hint: "gesso state list"},
		"format":    {Answer: "gesso formats by fmt, as Terraform does", Hint: "gesso fmt"},
		"man":       {Answer: "gesso writes its manual pages by help -man=DIR", Hint: "gesso help -man=man1"},
		"query":     {Answer: "gesso has no query: gesso state list says what is recorded", Hint: "gesso state list"},

		"state pull":             {Answer: "gesso has no state pull: the state is the file gesso.state in the configuration's directory", Hint: "gesso show"},
		"state push":             {Answer: "gesso has no state push: the state is the file gesso.state in the configuration's directory", Hint: "gesso show"},
		"state replace-provider": {Answer: "gesso has no state replace-provider: provider = " + kinds[0].Language.Name + ".ALIAS in an image says who makes it from now on", Hint: "gesso plan"},
		"providers schema":       {Answer: "gesso prints the schema of its language by schema", Hint: "gesso schema -json"},
		"providers lock":         {Answer: builtinProviders() + ", and there is nothing to lock", Hint: "gesso schema -json"},
		"providers mirror":       {Answer: builtinProviders() + ", and there is nothing to mirror", Hint: "gesso schema -json"},
		"state identities":       {Answer: "gesso has no state identities: addresses are what records are known by", Hint: "gesso state list"},
	}
}

// otherOptions are Terraform's that gesso does not have. The key is the option, or
// the command and the option where it means something else there.
func otherOptions() map[string]command.Habit {
	noLock := command.Habit{Answer: "what only reads takes no lock, and what changes something never goes without one"}
	noWaiting := command.Habit{Answer: "it takes no lock, and waits for nobody"}
	where := command.Habit{Answer: "the state is gesso.state in the configuration's directory, which -chdir=DIR chooses"}
	fresh := command.Habit{Answer: "each plan looks at the files and the store as they are, and there is nothing else to refresh"}
	nothingToInstall := command.Habit{Answer: "there are no plugins, so there is nothing to install; gesso init sets up a backend"}
	complete := command.Habit{Answer: "gesso completion SHELL prints the script that completes command lines"}
	yes := command.Habit{Answer: "-auto-approve goes on without a question"}
	plugins := command.Habit{Answer: "it tells git about the files and sets up the home of the project; there are no plugins or modules to install", Hint: "gesso init"}
	return map[string]command.Habit{
		"out":                     {Answer: "gesso plan -out=FILE saves a plan, and gesso apply FILE carries it out", Hint: "gesso plan -out=FILE"},
		"refresh":                 fresh,
		"lock":                    noLock,
		"lock-timeout":            noWaiting,
		"state":                   where,
		"state-out":               where,
		"backup":                  where,
		"json":                    {Answer: "this is for people to read; gesso help programs lists what is printed as JSON"},
		"show-sensitive":          {Answer: "sensitive values are in no plan and no state"},
		"generate-config-out":     {Answer: "gesso writes no configuration; declare the image that is imported"},
		"upgrade":                 nothingToInstall,
		"reconfigure":             nothingToInstall,
		"migrate-state":           nothingToInstall,
		"backend":                 nothingToInstall,
		"backend-config":          nothingToInstall,
		"plugin-dir":              nothingToInstall,
		"lockfile":                nothingToInstall,
		"from-module":             nothingToInstall,
		" install-autocomplete":   complete,
		" uninstall-autocomplete": complete,
		"plan parallelism":        {Answer: "a plan makes no request, so there is nothing to do at once", Hint: "gesso plan"},
		"module-depth":            {Answer: "the graph has every module whole"},
		"draw-cycles":             {Answer: "a cycle is an error, and its message names its path"},
		"test-directory":          {Answer: "check blocks and conditions say what must hold, and every plan asks about them"},
		"no-tests":                {Answer: "there are no test files; check blocks and conditions say what must hold"},
		"concise":                 {Answer: "what is refreshed is not told, so there is nothing to leave out"},
		"allow-deferral":          {Answer: "what is not known yet is decided when apply knows it"},
		"init upgrade":            plugins,
		"init get":                plugins,
		"init plugin-dir":         plugins,
		"init lockfile":           plugins,
		"yes":                     yes,
		"y":                       yes,
		"force":                   yes,
		"plan auto-approve":       {Answer: "a plan changes nothing, so there is nothing to approve", Hint: "gesso plan"},
	}
}
