package session

import (
	"errors"
	"flag"
	"path/filepath"
	"strconv"
	"strings"
	"time"

	"gesso/runner/budget"
	"gesso/runner/command"
	"gesso/runner/report"
	"gesso/runner/selection"
	"gesso/spec"
	"gesso/spec/eval"
)

// Options are the options that several commands share. The zero value is a command line
// without options.
type Options struct {
	Assignments []spec.Assignment
	NoInput     bool
	AutoApprove bool
	Empty       bool             // a directory without configuration files is accepted, and declares nothing
	Parallelism int              // 0: what the provider blocks allow
	LockTimeout time.Duration    // how long to wait for the lock; 0: not at all
	Destroy     bool             // plan to remove everything
	Unmoved     bool             // only moved blocks move records
	StaleAnew   bool             // regenerate stale pictures
	RefreshOnly bool             // ignore changes of the configuration
	Unrefreshed bool             // do not look at outputs
	ReplaceLost bool             // buy again what was paid for and is lost
	Decisions   []string         // decision files; "-": standard input
	Choice      selection.Choice // as written on the command line; see Session.Choice
	Files       PatternFiles     // files with more patterns for Choice
	Budget      budget.Budget
	Form        report.PlanForm
	Markdown    int    // print plans as Markdown of at most so many characters; 0: as text
	Explain     string // the address of the image to explain in place of the plan; "": none
	Warnings    report.WarningForm
}

// Variables adds -var, -var-file and -input. Assignments keep the order of the command
// line, where a later one wins.
func (o *Options) Variables(set *flag.FlagSet) {
	set.Func("var", "give a variable a value by `NAME=VALUE`; can be given again", func(text string) error {
		name, value, ok := strings.Cut(text, "=")
		if !ok || strings.TrimSpace(name) == "" {
			return errors.New("write -var 'NAME=VALUE'")
		}
		o.Assignments = append(o.Assignments, spec.Assignment{Name: name, Value: value})
		return nil
	})
	set.Func("var-file", "read values of variables from `FILE`, below -chdir's directory; can be given again", func(file string) error {
		if strings.TrimSpace(file) == "" {
			return errors.New("it is empty")
		}
		o.Assignments = append(o.Assignments, spec.Assignment{File: file})
		return nil
	})
	command.Choice(set, "input", "ask for missing values and for approval (default true)", &o.NoInput, false, true)
}

// Wishes adds -replace and the budget's flags.
func (o *Options) Wishes(set *flag.FlagSet) {
	several(set, "replace", "make anew the images that `PATTERN` means, whatever there is (paid); can be given again", &o.Choice.Replaces)
	several(set, "decisions", "do what people have decided about pictures in `FILE`, or on standard input (-), see gesso help looking; can be given again", &o.Decisions)
	set.BoolVar(&o.StaleAnew, "stale", false, "make anew the pictures that are stale, of images that are not made anew by themselves (paid)")
	set.BoolVar(&o.ReplaceLost, "replace-lost", false, "make anew the images whose pictures were paid for and are lost (paid)")
	set.Func("max-images", "buy at most `N` pictures in this run", func(text string) error {
		n, err := strconv.Atoi(text)
		if err != nil || n < 0 {
			return errors.New("a whole number from 0")
		}
		o.Budget.MaxImages = &n
		return nil
	})
	set.Func("max-cost", "spend at most `X` in this run, by the price list", func(text string) error {
		x, err := strconv.ParseFloat(text, 64)
		if err != nil || !(x >= 0) {
			return errors.New("a number from 0")
		}
		o.Budget.MaxCost = &x
		return nil
	})
	set.BoolVar(&o.Budget.AllowUnpriced, "allow-unpriced", false, "let pictures without a price pass -max-cost")
}

// effective returns the budget of a run: a flag overrides the budget block.
func (o *Options) effective(b eval.Budget) budget.Budget {
	out := budget.Budget{MaxImages: b.MaxImages, MaxCost: b.MaxCost, AllowUnpriced: b.AllowUnpriced || o.Budget.AllowUnpriced}
	if o.Budget.MaxImages != nil {
		out.MaxImages = o.Budget.MaxImages
	}
	if o.Budget.MaxCost != nil {
		out.MaxCost = o.Budget.MaxCost
	}
	return out
}

// Execution adds -auto-approve and -parallelism.
func (o *Options) Execution(set *flag.FlagSet) {
	set.BoolVar(&o.AutoApprove, "auto-approve", false, "do not ask before doing what the plan says")
	set.Func("parallelism", "work on at most `N` images at once, in all (default: what the provider blocks allow)", func(text string) error {
		n, err := parsePositive(text)
		o.Parallelism = n
		return err
	})
}

// inDir makes the paths of value files relative to the configuration's directory, as all
// other paths are.
func (o *Options) inDir(dir string) []spec.Assignment {
	out := make([]spec.Assignment, len(o.Assignments))
	for i, a := range o.Assignments {
		if a.File != "" && !filepath.IsAbs(a.File) {
			a.File = filepath.Join(dir, a.File)
		}
		out[i] = a
	}
	return out
}

func parsePositive(text string) (int, error) {
	n, err := strconv.Atoi(text)
	if err != nil || n < 1 {
		return 0, errors.New("a whole number from 1")
	}
	return n, nil
}
