// Package build tells which gesso this is: its version, and what it was built from
// and with.
//
// The version is that of the module where it was installed or built as a release,
// and Next otherwise: between releases the go command makes up a version from the
// commit, which is older than all releases and would be refused by every
// required_version.
//
//	fmt.Println(build.Version(), build.Read().Commit)
//
// It is not for what a user configures, and nothing that it tells changes what is
// bought.
package build

import (
	"regexp"
	"runtime"
	"runtime/debug"
	"strings"
)

// Next is the version that is being worked on.
const Next = "0.1.0"

// Info is what is known of a build.
type Info struct {
	Version   string // "0.1.0"
	Commit    string // that it was built from, or ""
	Modified  bool   // the source was not as in that commit
	GoVersion string // "go1.26.0"
	Platform  string // "linux_amd64"
}

// Version is gesso's own, as required_version compares it.
func Version() string { return Read().Version }

// Read is what is known of this program.
func Read() Info {
	info, _ := debug.ReadBuildInfo()
	return of(info)
}

// of is Read for what the go command recorded; nil where it recorded nothing.
func of(recorded *debug.BuildInfo) Info {
	info := Info{Version: Next, GoVersion: runtime.Version(), Platform: runtime.GOOS + "_" + runtime.GOARCH}
	if recorded == nil {
		return info
	}
	if recorded.Main.Path == "gesso" && release.MatchString(recorded.Main.Version) {
		info.Version = strings.TrimPrefix(recorded.Main.Version, "v")
	}
	for _, s := range recorded.Settings {
		switch s.Key {
		case "vcs.revision":
			info.Commit = s.Value
		case "vcs.modified":
			info.Modified = s.Value == "true"
		}
	}
	return info
}

// release matches the version of a tag. Those that the go command makes up have a
// time and a commit, and those of a source that was changed a "+dirty".
var release = regexp.MustCompile(`^v(0|[1-9][0-9]*)\.(0|[1-9][0-9]*)\.(0|[1-9][0-9]*)(-(alpha|beta|rc)[.0-9]*)?$`)
