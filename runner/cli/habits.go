package cli

import (
	"maps"

	"gesso/runner/command"
)

// otherCommands are commands of other programs that gesso does not have, or has under
// another name.
func otherCommands() map[string]command.Habit {
	all := terraformsCommands()
	maps.Copy(all, commonWords())
	maps.Copy(all, commonSubcommands())
	return all
}

// terraformsCommands are commands of Terraform that gesso does not have, or has under
// another name.
func terraformsCommands() map[string]command.Habit {
	return map[string]command.Habit{
		"get":                    {Answer: "gesso needs no get: modules are directories, and are read where they are", Hint: "gesso plan"},
		"modules":                {Answer: "gesso has no list of modules: gesso graph draws what calls what", Hint: "gesso graph"},
		"refresh":                {Answer: "gesso refreshes with apply -refresh-only, which shows it first: calls that were paid for are collected, and outputs restored", Hint: "gesso apply -refresh-only"},
		"env":                    {Answer: "gesso calls it workspace, as Terraform does now", Hint: "gesso workspace list"},
		"providers":              {Answer: builtinProviders(), Hint: "gesso schema -json"},
		"test":                   {Answer: "gesso has no test: check blocks and conditions say what must hold, and endpoint = \"sandbox\" tries it for nothing", Hint: "gesso validate"},
		"login":                  {Answer: "gesso has no login: the API's token comes from " + tokenVariables() + ", or from the provider block", Hint: "gesso help apply"},
		"logout":                 {Answer: "gesso has no logout: the API's token comes from " + tokenVariables() + ", or from the provider block", Hint: "gesso help apply"},
		"push":                   {Answer: "gesso has no remote runs: it runs where it is started", Hint: "gesso plan"},
		"cloud":                  {Answer: "gesso has no remote runs: it runs where it is started", Hint: "gesso plan"},
		"stacks":                 {Answer: "gesso has no stacks: module blocks use a directory several times, and each directory has a state of its own", Hint: "gesso help modules"},
		"plugin":                 {Answer: builtinProviders(), Hint: "gesso schema -json"},
		"state pull":             {Answer: "gesso has no state pull: the state is gesso.state in the configuration's directory, or at the project's home, and show prints it", Hint: "gesso show -json"},
		"state push":             {Answer: "gesso has no state push: a gesso.state that is put into the configuration's directory is read as it is, and what is at a home is changed by commands alone", Hint: "gesso help files"},
		"state replace-provider": {Answer: "gesso has no state replace-provider: provider = " + kinds[0].Language.Name + ".ALIAS in an image says who makes it from now on", Hint: "gesso plan"},
		"providers schema":       {Answer: "gesso prints the schema of its language by schema", Hint: "gesso schema -json"},
		"providers lock":         {Answer: builtinProviders() + ", and there is nothing to lock", Hint: "gesso schema -json"},
		"providers mirror":       {Answer: builtinProviders() + ", and there is nothing to mirror", Hint: "gesso schema -json"},
		"state identities":       {Answer: "gesso has no state identities: addresses are what records are known by", Hint: "gesso state list"},
	}
}

