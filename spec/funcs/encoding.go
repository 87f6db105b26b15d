package funcs

import (
	"bytes"
	"compress/gzip"
	"encoding/base64"
	"net/url"
	"unicode/utf8"

	"github.com/zclconf/go-cty/cty"
	"github.com/zclconf/go-cty/cty/function"
)

func base64EncodeFunc() function.Function {
	return textFunc("Encodes a string, as UTF-8, in Base64.", cty.String, func(args []string) (cty.Value, error) {
		return cty.StringVal(base64.StdEncoding.EncodeToString([]byte(args[0]))), nil
	}, "str")
}

func base64DecodeFunc() function.Function {
	return textFunc("Decodes a string from Base64; the result must be UTF-8.", cty.String, func(args []string) (cty.Value, error) {
		text, err := base64.StdEncoding.DecodeString(args[0])
		if err != nil {
			return cty.NilVal, function.NewArgErrorf(0, "not valid Base64: %w", err)
		}
		if !utf8.Valid(text) {
			return cty.NilVal, function.NewArgErrorf(0, "the decoded bytes are not valid UTF-8; use textdecodebase64 for text in another encoding")
		}
		return cty.StringVal(string(text)), nil
	}, "str")
}

func base64GzipFunc() function.Function {
	return textFunc("Compresses a string with gzip and encodes the result in Base64.", cty.String, func(args []string) (cty.Value, error) {
		var b bytes.Buffer
		w := gzip.NewWriter(&b)
		if _, err := w.Write([]byte(args[0])); err != nil {
			return cty.NilVal, err
		}
		// The flush adds some bytes and does nothing; without it the result would not be Terraform's.
		if err := w.Flush(); err != nil {
			return cty.NilVal, err
		}
		if err := w.Close(); err != nil {
			return cty.NilVal, err
		}
		return cty.StringVal(base64.StdEncoding.EncodeToString(b.Bytes())), nil
	}, "str")
}

func urlEncodeFunc() function.Function {
	return textFunc("Encodes a string for the query of an URL.", cty.String, func(args []string) (cty.Value, error) {
		return cty.StringVal(url.QueryEscape(args[0])), nil
	}, "str")
}
