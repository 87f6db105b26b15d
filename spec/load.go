package spec

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/hashicorp/hcl/v2"

	"gesso/spec/funcs"
)

// maxFileSize bounds one configuration file. 100,000 image blocks are 30 MB.
const maxFileSize = 256 << 20

// Load reads and decodes every *.hcl file of the directory dir that is not a
// dot-file, and gives the variables their values. The Config is never nil: its
// Sources serve to print the diagnostics. It is fit for Expand only when the
// diagnostics hold no error.
func Load(dir string, in Inputs) (*Config, hcl.Diagnostics) {
	config := &Config{
		Dir:       dir,
		OutputDir: "images",
		Provider:  Provider{Name: "flux", Model: in.DefaultModel},
		Images:    map[string]*Image{},
		Outputs:   map[string]*Output{},
		Variables: map[string]*Variable{},
		Sources:   map[string][]byte{},
		locals:    map[string]*local{},
	}
	root, err := os.OpenRoot(dir)
	if err != nil {
		return config, problem("Unreadable configuration directory",
			fmt.Sprintf("The directory %s cannot be opened: %s.", dir, cause(err)))
	}
	defer root.Close()
	if config.Files, err = funcs.NewFiles(dir); err != nil {
		return config, problem("Unreadable configuration directory",
			fmt.Sprintf("The directory %s cannot be opened: %s.", dir, cause(err)))
	}
	config.functions = funcs.Table(config.Files, time.Now)
	if config.abs, err = filepath.Abs(dir); err != nil {
		config.abs = dir
	}

	names, diags := configFiles(root)
	if diags.HasErrors() {
		return config, diags
	}
	if len(names) == 0 {
		return config, problem("No configuration files", fmt.Sprintf(
			"The directory %s has no *.hcl file. Create one with at least one image block, or name another directory with -chdir=DIR.", dir))
	}
	d := &decoder{config: config, version: in.Version}
	for _, name := range names {
		src, fileDiags := readSource(root, name)
		diags = append(diags, fileDiags...)
		if fileDiags.HasErrors() {
			continue
		}
		config.Sources[name] = src
		bodies, fileDiags := parse(src, name)
		diags = append(diags, fileDiags...)
		for _, body := range bodies {
			diags = append(diags, d.file(body)...)
		}
	}
	diags = append(diags, d.link()...)
	if diags.HasErrors() && len(config.Variables) == 0 {
		return config, diags
	}
	diags = append(diags, config.assign(root, in)...)
	if !diags.HasErrors() {
		diags = append(diags, d.settings()...)
	}
	return config, diags
}

// configFiles lists the configuration files by name.
func configFiles(root *os.Root) ([]string, hcl.Diagnostics) {
	entries, err := fs.ReadDir(root.FS(), ".")
	if err != nil {
		return nil, problem("Unreadable configuration directory",
			fmt.Sprintf("The directory %s cannot be listed: %s.", root.Name(), cause(err)))
	}
	var names []string
	for _, e := range entries {
		if n := e.Name(); strings.HasSuffix(n, ".hcl") && !strings.HasPrefix(n, ".") {
			names = append(names, n)
		}
	}
	slices.Sort(names)
	return names, nil
}

// readSource reads a file that must be a regular one, so that a FIFO or a
// device by the name of x.hcl is refused instead of waited for.
func readSource(root *os.Root, name string) ([]byte, hcl.Diagnostics) {
	refuse := func(why string) ([]byte, hcl.Diagnostics) {
		return nil, problem("Unreadable configuration file", fmt.Sprintf("The file %s cannot be read: %s.", name, why))
	}
	info, err := root.Stat(name)
	switch {
	case err != nil:
		return refuse(cause(err))
	case !info.Mode().IsRegular():
		return refuse("it is not a regular file. Rename it if it is not part of the configuration")
	case info.Size() > maxFileSize:
		return refuse(fmt.Sprintf("it has %d bytes, and the limit is %d", info.Size(), maxFileSize))
	}
	src, err := root.ReadFile(name)
	if err != nil {
		return refuse(cause(err))
	}
	src = bytes.TrimPrefix(src, []byte("\ufeff"))
	if i := invalidUTF8(src); i >= 0 {
		line := 1 + bytes.Count(src[:i], []byte("\n"))
		return refuse(fmt.Sprintf("line %d is not valid UTF-8. Save the file in UTF-8", line))
	}
	return src, nil
}

// invalidUTF8 returns where src stops being UTF-8 text, or -1.
func invalidUTF8(src []byte) int {
	if utf8.Valid(src) {
		return bytes.IndexByte(src, 0)
	}
	for i := 0; i < len(src); {
		r, size := utf8.DecodeRune(src[i:])
		if r == utf8.RuneError && size == 1 {
			return i
		}
		i += size
	}
	return -1
}

// cause is an error's innermost text, without the path that the sentence
// around it names already.
func cause(err error) string {
	var path *fs.PathError
	if errors.As(err, &path) {
		return path.Err.Error()
	}
	return err.Error()
}
