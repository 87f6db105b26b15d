package spec

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/hashicorp/hcl/v2"
	"github.com/zclconf/go-cty/cty"

	"gesso/spec/config"
	"gesso/spec/diag"
	"gesso/spec/lang"
)

// providerSettings evaluates the arguments of a provider block, by the schema of
// its kind.
func providerSettings(s *settings, content *config.Content, p *config.Provider) hcl.Diagnostics {
	values, diags := settingsOf(s, content)
	p.Settings = values
	take(p)
	for _, block := range content.Schema.Blocks {
		diags = append(diags, settingsBlock(s, content, block, p)...)
	}
	if diags.HasErrors() {
		return diag.InFileOrder(diags)
	}
	diags = append(diags, durations(content, values)...)
	take(p)
	diags = append(diags, refuseSettings(checkProvider(p), content, p.Range)...)
	if content.Schema.Check != nil {
		diags = append(diags, refuseSettings(content.Schema.Check(values), content, p.Range)...)
	}
	return diag.InFileOrder(diags)
}

// take sets what all kinds of providers have in common.
func take(p *config.Provider) {
	v := p.Settings
	p.Endpoint, p.Token, p.Size = v.Text("endpoint"), v.Text("token"), v.Text("size")
	if model, given := lang.Given[string](v, "model"); given {
		p.Model = model
	}
	p.Price, p.Currency = lang.Of[map[string]float64](v, "price"), v.Text("currency")
	p.Parallelism, p.RequestsPerMinute = lang.Pointer[int](v, "parallelism"), lang.Pointer[float64](v, "requests_per_minute")
	p.PollInterval, p.Timeout = lang.Of[time.Duration](v, "poll_interval"), lang.Of[time.Duration](v, "timeout")
}

// checkProvider judges by their values what all kinds of providers have in common.
func checkProvider(p *config.Provider) []lang.Problem {
	problems := lang.CheckEndpoint("endpoint", p.Endpoint)
	if model, given := lang.Given[string](p.Settings, "model"); given && strings.TrimSpace(model) == "" {
		problems = append(problems, lang.Problem{Argument: "model", Detail: "The model is empty. Name one, or leave the argument out for the default."})
	}
	if p.Parallelism != nil && *p.Parallelism < 1 {
		problems = append(problems, lang.Problem{Argument: "parallelism", Detail: "At least one request must be allowed at a time: parallelism is a whole number from 1."})
	}
	if p.RequestsPerMinute != nil && *p.RequestsPerMinute <= 0 {
		problems = append(problems, lang.Problem{Argument: "requests_per_minute", Detail: "The number of requests a minute must be greater than 0."})
	}
	if p.Currency != "" && !isCurrency(p.Currency) {
		problems = append(problems, lang.Problem{Argument: "currency",
			Detail: fmt.Sprintf("%q is not the code of a currency. Write its three capital letters, such as \"USD\" or \"EUR\".", p.Currency)})
	}
	for _, model := range slices.Sorted(maps.Keys(p.Price)) {
		if p.Price[model] < 0 {
			problems = append(problems, lang.Problem{Argument: "price",
				Detail: fmt.Sprintf("The price of %q is below 0. Give what one picture of that model costs, or leave the model out.", model)})
		}
	}
	return problems
}

// isCurrency reports whether a text is written as ISO 4217 writes currencies. Which
// there are is nobody's business here: a price may be in points.
func isCurrency(text string) bool {
	return len(text) == 3 && strings.IndexFunc(text, func(r rune) bool { return r < 'A' || r > 'Z' }) < 0
}

// refuseSettings tells of problems with the settings of a block, whose header is at rng.
func refuseSettings(problems []lang.Problem, content *config.Content, rng hcl.Range) hcl.Diagnostics {
	var diags hcl.Diagnostics
	for _, problem := range problems {
		at := rng
		if attr := content.Attributes[problem.Argument]; attr != nil {
			at = attr.Expr.Range()
		}
		detail := problem.Detail + diag.DidYouMean(problem.Given, problem.Known)
		diags = append(diags, diag.ProblemAt(at, "Invalid provider argument", "%s", detail)...)
	}
	return diags
}

