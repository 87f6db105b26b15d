package flux

import (
	"fmt"
	"slices"

	"gesso/runner/flux/internal/guide"
	"gesso/spec/lang"
)

// Language is what the language knows of the API: its blocks are provider "flux".
func Language() *lang.Kind {
	return &lang.Kind{Name: "flux", Unnamed: true, Block: block, Model: DefaultModel, Size: guide.DefaultSize}
}

// The arguments of a provider "flux" block.
var (
	block = lang.Define(lang.Schema{Type: "provider", Labels: []string{"name"}, Description: "who makes the pictures; the one name is `flux`",
		Arguments: []*lang.Argument{
			{Name: "alias", Type: lang.Text, Description: "a name to refer to a further block by: `provider = flux.second`"},
			{Name: "endpoint", Type: lang.Text, Shown: true, Description: "base URL of the API, or `\"sandbox\"`; else `" + endpointVariable + "`, else the API"},
			{Name: "upload_endpoint", Type: lang.Text, Shown: true, Description: "where local edit sources are uploaded; else `" + uploadEndpointVariable + "`, else follows `endpoint`"},
			{Name: "upload_token", Type: lang.Text, Sensitive: true, Description: "for uploads; else `" + uploadTokenVariable + "`, else `token`"},
			{Name: "token", Type: lang.Text, Sensitive: true, Description: "else `" + tokenVariable + "`; never printed, never written"},
			{Name: "model", Type: lang.Text, Shown: true, Shared: true, Default: `"` + DefaultModel + `"`, Description: "for images that name none"},
			{Name: "size", Type: lang.Text, Shared: true, Description: "for images that name none; without it `1024x1024`, or `1:1` for a model that takes ratios alone"},
			{Name: "price", Type: lang.Numbers, Description: "what one picture of each model costs, for estimates and budgets"},
			{Name: "currency", Type: lang.Text, Description: "of the prices, three capital letters, as `\"USD\"`; said with every cost"},
			{Name: "parallelism", Type: lang.Number, Form: lang.Whole, Default: `10`, Description: "how many of its images are in work at once"},
			{Name: "requests_per_minute", Type: lang.Number, Description: "paid requests a minute; no limit without it"},
			{Name: "poll_interval", Type: lang.Text, Form: lang.Duration, Description: "how often tasks are asked for; else when they are likely finished"},
			{Name: "timeout", Type: lang.Text, Form: lang.Duration, Default: `"10m"`, Description: "how long one picture may take"},
			{Name: "submit", Type: lang.Text, Default: `"async"`, Description: "`\"async\"`, `\"sync\"`, `\"stream\"` or `\"callback\"`: the API's ways to hand over a picture"},
		},
		Blocks: []*lang.Schema{callbackBlock},
		Check:  checkBlock})

	callbackBlock = lang.Define(lang.Schema{Type: "callback", Description: "for `submit = \"callback\"`",
		Arguments: []*lang.Argument{
			{Name: "listen", Type: lang.Text, Required: true, Example: `listen = "127.0.0.1:8765"`, Description: "the address to listen at"},
			{Name: "url", Type: lang.Text, Required: true, Example: `url = "https://example.com/gesso"`, Description: "the URL of that address as the provider sees it"},
		},
		Check: checkCallback})
)

// checkBlock judges the values of a provider block that only this kind has.
func checkBlock(v *lang.Values) []lang.Problem {
	problems := lang.CheckEndpoint("upload_endpoint", v.Text("upload_endpoint"))
	submit := v.Text("submit")
	if words := modeWords(); submit != "" && !slices.Contains(words, submit) {
		problems = append(problems, lang.Problem{
			Argument: "submit", Given: submit, Known: words,
			Detail: fmt.Sprintf("A picture can be asked for by %s, and not by %q; the default is async.", guide.Enumerate(words, "and"), submit),
		})
	}
	if submit == Callback.String() && v.Block("callback") == nil {
		problems = append(problems, lang.Problem{
			Argument: "submit",
			Detail:   "With submit = \"callback\" the provider block needs a callback block that says where gesso listens and which URL the provider calls.",
		})
	}
	return problems
}

func checkCallback(v *lang.Values) []lang.Problem {
	if v.IsUnknown("url") || lang.IsURL(v.Text("url")) {
		return nil
	}
	return []lang.Problem{{Argument: "url", Detail: "The callback's url is what the provider calls: it begins with http:// or https://."}}
}
