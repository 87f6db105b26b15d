package flux

import (
	"cmp"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"time"

	"gesso/runner/flux/internal/dial"
	"gesso/runner/flux/internal/transfer"
	"gesso/runner/provider"
)

// Where the API lives, by its published description.
const (
	DefaultEndpoint       = "https://api.acedata.cloud"
	DefaultUploadEndpoint = "https://platform.acedata.cloud"

	imagesPath = "/flux/images"
	tasksPath  = "/flux/tasks"
	filesPath  = "/api/v1/files/" // without its last slash the server redirects
)

// SandboxHeader marks an answer of gesso's own stand-in for the API: its
// pictures are placeholders and must not be taken for real ones.
const SandboxHeader = "Gesso-Sandbox"

// Config says whom a Client talks to and how. Only Token has no default.
type Config struct {
	// Endpoint is the base URL of the API, DefaultEndpoint when "".
	Endpoint string
	// UploadEndpoint is the base URL that pictures are uploaded to. When "" it is
	// DefaultUploadEndpoint if Endpoint is the default too, and Endpoint if not:
	// neither token nor picture goes to a host that nobody named.
	UploadEndpoint string
	// Token is sent to the two endpoints and nowhere else. It may be "" only for
	// a sandbox or an endpoint on this machine.
	Token string
	// UploadToken is sent with uploads, which by some of the documents want
	// another token than the API's; Token when "".
	UploadToken string
	// Mode is how a picture is asked for.
	Mode Mode
	// CallbackURL is what the API calls when a task is finished; for the mode
	// Callback alone, which needs it.
	CallbackURL string
	// Timeout bounds the wait for the answer to one submission. When 0 it suits
	// the mode; a short one buys nothing but doubt.
	Timeout time.Duration
	// Stall is how long a download may be too slow to ever finish before it is
	// begun anew. 0 is 30 s.
	Stall time.Duration
	// UserAgent is "gesso" when "".
	UserAgent string
	// Observe is told of each exchange; nil: nobody is.
	Observe func(provider.Exchange)
	// Transport carries all calls. When nil the client has its own, which opens
	// no connection to a private address for a picture; one that is given is
	// trusted with that.
	Transport http.RoundTripper
	// Sandbox says that the caller knows the endpoint to be a gesso sandbox. When
	// false, answers that carry SandboxHeader are errors.
	Sandbox bool
}

// Client calls the API. It is safe for concurrent use; make one with New.
type Client struct {
	images, tasks, files string // full URLs

	mode      Mode
	callback  string
	timeout   time.Duration
	stall     time.Duration
	userAgent string
	token     string
	uploadKey string // the token of uploads
	sandbox   bool

	censor  censor
	guard   *dial.Guard
	api     http.RoundTripper // bare, so that nothing can follow a redirect
	till    http.RoundTripper // as api, for what is paid
	web     *http.Client      // for pictures: follows redirects, knows no token
	retries retries
	memory  memory
}

// New checks cfg and makes a client. It makes no call. Its errors are
// *provider.Error of class Authentication, for the token, or Invalid.
func New(cfg Config) (*Client, error) {
	token := strings.TrimSpace(cfg.Token) // a token read from a file ends in a newline
	c := &Client{
		mode: cfg.Mode, callback: cfg.CallbackURL, timeout: cfg.Timeout, stall: cfg.Stall,
		userAgent: cfg.UserAgent, token: token, sandbox: cfg.Sandbox,
		uploadKey: cmp.Or(strings.TrimSpace(cfg.UploadToken), token),
		retries:   usualRetries,
	}
	c.censor = newCensor(token, c.uploadKey)
	if c.mode < 0 || int(c.mode) >= len(modes) {
		return nil, c.invalid("the mode of submission is neither async, sync, stream nor callback")
	}
	if c.mode == Callback && !fetchable(c.callback) {
		return nil, c.invalid("the callback's URL is not an http or https URL")
	}
	if c.timeout <= 0 {
		c.timeout = modes[c.mode].timeout
	}
	if c.stall <= 0 {
		c.stall = transfer.UsualStall
	}
	if c.userAgent == "" {
		c.userAgent = "gesso"
	}
	local, err := c.aim(cfg.Endpoint, cfg.UploadEndpoint)
	if err != nil {
		return nil, err
	}
	if token == "" && !cfg.Sandbox && !local {
		return nil, &provider.Error{Class: provider.Authentication, Code: "no_token", Message: "there is no token", Remedy: remedies[provider.Authentication]}
	}
	for _, key := range []struct{ what, token string }{{"token", token}, {"upload token", c.uploadKey}} {
		if strings.ContainsFunc(key.token, func(r rune) bool { return r <= ' ' || r > '~' }) {
			return nil, &provider.Error{Class: provider.Authentication, Message: "the " + key.what + " has a blank or a character outside ASCII", Remedy: remedies[provider.Authentication]}
		}
	}
	c.guard = &dial.Guard{Local: local}
	c.api, c.till, c.web = cfg.Transport, cfg.Transport, &http.Client{Transport: cfg.Transport, CheckRedirect: c.guard.Redirect}
	if cfg.Transport == nil {
		c.api, c.till = dial.API(c.guard), dial.Paid(c.guard)
		c.web.Transport = dial.Web(c.guard, http.ProxyFromEnvironment)
	}
	c.observe(cfg.Observe)
	return c, nil
}

// aim sets the URLs of the calls and reports whether the API is on this
// machine or its private network.
func (c *Client) aim(endpoint, upload string) (local bool, err error) {
	if endpoint == "" {
		endpoint = DefaultEndpoint
	}
	if upload == "" {
		upload = endpoint
		if strings.TrimRight(endpoint, "/") == DefaultEndpoint {
			upload = DefaultUploadEndpoint
		}
	}
	base, err := c.baseURL("endpoint", endpoint)
	if err != nil {
		return false, err
	}
	files, err := c.baseURL("upload endpoint", upload)
	if err != nil {
		return false, err
	}
	c.images, c.tasks = base.String()+imagesPath, base.String()+tasksPath
	c.files = files.String() + filesPath
	return dial.IsLocal(base.Hostname()), nil
}

// baseURL parses an endpoint. Credentials in it would end up in texts, and a
// query in the middle of the calls' paths: both are refused.
func (c *Client) baseURL(what, text string) (*url.URL, error) {
	u, err := url.Parse(strings.TrimRight(text, "/"))
	switch {
	case err != nil || u.Host == "" || (u.Scheme != "http" && u.Scheme != "https"):
		return nil, c.invalid(fmt.Sprintf("the %s is not an http or https URL", what))
	case u.User != nil || u.RawQuery != "" || u.Fragment != "":
		return nil, c.invalid(fmt.Sprintf("the %s has more than a scheme, a host and a path", what))
	}
	return u, nil
}

func (c *Client) invalid(message string) *provider.Error {
	return &provider.Error{Class: provider.Invalid, Message: c.censor.line(message)}
}
