package s3_test

import (
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"gesso/state/home/shelf"
	"gesso/state/home/shelf/s3"
	"gesso/state/home/shelf/s3/s3test"
)

// signedBy opens a shelf with the environment as it is, makes a request, and returns the key
// that it was signed with.
func signedBy(t *testing.T, set func(*s3.Settings)) (string, error) {
	t.Helper()
	key := ""
	settings := s3.Settings{Bucket: s3test.Bucket, Region: "eu-central-1", Transport: transport(func(r *http.Request) (*http.Response, error) {
		if strings.HasPrefix(r.URL.Host, "sts.") {
			body := `<AssumeRoleWithWebIdentityResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/">` + "<AssumeRoleWithWebIdentityResult><Credentials><AccessKeyId>WEBIDENTITYKEY</AccessKeyId>" +
				"<SecretAccessKey>s</SecretAccessKey><SessionToken>t</SessionToken><Expiration>" + time.Now().Add(time.Hour).UTC().Format(time.RFC3339) +
				"</Expiration></Credentials></AssumeRoleWithWebIdentityResult></AssumeRoleWithWebIdentityResponse>"
			return &http.Response{StatusCode: 200, Body: io.NopCloser(strings.NewReader(body)), Request: r}, nil
		}
		_, rest, _ := strings.Cut(r.Header.Get("Authorization"), "Credential=")
		key, _, _ = strings.Cut(rest, "/")
		return &http.Response{StatusCode: 404, Body: http.NoBody, Request: r}, nil
	})}
	if set != nil {
		set(&settings)
	}
	_, err := open(t, settings).Stat(t.Context(), "home")
	if errors.Is(err, os.ErrNotExist) {
		err = nil
	}
	return key, err
}

// bareEnvironment has nothing in it of whoever runs the tests.
func bareEnvironment(t *testing.T) (home string) {
	t.Helper()
	home = t.TempDir()
	for _, name := range []string{
		"AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN", "AWS_PROFILE", "AWS_DEFAULT_PROFILE", "AWS_SHARED_CREDENTIALS_FILE", "AWS_CONFIG_FILE",
		"AWS_WEB_IDENTITY_TOKEN_FILE", "AWS_ROLE_ARN", "AWS_CONTAINER_CREDENTIALS_RELATIVE_URI", "AWS_CONTAINER_CREDENTIALS_FULL_URI", "AWS_CA_BUNDLE", "AWS_ENDPOINT_URL", "AWS_ENDPOINT_URL_S3",
		"AWS_EC2_METADATA_SERVICE_ENDPOINT",
	} {
		t.Setenv(name, "")
	}
	t.Setenv("AWS_EC2_METADATA_DISABLED", "true")
	t.Setenv("HOME", home)
	t.Setenv("USERPROFILE", home)
	if err := os.Mkdir(filepath.Join(home, ".aws"), 0o755); err != nil {
		t.Fatal(err)
	}
	write(t, filepath.Join(home, ".aws", "credentials"), "[default]\naws_access_key_id = DEFAULTKEY\naws_secret_access_key = s\n\n[studio]\naws_access_key_id = STUDIOKEY\naws_secret_access_key = s\n")
	return home
}

func write(t *testing.T, name, text string) {
	t.Helper()
	if err := os.WriteFile(name, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
}

// TestCredentials: where they come from, and which come first.
func TestCredentials(t *testing.T) {
	for _, test := range []struct {
		name string
		set  func(t *testing.T, home string)
		with func(*s3.Settings)
		want string
	}{
		{"the default profile", func(*testing.T, string) {}, nil, "DEFAULTKEY"},
		{"a profile of the settings", func(*testing.T, string) {}, func(s *s3.Settings) { s.Profile = "studio" }, "STUDIOKEY"},
		{"a profile of the environment", func(t *testing.T, _ string) { t.Setenv("AWS_PROFILE", "studio") }, nil, "STUDIOKEY"},
		{"the environment before a profile", func(t *testing.T, _ string) {
			t.Setenv("AWS_ACCESS_KEY_ID", "ENVIRONMENTKEY")
			t.Setenv("AWS_SECRET_ACCESS_KEY", "s")
		}, func(s *s3.Settings) { s.Profile = "studio" }, "ENVIRONMENTKEY"},
		{"another file", func(t *testing.T, home string) {
			t.Setenv("AWS_SHARED_CREDENTIALS_FILE", filepath.Join(home, "other"))
			write(t, filepath.Join(home, "other"), "[default]\naws_access_key_id = OTHERKEY\naws_secret_access_key = s\n")
		}, nil, "OTHERKEY"},
		{"web identity", func(t *testing.T, home string) {
			write(t, filepath.Join(home, "token"), "a token")
			t.Setenv("AWS_WEB_IDENTITY_TOKEN_FILE", filepath.Join(home, "token"))
			t.Setenv("AWS_ROLE_ARN", "arn:aws:iam::1:role/r")
		}, func(s *s3.Settings) { s.Profile = "nobody" }, "WEBIDENTITYKEY"},
		{"a container", func(t *testing.T, _ string) { t.Setenv("AWS_CONTAINER_CREDENTIALS_FULL_URI", metadata(t)+"/container") },
			func(s *s3.Settings) { s.Profile = "nobody" }, "CONTAINERKEY"},
		{"an instance", func(t *testing.T, _ string) {
			t.Setenv("AWS_EC2_METADATA_DISABLED", "")
			t.Setenv("AWS_EC2_METADATA_SERVICE_ENDPOINT", metadata(t))
		}, func(s *s3.Settings) { s.Profile = "nobody" }, "INSTANCEKEY"},
	} {
		t.Run(test.name, func(t *testing.T) {
			test.set(t, bareEnvironment(t))
			if got, err := signedBy(t, test.with); got != test.want || err != nil {
				t.Errorf("signed by %q (%v), want %s", got, err, test.want)
			}
		})
	}
}

// metadata is a machine's own service.
func metadata(t *testing.T) string {
	keys := func(id string) string {
		return fmt.Sprintf(`{"Code":"Success","AccessKeyId":%q,"SecretAccessKey":"s","Token":"t","Expiration":%q}`, id, time.Now().Add(time.Hour).UTC().Format(time.RFC3339))
	}
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		text := map[string]string{
			"/container":        keys("CONTAINERKEY"),
			"/latest/api/token": "token",
			"/latest/meta-data/iam/security-credentials":      "role",
			"/latest/meta-data/iam/security-credentials/role": keys("INSTANCEKEY"),
		}[strings.TrimSuffix(r.URL.Path, "/")]
		_, _ = io.WriteString(w, text)
	}))
	t.Cleanup(server.Close)
	return server.URL
}