// settingsOf evaluates the arguments of a block of settings. Durations stay
// texts until they are checked.
func settingsOf(s *settings, content *config.Content) (*lang.Values, hcl.Diagnostics) {
	values := &lang.Values{Arguments: map[string]any{}, Blocks: map[string][]*lang.Values{}}
	var diags hcl.Diagnostics
	for _, name := range slices.Sorted(slices.Values(content.Schema.ArgumentNames())) {
		if name != "alias" { // which is read with the block
			diags = append(diags, settingOf(s, content, content.Schema.Argument(name), values)...)
		}
	}
	values.Unknown = content.Unknown
	return values, diags
}

// settingOf evaluates one argument into a value of its Go type.
func settingOf(s *settings, content *config.Content, argument *lang.Argument, values *lang.Values) hcl.Diagnostics {
	switch ty := argument.Type; {
	case ty == cty.Number && argument.Form == lang.Whole:
		return settingAs[int](s, content, argument.Name, values)
	case ty == cty.Number:
		return settingAs[float64](s, content, argument.Name, values)
	case ty == cty.Bool:
		return settingAs[bool](s, content, argument.Name, values)
	case ty == cty.String:
		return settingAs[string](s, content, argument.Name, values)
	case ty.Equals(lang.Texts):
		return settingAs[[]string](s, content, argument.Name, values)
	case ty.Equals(lang.Numbers):
		return settingAs[map[string]float64](s, content, argument.Name, values)
	}
	panic("a setting cannot be of the type of " + argument.Name)
}

func settingAs[T any](s *settings, content *config.Content, name string, values *lang.Values) hcl.Diagnostics {
	var target *T
	diags := s.setting(content, name, &target)
	if target != nil {
		values.Arguments[name] = *target
	}
	return diags
}

// settingsBlock evaluates a block inside of a provider block.
func settingsBlock(s *settings, content *config.Content, schema *lang.Schema, p *config.Provider) hcl.Diagnostics {
	block, inner, diags := s.single(content, schema)
	if block == nil {
		return diags
	}
	if schema.Type == lang.Builtin && p.Endpoint != lang.Builtin && !content.Unknown["endpoint"] {
		return append(diags, diag.ProblemAt(block.DefRange, "Sandbox settings without the sandbox",
			"The sandbox block sets up the built-in sandbox, and this provider does not use it. Write endpoint = \"sandbox\", or remove the block.")...)
	}
	values, more := settingsOf(s, inner)
	values.Labels = block.Labels
	p.Settings.Blocks[schema.Type] = append(p.Settings.Blocks[schema.Type], values)
	diags = append(append(diags, more...), durations(inner, values)...)
	if schema.Check != nil && !diags.HasErrors() {
		diags = append(diags, refuseSettings(schema.Check(values), inner, block.DefRange)...)
	}
	return diags
}

// durations makes durations of the texts that are some.
func durations(content *config.Content, values *lang.Values) hcl.Diagnostics {
	var diags hcl.Diagnostics
	for _, argument := range content.Schema.Arguments {
		text, given := lang.Given[string](values, argument.Name)
		if argument.Form != lang.Duration || !given {
			continue
		}
		delete(values.Arguments, argument.Name)
		if text == "" {
			continue
		}
		d, err := time.ParseDuration(text)
		if err != nil || d <= 0 {
			diags = append(diags, diag.ProblemAt(content.Attributes[argument.Name].Expr.Range(), "Invalid duration",
				"%q is not a duration above zero. Write a number and a unit, such as \"500ms\", \"2s\" or \"3m\".", text)...)
			continue
		}
		values.Arguments[argument.Name] = d
	}
	return diags
}
