package filename

import (
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"
)

// extensions are what an output's name may end in: the formats that gesso
// writes.
var extensions = []string{".png", ".jpg", ".jpeg", ".webp"}

// maxLength is the longest file name, in bytes, that common file systems take;
// gesso's temporary files need some of it.
const maxLength = 230

// Output returns the clean form of a path, relative to the configuration, at
// which a picture may lie. Else it says why none may: a phrase that can follow
// the path in a sentence.
func Output(name string) (clean, why string) {
	if name == "" {
		return "", "is empty"
	}
	if clean, why = inside(name); why != "" {
		return "", why
	}
	ext := strings.ToLower(path.Ext(clean))
	switch {
	case strings.HasSuffix(name, "/"):
		return "", "names a folder, not a file"
	case strings.EqualFold(path.Base(clean), ext) && ext != "":
		return "", "has no name before its extension"
	case ext == "":
		return "", "has no extension; the extension decides the format: " + formats()
	case !slices.Contains(extensions, ext):
		return "", "ends in " + ext + "; the formats are " + formats()
	}
	if why := Reserved(clean); why != "" {
		return "", why
	}
	for part := range strings.SplitSeq(clean, "/") {
		if len(part) > maxLength {
			return "", "has a name of more than 230 bytes, which many file systems cannot hold"
		}
	}
	return clean, ""
}

// sidecar is what the name of a file ends in that stands beside an output and tells of
// it, behind the output's whole name.
const sidecar = ".xmp"

// Sidecar is the name of the file that stands beside an output and tells of it.
func Sidecar(output string) string { return output + sidecar }

// OutputOrSidecar is Output also for the sidecar of an output.
func OutputOrSidecar(name string) (clean, why string) {
	output, beside := strings.CutSuffix(name, sidecar)
	clean, why = Output(output)
	if beside && why == "" {
		return Sidecar(clean), ""
	}
	return Output(name)
}

func formats() string {
	last := len(extensions) - 1
	return strings.Join(extensions[:last], ", ") + " and " + extensions[last]
}

// inside returns the clean form of a relative path that stays below the folder
// that it is relative to, slash-separated, or says why it does not.
func inside(name string) (clean, why string) {
	if strings.ContainsAny(name, control+"\\\x7f") {
		return "", "has a backslash or a control character; folders are separated by /"
	}
	clean = filepath.ToSlash(filepath.Clean(filepath.FromSlash(name)))
	if !filepath.IsLocal(filepath.FromSlash(clean)) {
		return "", "leads out of the configuration's directory"
	}
	return clean, ""
}

// Own are the folders in which nobody but their owner writes, wherever they are
// in a path: gesso's, and git's.
var own = map[string]string{
	".gesso": "lies in .gesso, where gesso keeps its own files",
	".git":   "lies in .git, where git keeps its own files",
}

// short are the names that Windows may give to such a folder, or to another
// whose name begins like it: GIT~1, or four digits of a hash, GI1A2B~1.
var short = regexp.MustCompile(`^(git|gesso|gi[0-9a-f]{4}|ge[0-9a-f]{4})~[0-9]+$`)

// mayBeOwn tells of most names, quickly, that they are none of these: all begin with a
// point or a g once what is ignored is gone, of which nothing is in ASCII.
func mayBeOwn(name string) bool {
	return name != "" && (name[0] == '.' || name[0]|0x20 == 'g' || name[0] >= utf8.RuneSelf)
}

// Reserved says why nothing of a user's may lie at a clean path or below it, or
// "": one of its parts is a folder of gesso's or of git's own under some name.
func Reserved(clean string) string {
	for part := range strings.SplitSeq(clean, "/") {
		if !mayBeOwn(part) {
			continue
		}
		name := bare(part)
		if why := own[name]; why != "" {
			return why
		}
		if strings.Contains(name, "~") && short.MatchString(name) {
			return "has the part " + part + ", which is another name of .git or .gesso on Windows"
		}
	}
	return ""
}
