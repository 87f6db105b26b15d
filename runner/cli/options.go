package cli

import (
	"errors"
	"flag"
	"path/filepath"
	"strconv"
	"strings"

	"gesso/runner/budget"
	"gesso/spec"
	"gesso/spec/eval"
)

// options are those that several commands have.
type options struct {
	assignments []spec.Assignment
	noInput     bool
	autoApprove bool
	parallelism int
	detailed    bool
	replace     []string
	budget      budget.Budget
}

// variables adds -var, -var-file and -input. The first two keep their order:
// the later one wins.
func (o *options) variables(set *flag.FlagSet) {
	set.Func("var", "give a variable a value: `NAME=VALUE`", func(text string) error {
		name, value, ok := strings.Cut(text, "=")
		if !ok || strings.TrimSpace(name) == "" {
			return errors.New("write -var 'NAME=VALUE'")
		}
		o.assignments = append(o.assignments, spec.Assignment{Name: name, Value: value})
		return nil
	})
	set.Func("var-file", "read values of variables from `FILE`, below -chdir's directory", func(file string) error {
		o.assignments = append(o.assignments, spec.Assignment{File: file})
		return nil
	})
	set.BoolFunc("input", "ask for missing values and for approval (default true)", func(text string) error {
		switch text {
		case "true", "1":
			o.noInput = false
		case "false", "0":
			o.noInput = true
		default:
			return errors.New("true or false")
		}
		return nil
	})
}

// wishes adds -replace and the budget's flags.
func (o *options) wishes(set *flag.FlagSet) {
	set.Func("replace", "make the image at `ADDRESS` anew, whatever there is (paid)", func(address string) error {
		o.replace = append(o.replace, address)
		return nil
	})
	set.Func("max-images", "buy at most `N` pictures in this run", func(text string) error {
		n, err := strconv.Atoi(text)
		if err != nil || n < 0 {
			return errors.New("a whole number from 0")
		}
		o.budget.MaxImages = &n
		return nil
	})
	set.Func("max-cost", "spend at most `X` in this run, by the price list", func(text string) error {
		x, err := strconv.ParseFloat(text, 64)
		if err != nil || !(x >= 0) {
			return errors.New("a number from 0")
		}
		o.budget.MaxCost = &x
		return nil
	})
	set.BoolVar(&o.budget.AllowUnpriced, "allow-unpriced", false, "let pictures without a price pass -max-cost")
}

// effective is the budget of a run: the flags go before the budget block.
func (o *options) effective(b eval.Budget) budget.Budget {
	out := budget.Budget{MaxImages: b.MaxImages, MaxCost: b.MaxCost, AllowUnpriced: b.AllowUnpriced || o.budget.AllowUnpriced}
	if o.budget.MaxImages != nil {
		out.MaxImages = o.budget.MaxImages
	}
	if o.budget.MaxCost != nil {
		out.MaxCost = o.budget.MaxCost
	}
	return out
}

// execution adds -auto-approve and -parallelism.
func (o *options) execution(set *flag.FlagSet) {
	set.BoolVar(&o.autoApprove, "auto-approve", false, "do not ask before doing what the plan says")
	set.Func("parallelism", "work on at most `N` images at once, in all (default: what the provider blocks allow)", func(text string) error {
		n, err := parsePositive(text)
		o.parallelism = n
		return err
	})
}

// inDir makes value files relative to the configuration's directory, as every
// other path is.
func (o *options) inDir(dir string) []spec.Assignment {
	out := make([]spec.Assignment, len(o.assignments))
	for i, a := range o.assignments {
		if a.File != "" && !filepath.IsAbs(a.File) {
			a.File = filepath.Join(dir, a.File)
		}
		out[i] = a
	}
	return out
}