// TestNoCredentials: nobody asks without a name; the error says where one was looked for.
func TestNoCredentials(t *testing.T) {
	for _, test := range []struct {
		name string
		set  func(t *testing.T)
		want []string
	}{
		{"none at all", func(*testing.T) {}, []string{"AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY): not set", `the profile "nobody" of ~/.aws/credentials`}},
		{"a half", func(t *testing.T) { t.Setenv("AWS_ACCESS_KEY_ID", "KEY") }, []string{"AWS_SECRET_ACCESS_KEY is not set, and the other one is"}},
		{"a web identity without a token", func(t *testing.T) {
			t.Setenv("AWS_WEB_IDENTITY_TOKEN_FILE", "/absent/token")
			t.Setenv("AWS_ROLE_ARN", "arn:aws:iam::1:role/r")
		}, []string{"the web identity of AWS_WEB_IDENTITY_TOKEN_FILE"}},
	} {
		t.Run(test.name, func(t *testing.T) {
			bareEnvironment(t)
			test.set(t)
			_, err := signedBy(t, func(s *s3.Settings) { s.Profile = "nobody" })
			e, ok := errors.AsType[*shelf.Error](err)
			if !ok || e.Problem != shelf.Uncredentialed {
				t.Fatalf("%v; want that there are no credentials", err)
			}
			for _, want := range test.want {
				if !strings.Contains(e.Detail, want) {
					t.Errorf("%s; want %q in it", e.Detail, want)
				}
			}
		})
	}
}

// TestExpiredCredentials: keys that somebody has renewed meanwhile are found.
func TestExpiredCredentials(t *testing.T) {
	home := bareEnvironment(t)
	var keys []string
	s := open(t, s3.Settings{Bucket: s3test.Bucket, Region: "eu-central-1", Transport: transport(func(r *http.Request) (*http.Response, error) {
		_, rest, _ := strings.Cut(r.Header.Get("Authorization"), "Credential=")
		key, _, _ := strings.Cut(rest, "/")
		keys = append(keys, key)
		if key == "DEFAULTKEY" {
			write(t, filepath.Join(home, ".aws", "credentials"), "[default]\naws_access_key_id = NEWKEY\naws_secret_access_key = s\n")
			return &http.Response{StatusCode: 400, Body: io.NopCloser(strings.NewReader("<Error><Code>ExpiredToken</Code><Message>old</Message></Error>")), Request: r}, nil
		}
		return &http.Response{StatusCode: 200, Header: http.Header{"Etag": {`"e"`}}, Body: http.NoBody, Request: r}, nil
	})})
	if err := create(t, s, "home", "x"); err != nil {
		t.Fatal(err)
	}
	if got := strings.Join(keys, " "); got != "DEFAULTKEY NEWKEY" {
		t.Errorf("signed by %s, want the old and the new one", got)
	}
}

// TestRegions: a region that is not said is looked for, and none is not guessed.
func TestRegions(t *testing.T) {
	bareEnvironment(t)
	t.Setenv("AWS_REGION", "")
	t.Setenv("AWS_DEFAULT_REGION", "")
	if _, err := s3.Open(s3.Settings{Bucket: s3test.Bucket}); err == nil || !strings.Contains(err.Error(), "AWS_REGION") {
		t.Errorf("%v; want that no region is known", err)
	}
	if _, err := s3.Open(s3.Settings{Bucket: s3test.Bucket, Endpoint: "https://s3.studio.internal"}); err != nil {
		t.Error(err)
	}
	t.Setenv("AWS_REGION", "eu-central-1")
	if _, err := s3.Open(s3.Settings{Bucket: s3test.Bucket}); err != nil {
		t.Error(err)
	}
}