// commonWords are words that users of other programs type for a command.
func commonWords() map[string]command.Habit {
	apply := command.Habit{Answer: "gesso makes pictures by apply, which shows its plan first", Hint: "gesso apply"}
	anew := command.Habit{Answer: "gesso makes a picture anew by apply -replace=ADDRESS, or by taint, which the next apply buys", Hint: "gesso help plan"}
	why := command.Habit{Answer: "gesso says by plan -explain=ADDRESS everything that decided about an image", Hint: "gesso help plan"}
	goOn := command.Habit{Answer: "gesso goes on by apply: what an earlier run was cut off from is collected, and not paid for again", Hint: "gesso apply"}
	plan := command.Habit{Answer: "gesso says by plan what apply would do, and at what cost", Hint: "gesso plan"}
	back := command.Habit{Answer: "gesso goes back by undo, which shows first what it would do, and by select for one image; both are free", Hint: "gesso undo -dry-run"}
	remove := command.Habit{Answer: "gesso removes by apply what is no longer declared, and by destroy all outputs; the store keeps every picture", Hint: "gesso plan"}
	forget := command.Habit{Answer: "gesso forgets what is recorded by state rm", Hint: "gesso state rm -help"}
	rename := command.Habit{Answer: "gesso gives what is recorded to another address by state mv, or by a moved block", Hint: "gesso state mv -help"}
	records := command.Habit{Answer: "gesso lists recorded images by state list", Hint: "gesso state list"}
	gc := command.Habit{Answer: "gesso lists by store gc what nothing needs, and removes it with -delete", Hint: "gesso store gc"}
	verify := command.Habit{Answer: "gesso reads every stored picture by store verify, and accounts for what was paid by audit", Hint: "gesso store verify -dry-run"}
	check := command.Habit{Answer: "gesso checks the configuration by validate", Hint: "gesso validate"}
	look := command.Habit{Answer: "gesso shows pictures by gallery, a page that -serve keeps current", Hint: "gesso gallery"}
	console := command.Habit{Answer: "gesso evaluates expressions by console", Hint: "gesso console"}
	return map[string]command.Habit{
		"regenerate": anew, "recreate": anew, "redo": anew, "replace": anew,
		"why": why, "explain": why,
		"run":      apply,
		"generate": apply,
		"build":    apply,
		"up":       apply,
		"down":     {Answer: "gesso removes outputs by destroy; the store keeps every picture", Hint: "gesso destroy"},
		"preview":  plan,
		"status":   plan,
		"ls":       records,
		"list":     records,
		"format":   {Answer: "gesso formats by fmt, as Terraform does", Hint: "gesso fmt"},
		"man":      {Answer: "gesso writes its manual pages by help -man=DIR", Hint: "gesso help -man=man1"},
		"make":     apply, "create": apply, "deploy": apply, "update": apply,
		"continue": goOn, "resume": goOn, "retry": goOn,
		"rollback": back, "revert": back,
		"delete": remove, "remove": remove, "rm": forget, "forget": forget, "mv": rename, "move": rename, "rename": rename,
		"images": records, "estimate": plan, "price": plan, "dry-run": plan,
		"clean": gc, "gc": gc, "prune": gc, "verify": verify, "doctor": verify, "fsck": verify,
		"lint": check, "check": check, "shell": console, "repl": console, "eval": console,
		"ui": look, "web": look, "view": look, "serve": look, "dashboard": look,
		"log":     {Answer: "gesso tells by history what each run has changed", Hint: "gesso history"},
		"cost":    {Answer: "gesso says by plan what apply would cost, and by audit what was spent", Hint: "gesso audit"},
		"spend":   {Answer: "gesso says by plan what apply would cost, and by audit what was spent", Hint: "gesso audit"},
		"compare": {Answer: "gesso compares by diff what was recorded at two times", Hint: "gesso diff -help"},
		"unlock":  {Answer: "gesso calls it force-unlock, as Terraform does; the lock of a folder ends with its process", Hint: "gesso force-unlock -help"},
		"pull":    {Answer: "gesso copies pictures here by store pull; what a home has comes by apply", Hint: "gesso store pull -help"},
		"config":  {Answer: "gesso has no settings of its own: a configuration is the *.hcl files of a directory", Hint: "gesso help language"},
		"upgrade": {Answer: "gesso needs no upgrade of a directory: it reads what older ones wrote", Hint: "gesso help teams"},
		"query":   {Answer: "gesso has no query: gesso state list says what is recorded", Hint: "gesso state list"},
	}
}

