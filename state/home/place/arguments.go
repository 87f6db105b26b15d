package place

import (
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"gesso/state/home/shelf/s3"
)

// Argument is an argument of a backend block.
type Argument struct {
	Name        string
	Description string
	Required    bool
}

// argument is an Argument with its check, which returns what is wrong with a value, or "".
type argument struct {
	Argument
	check func(s Settings, value string) string
}

func table(kind string) []argument {
	both := []argument{
		{Argument{"lease", "how long a gesso that works here may be silent before another one takes over, such as \"60s\"", false},
			func(s Settings, _ string) string { _, err := Lease(s); return text(err) }},
		{Argument{"cache_size", "how much of the pictures each machine keeps a copy of, such as \"10GB\"", false},
			func(s Settings, _ string) string { _, err := CacheSize(s); return text(err) }},
	}
	if KindOf(kind) == Local {
		return append([]argument{
			{Argument{"path", "a directory that all machines see, such as a mounted share; relative to the configuration", true}, checkPath},
		}, both...)
	}
	if KindOf(kind) != S3 {
		return nil
	}
	return append([]argument{
		{Argument{"bucket", "the bucket, which is there already", true}, checkBucket},
		{Argument{"prefix", "what the names of all objects begin with; a bucket can have several homes", false}, checkPrefix},
		{Argument{"region", "the bucket's region; without it that of AWS_REGION", false}, checkWord},
		{Argument{"endpoint", "the address of a service other than Amazon's, such as \"https://s3.studio.internal\"", false}, checkEndpoint},
		{Argument{"path_style", "true where the bucket's name is not part of the host's", false}, oneOf("true", "false")},
		{Argument{"ca_file", "certificates to trust beside the system's, as PEM; relative to the configuration", false}, checkLine},
		{Argument{"sse", "how the service encrypts objects: \"AES256\" or \"aws:kms\"; without it as the bucket has it", false}, oneOf("AES256", "aws:kms")},
		{Argument{"kms_key_id", "the key of sse = \"aws:kms\"; without it the bucket's", false}, checkKey},
		{Argument{"profile", "of the shared credentials file; the environment comes first", false}, checkLine},
	}, both...)
}

// Arguments returns the arguments of a backend block of a kind, or nil if there is no such
// kind.
func Arguments(kind string) []Argument {
	var all []Argument
	for _, a := range table(kind) {
		all = append(all, a.Argument)
	}
	return all
}

// Problem is what is wrong with an argument.
type Problem struct {
	Argument string // "": the block itself
	Text     string
}

func (p Problem) Error() string {
	if p.Argument == "" {
		return p.Text
	}
	return p.Argument + ": " + p.Text
}

// Check returns everything that is wrong with settings, by their text alone: first known
// arguments in the order of Arguments, then unknown ones by name.
func Check(s Settings) []Problem {
	known := table(s.Kind)
	if known == nil {
		return []Problem{{"", fmt.Sprintf("%q is no kind of backend: it is \"s3\" or \"local\"", s.Kind)}}
	}
	var problems []Problem
	for _, a := range known {
		value, given := s.Values[a.Name]
		switch why := ""; {
		case !given && a.Required:
			problems = append(problems, Problem{a.Name, "it is missing, and is " + a.Description})
		case given && value == "" && a.Required:
			problems = append(problems, Problem{a.Name, "it is empty, and is " + a.Description})
		case given && value != "":
			if why = a.check(s, value); why != "" {
				problems = append(problems, Problem{a.Name, why})
			}
		}
	}
	for _, name := range slices.Sorted(maps.Keys(s.Values)) {
		if !slices.ContainsFunc(known, func(a argument) bool { return a.Name == name }) {
			problems = append(problems, Problem{name, unknown(s.Kind, name, known)})
		}
	}
	return problems
}

