package backend

import (
	"fmt"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"gesso/spec/diag"
)

// How long a silent run may be waited for: less would take a slow network for a dead
// machine, and more nobody waits.
const (
	LeastLease = 10 * time.Second
	MostLease  = time.Hour
)

// fold makes alike the ways in which a name is written.
func fold(name string) string { return strings.ToLower(strings.ReplaceAll(name, "-", "_")) }

func quoted(text string) string { return strconv.Quote(diag.Shorten(text)) }

// check says what is wrong with the value of an argument that a kind has, as a sentence;
// "" is nothing.
func check(name, value string) string {
	switch name {
	case "lease":
		if _, err := Lease(value); err != nil {
			return "The lease " + err.Error() + "."
		}
	case "cache_size":
		if _, err := Size(value); err != nil {
			return "The cache_size " + err.Error() + "."
		}
	case "path_style":
		if value != "true" && value != "false" {
			return "The path_style is true or false."
		}
	case "sse":
		if value != "AES256" && value != "aws:kms" {
			return "The sse is \"AES256\", or \"aws:kms\" with kms_key_id."
		}
	case "endpoint":
		return checkEndpoint(value)
	case "prefix":
		return checkPrefix(value)
	default:
		if value == "" {
			return "The " + name + " is empty. Leave the argument out, or give it a value."
		}
	}
	return ""
}

func checkEndpoint(value string) string {
	at, err := url.Parse(value)
	switch {
	case err != nil || at.Scheme != "https" && at.Scheme != "http" || at.Host == "":
		return "The endpoint is the address of a server, as in \"https://s3.studio.internal\"."
	case at.User != nil:
		return "The endpoint has a user in it, and gesso takes no credentials from a file or from the command line. Set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY in the environment."
	case strings.Trim(at.Path, "/") != "" || at.RawQuery != "" || at.Fragment != "":
		return "The endpoint is a server alone, as in \"https://s3.studio.internal\": the bucket and the prefix are arguments of their own."
	}
	return ""
}

func checkPrefix(value string) string {
	parts := strings.Split(strings.Trim(value, "/"), "/")
	if strings.Trim(value, "/") == "" || slices.ContainsFunc(parts, func(p string) bool { return p == "" || p == "." || p == ".." }) {
		return "The prefix is what the names of all objects begin with, as in \"autumn-campaign\": words joined by slashes. Leave the argument out for the bucket as a whole."
	}
	if strings.ContainsFunc(value, func(r rune) bool { return r < ' ' || r == 0x7f }) {
		return "The prefix has a control character in it."
	}
	return ""
}

// Lease reads how long a silent run is waited for; "" is 0.
func Lease(text string) (time.Duration, error) {
	if text == "" {
		return 0, nil
	}
	lease, err := time.ParseDuration(text)
	switch {
	case err != nil:
		return 0, fmt.Errorf("%s is no duration: write one such as \"60s\" or \"5m\"", quoted(text))
	case lease < LeastLease || lease > MostLease:
		return 0, fmt.Errorf("is from 10s to 1h, and %s is not", quoted(text))
	}
	return lease, nil
}

// units are what a size is counted in.
var units = []struct {
	name  string
	bytes float64
}{
	{"KiB", 1 << 10}, {"MiB", 1 << 20}, {"GiB", 1 << 30}, {"TiB", 1 << 40},
	{"KB", 1e3}, {"MB", 1e6}, {"GB", 1e9}, {"TB", 1e12},
}

// mostBytes is a size that no disk has.
const mostBytes = 1e18

// Size reads a number of bytes such as "10GB"; "" is 0.
func Size(text string) (int64, error) {
	if text == "" {
		return 0, nil
	}
	for _, u := range units {
		number, is := strings.CutSuffix(strings.ToLower(text), strings.ToLower(u.name))
		if !is {
			continue
		}
		n, err := strconv.ParseFloat(strings.TrimSpace(number), 64)
		if err != nil || !(n > 0) || n*u.bytes < 1 || n*u.bytes > mostBytes {
			break
		}
		return int64(n * u.bytes), nil
	}
	return 0, fmt.Errorf("%s is no size: write one such as \"500MB\" or \"10GB\"", quoted(text))
}
