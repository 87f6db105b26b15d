package sandbox

import (
	"time"

	"gesso/runner/provider"
	"gesso/spec/lang"
)

// api is the service that a sandbox imitates.
const api = "Flux Images API"

// StandIn is the sandbox as what can take the place of a kind's service.
func StandIn() *provider.StandIn {
	return &provider.StandIn{
		Title: api,
		Block: block,
		Check: func(settings *lang.Values) error {
			_, err := weatherOf(settings).Options()
			return err
		},
		Start: func(settings *lang.Values, earlier provider.Earlier) (string, func(), error) {
			options, err := weatherOf(settings).Options()
			if err != nil {
				return "", nil, err
			}
			options.Earlier = earlier
			running, err := Start(options)
			if err != nil {
				return "", nil, err
			}
			return running.URL, func() { _ = running.Close() }, nil
		},
	}
}

// Block is the block inside of a provider block that has the settings of the
// built-in sandbox.
func Block() *lang.Schema { return block }

var block = lang.Define(lang.Schema{Type: "sandbox", Description: "how the built-in sandbox behaves; needs `endpoint = \"sandbox\"`",
	Arguments: []*lang.Argument{
		{Name: "latency", Type: lang.Text, Form: lang.Duration, Description: "how long a picture takes, as `\"2s\"`"},
		{Name: "jitter", Type: lang.Text, Form: lang.Duration, Description: "how much more or less"},
		{Name: "seed", Type: lang.Number, Form: lang.Whole, Default: `0`, Description: "decides all that is left to chance"},
		{Name: "rate", Type: lang.Number, Description: "submissions a second; more are refused with 429"},
		{Name: "retry_after", Type: lang.Text, Form: lang.Duration, Description: "how long to wait then"},
		{Name: "balance", Type: lang.Number, Form: lang.Whole, Description: "refuses with `used_up` after so many pictures"},
		{Name: "moderate", Type: lang.Texts, Description: "words whose prompts are refused"},
		{Name: "expire", Type: lang.Text, Form: lang.Duration, Description: "links of results die after that time"},
		{Name: "recode", Type: lang.Flag, Default: `false`, Description: "gives the same pixels in other bytes at each link, and a new link whenever a task is asked for"},
		{Name: "list", Type: lang.Flag, Default: `false`, Description: "answers for a user's tasks without their ids, as the API may"},
		{Name: "strict", Type: lang.Flag, Default: `false`, Description: "refuses submissions without a size, as the API does"},
		{Name: "cost", Type: lang.Number, Default: `0`, Description: "what each picture is said to have cost, in credits"},
		{Name: "faults", Type: lang.Numbers, Description: "by name; below 1 a probability, from 1 every N-th time"},
	}})

// weatherOf is what a block says; a good day where there is none.
func weatherOf(v *lang.Values) Weather {
	return Weather{
		Seed: lang.Of[int](v, "seed"), Latency: lang.Of[time.Duration](v, "latency"), Jitter: lang.Of[time.Duration](v, "jitter"),
		Rate: lang.Of[float64](v, "rate"), RetryAfter: lang.Of[time.Duration](v, "retry_after"), Balance: lang.Pointer[int](v, "balance"),
		Moderate: lang.Of[[]string](v, "moderate"), Expire: lang.Of[time.Duration](v, "expire"), Faults: lang.Of[map[string]float64](v, "faults"),
		Recode: lang.Of[bool](v, "recode"), List: lang.Of[bool](v, "list"), Strict: lang.Of[bool](v, "strict"), Cost: lang.Of[float64](v, "cost"),
	}
}
