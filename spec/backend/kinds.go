package backend

import (
	"slices"

	"gesso/spec/diag"
	"gesso/spec/near"
)

// The kinds of backends.
const (
	S3    = "s3"
	Local = "local"

	localToo = "dir" // another name of Local
)

// kinds are the arguments of each kind, of those that the table of the language has.
var kinds = map[string][]string{
	S3: {
		"bucket", "prefix", "region", "endpoint", "path_style", "ca_file", "sse", "kms_key_id", "profile",
		"lease", "cache_size",
	},
	Local: {"path", "lease", "cache_size"},
}

// required is the argument that a kind cannot be without.
var required = map[string]string{S3: "bucket", Local: "path"}

// Kinds are the names of the kinds, the most used one first.
func Kinds() []string { return []string{S3, Local} }

// Arguments are the arguments of a kind, in the order of the documentation.
func Arguments(kind string) []string { return slices.Clone(kinds[kind]) }

// Required is the argument that a kind cannot be without.
func Required(kind string) string { return required[kind] }

// kindOf is the kind of a name, or "".
func kindOf(name string) string {
	if name == localToo {
		return Local
	}
	if kinds[name] == nil {
		return ""
	}
	return name
}

// elsewhere are kinds of Terraform's that gesso does not have, and what to do instead.
var elsewhere = map[string]string{
	"gcs":     "The S3 face of Google Cloud Storage ignores the conditions that keep two machines from paying twice, so it cannot be one either; a mounted bucket is none.",
	"azurerm": "A share that several machines have mounted is one: backend \"local\".",
	"remote":  "Any storage that speaks S3 is one, and so is a share that is mounted.",
	"http":    "Any storage that speaks S3 is one, and so is a share that is mounted.",
	"cloud":   "Any storage that speaks S3 is one, and so is a share that is mounted.",
}

// unknownKind says what is wrong with a kind that there is not.
func unknownKind(name string) string {
	text := "There is no backend of the kind " + quoted(name) + ": there are \"s3\" and \"local\"."
	if instead := elsewhere[name]; instead != "" {
		return text + " " + instead
	}
	return text + near.Sentence(near.Word(name, append(Kinds(), localToo)))
}

// secrets are arguments that would be credentials.
var secrets = []string{
	"access_key", "secret_key", "token", "session_token", "security_token", "access_key_id", "secret_access_key",
	"aws_access_key_id", "aws_secret_access_key", "aws_session_token", "password", "secret", "credentials",
	"sse_customer_key", "web_identity_token",
}

// IsSecret reports whether an argument of that name would be a credential, which no file
// and no command line has.
func IsSecret(name string) bool { return slices.Contains(secrets, fold(name)) }

// refusedSecret says what to use in place of a credential.
func refusedSecret(name string) string {
	return "The argument " + quoted(name) + " would be a credential, and gesso takes none from a file or from the command line, where others can read it. " +
		"Set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY in the environment, name a profile of ~/.aws/credentials by profile = \"...\", or let the machine have a role."
}

// habits are arguments of Terraform's, and what to write instead.
var habits = map[string]string{
	"key":                         "A home has many objects: write prefix = \"...\" for what their names begin with.",
	"dynamodb_table":              "No lock is needed beside the bucket: leave it out.",
	"use_lockfile":                "No lock is needed beside the log: leave it out.",
	"encrypt":                     "Write sse = \"AES256\".",
	"use_path_style":              "Write path_style = true.",
	"force_path_style":            "Write path_style = true.",
	"endpoints":                   "Write endpoint = \"https://...\".",
	"workspace_key_prefix":        "Workspaces lie below workspaces/ in the home: leave it out.",
	"workspace_dir":               "Workspaces lie below workspaces/ in the home: leave it out.",
	"shared_credentials_file":     "Set AWS_SHARED_CREDENTIALS_FILE in the environment.",
	"shared_credentials_files":    "Set AWS_SHARED_CREDENTIALS_FILE in the environment.",
	"custom_ca_bundle":            "Write ca_file = \"...\".",
	"role_arn":                    "Set AWS_ROLE_ARN and AWS_WEB_IDENTITY_TOKEN_FILE in the environment, or let the machine have the role.",
	"assume_role":                 "Set AWS_ROLE_ARN and AWS_WEB_IDENTITY_TOKEN_FILE in the environment, or let the machine have the role.",
	"skip_credentials_validation": "Nothing is validated that could be skipped: leave it out.",
}

// unknownArgument says what is wrong with an argument that a kind does not have.
func unknownArgument(kind, name string) string {
	text := "The backend " + quoted(kind) + " has no argument named " + quoted(name) + "."
	if instead := habits[name]; instead != "" {
		return text + " " + instead
	}
	if meant := near.Word(name, kinds[kind]); meant != "" {
		return text + near.Sentence(meant)
	}
	return text + " It has " + diag.Enumerate(kinds[kind]) + "."
}
