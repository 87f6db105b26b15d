package backend

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"

	"gesso/spec/config"
	"gesso/spec/diag"
	"gesso/spec/source"
)

// Pair reads a setting of a command line: KEY=VALUE, of a kind.
func Pair(kind, text string) (name, value string, err error) {
	name, value, is := strings.Cut(text, "=")
	name, value = strings.TrimSpace(name), strings.TrimSpace(value)
	if !is || name == "" {
		return "", "", fmt.Errorf("%s is no KEY=VALUE", quoted(text))
	}
	return name, value, checkGiven(kind, name, value)
}

func checkGiven(kind, name, value string) error {
	switch {
	case IsSecret(name):
		return errors.New(refusedSecret(name))
	case !slices.Contains(kinds[kind], name):
		return errors.New(unknownArgument(kind, name))
	}
	if wrong := check(name, value); wrong != "" {
		return errors.New(wrong)
	}
	return nil
}

// File reads a file of settings: arguments as in the block, or lines of KEY=VALUE, of
// which those that begin with # say nothing. The error names the file, and no value.
func File(kind string, src []byte, name string) (map[string]string, error) {
	values, err := asArguments(kind, src, name)
	if values != nil || err != nil {
		return values, err
	}
	values = map[string]string{}
	for n, line := range strings.Split(string(src), "\n") {
		line = strings.TrimSpace(line)
		if line == "" || strings.HasPrefix(line, "#") {
			continue
		}
		key, value, err := Pair(kind, line)
		if key == "" && err != nil {
			err = errors.New("this is no KEY=VALUE, and no argument either") // what it is may be a secret
		}
		if err != nil {
			return nil, fmt.Errorf("%s:%d: %w", name, n+1, err)
		}
		values[key] = value
	}
	return values, nil
}

// asArguments reads a file in HCL; nil without an error is one that is not.
func asArguments(kind string, src []byte, name string) (map[string]string, error) {
	var attributes hcl.Attributes
	diags := source.Parse(src, name, 0, func(body *hclsyntax.Body) {
		if len(body.Blocks) == 0 {
			attributes, _ = body.JustAttributes()
		}
	})
	if diags.HasErrors() || attributes == nil || bare(attributes) {
		return nil, nil
	}
	c := &Config{Kind: kind}
	values := map[string]string{}
	for _, key := range config.Names(attributes)() {
		value, diags := c.read(attributes[key])
		if diags.HasErrors() {
			return nil, fmt.Errorf("%s: %s: %s", diag.Position(attributes[key].NameRange), diags[0].Summary, diags[0].Detail)
		}
		if value != "" {
			values[key] = value
		}
	}
	return values, nil
}

// bare reports whether a value is written without quotes, which HCL takes for the name
// of something.
func bare(attributes hcl.Attributes) bool {
	for _, a := range attributes {
		if _, is := a.Expr.(*hclsyntax.TemplateExpr); !is && len(a.Expr.Variables()) > 0 {
			return true
		}
	}
	return false
}