// elsewhere says where to give what users of Terraform give in its backend block.
var elsewhere = map[string]string{
	"key":                         "a home is many objects; say prefix",
	"workspace_key_prefix":        "workspaces have folders of their own below prefix",
	"encrypt":                     `say sse = "AES256" or sse = "aws:kms"`,
	"use_path_style":              "say path_style",
	"force_path_style":            "say path_style",
	"endpoints":                   "say endpoint",
	"dynamodb_table":              "it is not needed: the home itself excludes others",
	"use_lockfile":                "it is not needed: the home itself excludes others",
	"custom_ca_bundle":            "say ca_file",
	"role_arn":                    "set AWS_ROLE_ARN with AWS_WEB_IDENTITY_TOKEN_FILE, or let a profile's credential_process assume the role",
	"assume_role":                 "set AWS_ROLE_ARN with AWS_WEB_IDENTITY_TOKEN_FILE, or let a profile's credential_process assume the role",
	"shared_credentials_file":     "set AWS_SHARED_CREDENTIALS_FILE",
	"shared_credentials_files":    "set AWS_SHARED_CREDENTIALS_FILE",
	"shared_config_files":         "set AWS_CONFIG_FILE",
	"skip_region_validation":      "it is not needed",
	"skip_credentials_validation": "it is not needed",
	"skip_metadata_api_check":     "set AWS_EC2_METADATA_DISABLED=true",
	"skip_requesting_account_id":  "it is not needed",
	"skip_s3_checksum":            "it is not needed",
}

// secrets are arguments that would put a secret into a file.
var secrets = []string{"access_key", "access_key_id", "secret_key", "secret_access_key", "token", "session_token", "password", "sse_customer_key", "user", "username"}

func unknown(kind, name string, known []argument) string {
	if slices.Contains(secrets, name) {
		return "credentials are not written down here, where they would get into version control and plans: " +
			"set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or name a profile of the shared credentials file"
	}
	if instead := elsewhere[name]; instead != "" && KindOf(kind) == S3 {
		return "there is no such argument: " + instead
	}
	var names []string
	for _, a := range known {
		names = append(names, a.Name)
	}
	return "there is no such argument; there are " + strings.Join(names, ", ")
}

func text(err error) string {
	if err == nil {
		return ""
	}
	return err.Error()
}

func oneOf(values ...string) func(Settings, string) string {
	return func(_ Settings, value string) string {
		if slices.Contains(values, value) {
			return ""
		}
		return fmt.Sprintf("%q is not %q or %q", value, values[0], values[1])
	}
}

var bucketName = regexp.MustCompile(`^[A-Za-z0-9][A-Za-z0-9._-]{1,61}[A-Za-z0-9]$`)

func checkBucket(_ Settings, value string) string {
	switch {
	case strings.HasSuffix(value, "--x-s3"):
		return "directory buckets list their objects in no order, and a home needs one: take a general purpose bucket"
	case !bucketName.MatchString(value) || strings.Contains(value, ".."):
		return fmt.Sprintf("%q is no name of a bucket; a prefix is an argument of its own", value)
	}
	return ""
}

const longestPrefix = 300 // with the longest object name this stays below S3's 1,024 bytes

func checkPrefix(_ Settings, value string) string {
	if len(value) > longestPrefix {
		return fmt.Sprintf("it has %d bytes, and %d is the most", len(value), longestPrefix)
	}
	if !isLine(value) || strings.Contains(value, `\`) {
		return fmt.Sprintf("%q is no prefix: words joined by slashes", value)
	}
	for word := range strings.SplitSeq(strings.Trim(value, "/"), "/") {
		if word == "" || word == "." || word == ".." {
			return fmt.Sprintf("%q is no prefix: words joined by slashes", value)
		}
	}
	return ""
}

func checkEndpoint(_ Settings, value string) string {
	_, err := s3.ParseEndpoint(value)
	return text(err)
}

func checkKey(s Settings, value string) string {
	if s.Values["sse"] != "aws:kms" {
		return `it is for sse = "aws:kms"`
	}
	return checkWord(s, value)
}

func checkPath(s Settings, value string) string {
	if strings.HasPrefix(value, "~") {
		return fmt.Sprintf("%q would be a directory of that very name: write your own one out", value)
	}
	return checkLine(s, value)
}

func checkWord(_ Settings, value string) string {
	if !isLine(value) || strings.ContainsFunc(value, unicode.IsSpace) {
		return fmt.Sprintf("%q is not one word", value)
	}
	return ""
}

func checkLine(_ Settings, value string) string {
	if !isLine(value) {
		return fmt.Sprintf("%q has characters that cannot be shown", value)
	}
	return ""
}

func isLine(value string) bool {
	return utf8.ValidString(value) && !strings.ContainsFunc(value, unicode.IsControl)
}
