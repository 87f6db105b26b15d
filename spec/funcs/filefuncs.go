package funcs

import (
	"bytes"
	"encoding/base64"
	"fmt"
	"maps"
	"path/filepath"
	"unicode/utf8"

	"github.com/zclconf/go-cty/cty"
	"github.com/zclconf/go-cty/cty/function"

	"gesso/spec/folder"
	"gesso/spec/lines"
)

func fileFuncs(files *folder.Files) map[string]function.Function {
	table := map[string]function.Function{
		"file":       fileFunc(files),
		"filebase64": fileBase64Func(files),
		"fileexists": fileExistsFunc(files),
		"fileset":    fileSetFunc(files),
	}
	maps.Copy(table, fileHashFuncs(files))
	for name, f := range table {
		if name != "fileset" { // which is about more than one
			table[name] = unwritten(files, f)
		}
	}
	for name, f := range table {
		if name != "fileexists" { // whether there is anything may depend on where one looks
			table[name] = wherever(f)
		}
	}
	return table
}

func fileFunc(files *folder.Files) function.Function {
	return textFunc("Returns the content of a file, which must be UTF-8, with LF at the ends of its lines.", cty.String, func(args []string) (cty.Value, error) {
		text, err := readText(files, args[0])
		if err != nil {
			return cty.NilVal, err
		}
		return cty.StringVal(text), nil
	}, "path")
}

// readText returns the content of the file that a function's first argument names.
func readText(files *folder.Files, name string) (string, error) {
	content, err := readContent(files, name)
	if err != nil {
		return "", err
	}
	if isUTF16(content) {
		return "", function.NewArgErrorf(0, "the content of %q is in UTF-16; save it in UTF-8, or use textdecodebase64(filebase64(...), \"UTF-16\")", name)
	}
	if !utf8.Valid(content) {
		return "", function.NewArgErrorf(0, "the content of %q is not valid UTF-8; use filebase64 for its bytes, or filesha256 for their hash", name)
	}
	// A checkout on Windows may have CRLF where nobody has changed a word, some
	// programs end lines in a lone CR, and texts become prompts, and keys that are cut
	// from lines. The functions of a file's bytes, filesha256 and its like, see the file
	// as it is.
	return lines.LF(string(content)), nil
}

// readContent returns the bytes of the file that a function's first argument names.
func readContent(files *folder.Files, name string) ([]byte, error) {
	content, err := files.Read(name)
	if err == nil && folder.IsPointer(content) {
		err = fmt.Errorf("reading %q: %w", name, folder.ErrPointer)
	}
	if err != nil {
		return nil, function.NewArgError(0, err)
	}
	return content, nil
}

// isUTF16 tells whether a file is text as some spreadsheets save it: with a byte order mark, and in western scripts every other byte is zero.
func isUTF16(content []byte) bool {
	marked := bytes.HasPrefix(content, []byte("\xff\xfe")) || bytes.HasPrefix(content, []byte("\xfe\xff"))
	return marked && len(content)%2 == 0 && bytes.IndexByte(content, 0) >= 0
}

func fileBase64Func(files *folder.Files) function.Function {
	return textFunc("Returns the content of a file, of any kind, in Base64.", cty.String, func(args []string) (cty.Value, error) {
		content, err := readContent(files, args[0])
		if err != nil {
			return cty.NilVal, err
		}
		return cty.StringVal(base64.StdEncoding.EncodeToString(content)), nil
	}, "path")
}

func fileExistsFunc(files *folder.Files) function.Function {
	return textFunc("Tells whether there is a file of that name.", cty.Bool, func(args []string) (cty.Value, error) {
		exists, err := files.Exists(args[0])
		if err != nil {
			return cty.NilVal, function.NewArgError(0, err)
		}
		return cty.BoolVal(exists), nil
	}, "path")
}

func fileSetFunc(files *folder.Files) function.Function {
	return textFunc("Returns the names of the files below a directory that match a pattern, relative to the directory.", cty.Set(cty.String), func(args []string) (cty.Value, error) {
		matches, err := files.Glob(args[0], args[1])
		if err != nil {
			return cty.NilVal, err
		}
		if len(matches) == 0 {
			return cty.SetValEmpty(cty.String), nil
		}
		names := make([]cty.Value, len(matches))
		for i, match := range matches {
			names[i] = cty.StringVal(match)
		}
		return cty.SetVal(names), nil
	}, "path", "pattern")
}

func pathFuncs(files *folder.Files) map[string]function.Function {
	pathFunc := func(description string, impl func(string) (string, error)) function.Function {
		return textFunc(description, cty.String, func(args []string) (cty.Value, error) {
			name, err := impl(args[0])
			if err != nil {
				return cty.NilVal, function.NewArgError(0, err)
			}
			return cty.StringVal(filepath.ToSlash(name)), nil
		}, "path")
	}
	// onMachine is a function whose result is another one where the directory, or the home, lies elsewhere.
	onMachine := func(name, description string, impl func(string) (string, error)) function.Function {
		return textFunc(description, cty.String, func(args []string) (cty.Value, error) {
			path, err := impl(args[0])
			if err != nil {
				return cty.NilVal, function.NewArgError(0, err)
			}
			result := cty.StringVal(filepath.ToSlash(path))
			if path == args[0] {
				return result, nil // it was there already
			}
			return result.Mark(Impure{Name: name, Machine: true}), nil
		}, "path")
	}
	return map[string]function.Function{
		"abspath": onMachine("abspath", "Returns the absolute form of a path, which is relative to the configuration's directory.", func(name string) (string, error) {
			return files.Abs(name), nil
		}),
		"basename": pathFunc("Returns the last part of a path.", func(name string) (string, error) {
			return filepath.Base(name), nil
		}),
		"dirname": pathFunc("Returns a path without its last part.", func(name string) (string, error) {
			return filepath.Dir(name), nil
		}),
		"pathexpand": onMachine("pathexpand", fmt.Sprintf("Replaces a leading %q by the user's home directory.", "~"), folder.ExpandHome),
	}
}