// commonSubcommands are the words that are common to all commands with subcommands.
func commonSubcommands() map[string]command.Habit {
	forget := command.Habit{Answer: "gesso forgets what is recorded by state rm", Hint: "gesso state rm -help"}
	rename := command.Habit{Answer: "gesso gives what is recorded to another address by state mv, or by a moved block", Hint: "gesso state mv -help"}
	records := command.Habit{Answer: "gesso lists recorded images by state list", Hint: "gesso state list"}
	gc := command.Habit{Answer: "gesso lists by store gc what nothing needs, and removes it with -delete", Hint: "gesso store gc"}
	verify := command.Habit{Answer: "gesso reads every stored picture by store verify, and accounts for what was paid by audit", Hint: "gesso store verify -dry-run"}
	newSpace := command.Habit{Answer: "gesso makes a workspace by workspace new", Hint: "gesso workspace new -help"}
	toSpace := command.Habit{Answer: "gesso works in another workspace after workspace select", Hint: "gesso workspace list"}
	noSpace := command.Habit{Answer: "gesso deletes a workspace by workspace delete", Hint: "gesso workspace delete -help"}
	return map[string]command.Habit{
		"state ls": records, "state remove": forget, "state delete": forget, "state move": rename, "state rename": rename,
		"state get":        {Answer: "gesso shows by state show what is recorded of an image", Hint: "gesso state show -help"},
		"workspace create": newSpace, "workspace add": newSpace, "workspace make": newSpace,
		"workspace switch": toSpace, "workspace use": toSpace, "workspace checkout": toSpace, "workspace set": toSpace,
		"workspace rm": noSpace, "workspace remove": noSpace,
		"workspace ls":      {Answer: "gesso lists workspaces by workspace list", Hint: "gesso workspace list"},
		"workspace current": {Answer: "gesso prints the workspace at work by workspace show", Hint: "gesso workspace show"},
		"store clean":       gc, "store prune": gc, "store check": verify, "store fsck": verify,
	}
}

// otherOptions are options of Terraform that gesso does not have. The key is the option, or
// the command and the option if it means something else there.
func otherOptions() map[string]command.Habit {
	noLock := command.Habit{Answer: "what only reads takes no lock, and what changes something never goes without one"}
	noWaiting := command.Habit{Answer: "it takes no lock, and waits for nobody"}
	where := command.Habit{Answer: "the state is gesso.state in the configuration's directory, which -chdir=DIR chooses, or at the home that its backend block names"}
	fresh := command.Habit{Answer: "each plan looks at the files and the store as they are, and there is nothing else to refresh"}
	nothingToInstall := command.Habit{Answer: "there are no plugins, so there is nothing to install; gesso init sets up a backend"}
	complete := command.Habit{Answer: "gesso completion SHELL prints the script that completes command lines"}
	yes := command.Habit{Answer: "-auto-approve goes on without a question"}
	plugins := command.Habit{Answer: "it tells git about the files and sets up the home of the project; there are no plugins or modules to install", Hint: "gesso init"}
	trace := command.Habit{Answer: "the environment variable GESSO_LOG=debug traces what is decided and asked for", Hint: "gesso help commands"}
	folder := command.Habit{Answer: "-chdir=DIR works in another directory"}
	return map[string]command.Habit{
		"verbose": trace, "v": trace, "debug": trace, "trace": trace, "log": trace, "log-level": trace,
		"dir": folder, "cwd": folder, "C": folder, "directory": folder, "path": folder,
		"workspace":               {Answer: "the environment variable GESSO_WORKSPACE names it for one command, and gesso workspace select for all", Hint: "gesso workspace list"},
		"apply dry-run":           {Answer: "a plan is that: it says what apply would do, and changes nothing", Hint: "gesso plan"},
		"destroy dry-run":         {Answer: "a plan is that: it says what destroy would do, and changes nothing", Hint: "gesso plan -destroy"},
		"plan dry-run":            {Answer: "a plan is that: it changes nothing, and makes no request", Hint: "gesso plan"},
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
		"allow-missing":           {Answer: "what nothing is recorded of is an error, so that a misspelt address is noticed"},
		"invoke":                  {Answer: "gesso has no actions: an image says what it is made from"},
		"import config":           folder,
		"graph plan":              {Answer: "-type=plan draws every image with what apply would do about it"},
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
