package funcs

import (
	"crypto/md5"
	"crypto/sha1"
	"crypto/sha256"
	"crypto/sha512"
	"encoding/base64"
	"encoding/hex"
	"fmt"

	"github.com/zclconf/go-cty/cty"
	"github.com/zclconf/go-cty/cty/function"

	"gesso/spec/folder"
)

// A digest is one way of writing the hash of some bytes.
type digest struct {
	name    string // of the function of a string; the one of a file has "file" before it
	hash    string // as people write it
	written string
	sum     func([]byte) string
}

// digests lists every hash function of the language.
func digests() []digest {
	const inHex, inBase64 = "hexadecimal digits", "Base64"
	return []digest{
		{"md5", "MD5", inHex, func(b []byte) string { s := md5.Sum(b); return hex.EncodeToString(s[:]) }},
		{"sha1", "SHA1", inHex, func(b []byte) string { s := sha1.Sum(b); return hex.EncodeToString(s[:]) }},
		{"sha256", "SHA256", inHex, func(b []byte) string { s := sha256.Sum256(b); return hex.EncodeToString(s[:]) }},
		{"sha512", "SHA512", inHex, func(b []byte) string { s := sha512.Sum512(b); return hex.EncodeToString(s[:]) }},
		{"base64sha256", "SHA256", inBase64, func(b []byte) string { s := sha256.Sum256(b); return base64.StdEncoding.EncodeToString(s[:]) }},
		{"base64sha512", "SHA512", inBase64, func(b []byte) string { s := sha512.Sum512(b); return base64.StdEncoding.EncodeToString(s[:]) }},
	}
}

func hashFuncs() map[string]function.Function {
	table := make(map[string]function.Function)
	for _, d := range digests() {
		description := fmt.Sprintf("Returns the %s hash of a string in %s.", d.hash, d.written)
		table[d.name] = textFunc(description, cty.String, func(args []string) (cty.Value, error) {
			return cty.StringVal(d.sum([]byte(args[0]))), nil
		}, "str")
	}
	return table
}

func fileHashFuncs(files *folder.Files) map[string]function.Function {
	table := make(map[string]function.Function)
	for _, d := range digests() {
		description := fmt.Sprintf("Returns the %s hash of a file's content in %s.", d.hash, d.written)
		table["file"+d.name] = textFunc(description, cty.String, func(args []string) (cty.Value, error) {
			content, err := readContent(files, args[0])
			if err != nil {
				return cty.NilVal, err
			}
			return cty.StringVal(d.sum(content)), nil
		}, "path")
	}
	return table
}
