package funcs

import (
	"encoding/base64"
	"strings"
	"unicode/utf8"

	"github.com/zclconf/go-cty/cty"
	"github.com/zclconf/go-cty/cty/function"
	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/ianaindex"

	"gesso/spec/lines"
)

func textEncodeBase64Func() function.Function {
	return textFunc("Encodes a string in a character encoding given by its IANA name, and the result in Base64.", cty.String, func(args []string) (cty.Value, error) {
		charset, err := findCharset(args[1])
		if err != nil {
			return cty.NilVal, err
		}
		encoded, err := charset.NewEncoder().Bytes([]byte(args[0]))
		if err != nil {
			return cty.NilVal, function.NewArgErrorf(0, "the string has characters that %s cannot represent", charsetName(charset, args[1]))
		}
		return cty.StringVal(base64.StdEncoding.EncodeToString(encoded)), nil
	}, "string", "encoding")
}

func textDecodeBase64Func() function.Function {
	return textFunc("Decodes a string from Base64, and the result from a character encoding given by its IANA name.", cty.String, func(args []string) (cty.Value, error) {
		charset, err := findCharset(args[1])
		if err != nil {
			return cty.NilVal, err
		}
		encoded, err := base64.StdEncoding.DecodeString(args[0])
		if err != nil {
			return cty.NilVal, function.NewArgErrorf(0, "not valid Base64: %w", err)
		}
		text, err := charset.NewDecoder().Bytes(encoded)
		// A decoder puts the replacement character where it cannot decode: silently another text.
		if err != nil || strings.ContainsRune(string(text), utf8.RuneError) {
			return cty.NilVal, function.NewArgErrorf(0, "the decoded bytes are not valid in %s", charsetName(charset, args[1]))
		}
		return cty.StringVal(lines.LF(string(text))), nil // as file gives it, whose files in UTF-16 come this way
	}, "source", "encoding")
}

func findCharset(name string) (encoding.Encoding, error) {
	charset, err := ianaindex.IANA.Encoding(name)
	if err != nil || charset == nil {
		return nil, function.NewArgErrorf(1, "%q is no character encoding that gesso knows; IANA's names and aliases are, as \"UTF-16LE\" or \"ISO-8859-1\"", name)
	}
	return charset, nil
}

// charsetName is the canonical name of charset, or asked where it has none.
func charsetName(charset encoding.Encoding, asked string) string {
	if name, err := ianaindex.IANA.Name(charset); err == nil {
		return name
	}
	return asked
}
