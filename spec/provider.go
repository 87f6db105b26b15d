package spec

import (
	"maps"
	"net/url"
	"slices"
	"strings"
	"time"

	"github.com/hashicorp/hcl/v2"
)

// submitModes are the ways of asking for a picture, the default first.
var submitModes = []string{"async", "sync", "stream", "callback"}

// flux evaluates the arguments of a provider "flux" block.
func (m *moduleInstance) flux(content *decoded, p *Provider) hcl.Diagnostics {
	var diags hcl.Diagnostics
	var poll, timeout string
	for name, target := range map[string]any{
		"endpoint": &p.Endpoint, "upload_endpoint": &p.UploadEndpoint, "model": &p.Model, "size": &p.Size,
		"submit": &p.Submit, "parallelism": &p.Parallelism, "requests_per_minute": &p.RequestsPerMinute,
		"price": &p.Price, "poll_interval": &poll, "timeout": &timeout,
	} {
		diags = append(diags, m.setting(content, name, target)...)
	}
	p.modelUnknown, p.sizeUnknown = content.unknown["model"], content.unknown["size"]
	diags = append(diags, m.setting(content, "token", &p.Token)...)
	diags = append(diags, m.setting(content, "upload_token", &p.UploadToken)...)
	diags = append(diags, m.callback(content, p)...)
	diags = append(diags, m.sandbox(content, p)...)
	if diags.HasErrors() {
		return inFileOrder(diags)
	}
	diags = append(diags, duration(content.Attributes["poll_interval"], poll, &p.PollInterval)...)
	diags = append(diags, duration(content.Attributes["timeout"], timeout, &p.Timeout)...)
	return inFileOrder(append(diags, p.check(content)...))
}

// check judges the provider's arguments by their values.
func (p *Provider) check(content *decoded) hcl.Diagnostics {
	var diags hcl.Diagnostics
	refuse := func(name, format string, args ...any) {
		rng := p.Range
		if attr := content.Attributes[name]; attr != nil {
			rng = attr.Expr.Range()
		}
		diags = append(diags, problemAt(rng, "Invalid provider argument", format, args...)...)
	}
	if p.Parallelism != nil && *p.Parallelism < 1 {
		refuse("parallelism", "At least one request must be allowed at a time: parallelism is a whole number from 1.")
	}
	if p.RequestsPerMinute != nil && *p.RequestsPerMinute <= 0 {
		refuse("requests_per_minute", "The number of requests a minute must be greater than 0.")
	}
	if p.Submit != "" && !slices.Contains(submitModes, p.Submit) {
		refuse("submit", "A picture can be asked for by %s, and not by %q; the default is async.%s", enumerate(submitModes), p.Submit, didYouMean(p.Submit, submitModes))
	}
	if p.Submit == "callback" && p.Callback == nil {
		refuse("submit", "With submit = \"callback\" the provider block needs a callback block that says where gesso listens and which URL the provider calls.")
	}
	for _, endpoint := range []struct{ name, url string }{{"endpoint", p.Endpoint}, {"upload_endpoint", p.UploadEndpoint}} {
		if endpoint.url != "" && endpoint.url != "sandbox" && !hasHost(endpoint.url) {
			refuse(endpoint.name, "%q is not an endpoint: that is a URL that begins with http:// or https://, or the word sandbox for the built-in one.%s", endpoint.url, didYouMean(endpoint.url, []string{"sandbox"}))
		}
	}
	for _, model := range slices.Sorted(maps.Keys(p.Price)) {
		if p.Price[model] < 0 {
			refuse("price", "The price of %q is below 0. Give what one picture of that model costs, or leave the model out.", model)
		}
	}
	return diags
}

func (m *moduleInstance) callback(content *decoded, p *Provider) hcl.Diagnostics {
	block, inner, diags := m.single(content, callbackSchema)
	if block == nil {
		return diags
	}
	p.Callback = &Callback{}
	diags = append(diags, m.setting(inner, "listen", &p.Callback.Listen)...)
	diags = append(diags, m.setting(inner, "url", &p.Callback.URL)...)
	if !diags.HasErrors() && !inner.unknown["url"] && !IsURL(p.Callback.URL) {
		diags = append(diags, problemAt(inner.Attributes["url"].Expr.Range(), "Invalid provider argument",
			"The callback's url is what the provider calls: it begins with http:// or https://.")...)
	}
	return diags
}

// sandbox evaluates the settings of the built-in sandbox.
func (m *moduleInstance) sandbox(content *decoded, p *Provider) hcl.Diagnostics {
	block, inner, diags := m.single(content, sandboxSchema)
	if block == nil {
		return diags
	}
	if p.Endpoint != "sandbox" && !content.unknown["endpoint"] {
		return append(diags, problemAt(block.DefRange, "Sandbox settings without the sandbox",
			"The sandbox block sets up the built-in sandbox, and this provider does not use it. Write endpoint = \"sandbox\", or remove the block.")...)
	}
	s := &Sandbox{}
	p.Sandbox = s
	var latency, jitter, retryAfter, expire string
	for name, target := range map[string]any{
		"latency": &latency, "jitter": &jitter, "seed": &s.Seed, "rate": &s.Rate, "retry_after": &retryAfter,
		"balance": &s.Balance, "moderate": &s.Moderate, "expire": &expire, "faults": &s.Faults,
		"list": &s.List, "strict": &s.Strict, "cost": &s.Cost,
	} {
		diags = append(diags, m.setting(inner, name, target)...)
	}
	for name, text := range map[string]struct {
		value  string
		target *time.Duration
	}{"latency": {latency, &s.Latency}, "jitter": {jitter, &s.Jitter}, "retry_after": {retryAfter, &s.RetryAfter}, "expire": {expire, &s.Expire}} {
		diags = append(diags, duration(inner.Attributes[name], text.value, text.target)...)
	}
	return diags
}

func duration(attr *hcl.Attribute, text string, target *time.Duration) hcl.Diagnostics {
	if attr == nil || text == "" {
		return nil
	}
	d, err := time.ParseDuration(text)
	if err != nil || d <= 0 {
		return problemAt(attr.Expr.Range(), "Invalid duration",
			"%q is not a duration above zero. Write a number and a unit, such as \"500ms\", \"2s\" or \"3m\".", text)
	}
	*target = d
	return nil
}

// IsURL reports whether s is an http or https URL by its beginning.
func IsURL(s string) bool {
	scheme, _, ok := strings.Cut(s, "://")
	return ok && (strings.EqualFold(scheme, "https") || strings.EqualFold(scheme, "http"))
}

// hasHost reports whether s is an http or https URL that leads somewhere.
func hasHost(s string) bool {
	u, err := url.Parse(s)
	return IsURL(s) && err == nil && u.Host != ""
}
