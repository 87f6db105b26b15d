package s3

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"strings"
	"sync"
	"time"

	"github.com/minio/minio-go/v7/pkg/credentials"

	"gesso/spec/secret/spelling"
	"gesso/state/home/shelf"
)

// chain looks for credentials in the usual places: the environment, the shared files, and
// those of the machine (web identity, container, instance). The client serialises calls to
// it; only scrub may be called at any time.
type chain struct {
	links   []link
	current credentials.Provider

	mu   sync.Mutex
	seen []spelling.Secret // secrets that were used
}

// link is a place that may have credentials.
type link struct {
	where    string
	provider credentials.Provider
	limit    time.Duration // of a look there; 0: none
}

// instanceLimit is the timeout for an instance's metadata address, which does not answer on
// other machines.
const instanceLimit = 2 * time.Second

func newChain(s Settings, region string) *chain {
	profile := s.Profile
	for _, name := range []string{"AWS_PROFILE", "AWS_DEFAULT_PROFILE"} {
		if profile == "" {
			profile = s.Environ(name)
		}
	}
	if profile == "" {
		profile = "default"
	}
	c := &chain{links: []link{
		{"the environment (AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY)", &environment{environ: s.Environ}, 0},
		{fmt.Sprintf("the profile %q of ~/.aws/credentials and ~/.aws/config", profile), &credentials.FileAWSCredentials{Profile: profile}, 0},
	}}
	switch {
	case s.Environ("AWS_WEB_IDENTITY_TOKEN_FILE") != "":
		iam := &credentials.IAM{Region: region}
		iam.EKSIdentity.TokenFile, iam.EKSIdentity.RoleARN = s.Environ("AWS_WEB_IDENTITY_TOKEN_FILE"), s.Environ("AWS_ROLE_ARN")
		iam.EKSIdentity.RoleSessionName = s.Environ("AWS_ROLE_SESSION_NAME")
		c.links = append(c.links, link{"the web identity of AWS_WEB_IDENTITY_TOKEN_FILE and AWS_ROLE_ARN", iam, patience})
	case s.Environ("AWS_CONTAINER_CREDENTIALS_RELATIVE_URI") != "" || s.Environ("AWS_CONTAINER_CREDENTIALS_FULL_URI") != "":
		c.links = append(c.links, link{"the container's role", &credentials.IAM{Client: direct()}, patience})
	case !strings.EqualFold(s.Environ("AWS_EC2_METADATA_DISABLED"), "true"):
		iam := &credentials.IAM{Client: direct(), Endpoint: s.Environ("AWS_EC2_METADATA_SERVICE_ENDPOINT")}
		c.links = append(c.links, link{"the instance's role", iam, instanceLimit})
	}
	return c
}

// direct is for addresses of the machine itself, which are reached without a proxy and must
// not redirect.
func direct() *http.Client {
	return &http.Client{
		Transport:     &http.Transport{DialContext: (&net.Dialer{Timeout: instanceLimit}).DialContext, ResponseHeaderTimeout: 10 * time.Second},
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}
}

// Retrieve implements credentials.Provider.
func (c *chain) Retrieve() (credentials.Value, error) {
	return c.RetrieveWithCredContext(&credentials.CredContext{Client: http.DefaultClient})
}

// RetrieveWithCredContext implements credentials.Provider. If there are no credentials, the
// error says where it looked.
func (c *chain) RetrieveWithCredContext(cc *credentials.CredContext) (credentials.Value, error) {
	var looked []string
	for _, l := range c.links {
		value, err := l.retrieve(*cc)
		if err == nil && value.AccessKeyID != "" && value.SecretAccessKey != "" {
			c.current = l.provider
			c.keep(value)
			return value, nil
		}
		if err == nil {
			err = errors.New("no keys are there")
		}
		looked = append(looked, fmt.Sprintf("%s: %s", l.where, oneLine(err)))
	}
	return credentials.Value{}, &shelf.Error{
		Problem: shelf.Uncredentialed,
		Detail:  "no credentials were found; looked for in " + strings.Join(looked, "; in "),
	}
}

func (l link) retrieve(cc credentials.CredContext) (credentials.Value, error) {
	if l.limit == 0 {
		return l.provider.RetrieveWithCredContext(&cc)
	}
	if cc.Context == nil {
		cc.Context = context.Background()
	}
	ctx, cancel := context.WithTimeout(cc.Context, l.limit)
	defer cancel()
	cc.Context = ctx
	value, err := l.provider.RetrieveWithCredContext(&cc)
	if err != nil && ctx.Err() != nil {
		err = errors.New("nobody answers")
	}
	return value, err
}

// IsExpired implements credentials.Provider.
func (c *chain) IsExpired() bool { return c.current == nil || c.current.IsExpired() }

func (c *chain) keep(value credentials.Value) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.seen = nil
	for _, secret := range []string{value.SecretAccessKey, value.SessionToken, value.AccessKeyID} {
		if secret != "" {
			c.seen = append(c.seen, spelling.Of(secret))
		}
	}
}

// scrub removes secrets from a service's text, however they are spelled there.
func (c *chain) scrub(text string) string {
	c.mu.Lock()
	defer c.mu.Unlock()
	for _, secret := range c.seen {
		text = secret.Blot(text, "(hidden)")
	}
	return text
}

// environment is the credentials in environment variables.
type environment struct {
	environ   func(string) string
	retrieved bool
}

func (e *environment) Retrieve() (credentials.Value, error) {
	id, secret := e.environ("AWS_ACCESS_KEY_ID"), e.environ("AWS_SECRET_ACCESS_KEY")
	switch {
	case id == "" && secret == "":
		return credentials.Value{}, errors.New("not set")
	case id == "":
		return credentials.Value{}, errors.New("AWS_ACCESS_KEY_ID is not set, and the other one is")
	case secret == "":
		return credentials.Value{}, errors.New("AWS_SECRET_ACCESS_KEY is not set, and the other one is")
	}
	e.retrieved = true
	return credentials.Value{AccessKeyID: id, SecretAccessKey: secret, SessionToken: e.environ("AWS_SESSION_TOKEN"), SignerType: credentials.SignatureV4}, nil
}

func (e *environment) RetrieveWithCredContext(*credentials.CredContext) (credentials.Value, error) {
	return e.Retrieve()
}

func (e *environment) IsExpired() bool { return !e.retrieved }

// oneLine returns an error's text, shortened and on one line.
func oneLine(err error) string {
	text := strings.Join(strings.Fields(bare(err).Error()), " ")
	if len(text) > mostSaid {
		text = strings.ToValidUTF8(text[:mostSaid], "") + "..."
	}
	return text
}
