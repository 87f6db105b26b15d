package build

import (
	"runtime"
	"runtime/debug"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestOf(t *testing.T) {
	platform := runtime.GOOS + "_" + runtime.GOARCH
	for name, test := range map[string]struct {
		version  string
		settings []debug.BuildSetting
		want     Info
	}{
		"a release":           {"v1.2.3", nil, Info{Version: "1.2.3"}},
		"a candidate":         {"v1.2.3-rc.1", nil, Info{Version: "1.2.3-rc.1"}},
		"a test":              {"", nil, Info{Version: Next}},
		"a checkout":          {"(devel)", nil, Info{Version: Next}},
		"made up":             {"v0.0.0-20260101120000-0123456789ab", nil, Info{Version: Next}},
		"made up after a tag": {"v1.2.4-0.20260101120000-0123456789ab", nil, Info{Version: Next}},
		"a changed release":   {"v1.2.3+dirty", nil, Info{Version: Next}},
		"with its commit":     {"(devel)", []debug.BuildSetting{{Key: "vcs", Value: "git"}, {Key: "vcs.revision", Value: "abc"}, {Key: "vcs.modified", Value: "false"}}, Info{Version: Next, Commit: "abc"}},
		"of a changed source": {"(devel)", []debug.BuildSetting{{Key: "vcs.revision", Value: "abc"}, {Key: "vcs.modified", Value: "true"}}, Info{Version: Next, Commit: "abc", Modified: true}},
	} {
		t.Run(name, func(t *testing.T) {
			test.want.GoVersion, test.want.Platform = runtime.Version(), platform
			got := of(&debug.BuildInfo{Main: debug.Module{Path: "gesso", Version: test.version}, Settings: test.settings})
			if diff := cmp.Diff(test.want, got); diff != "" {
				t.Error(diff)
			}
		})
	}
	if got := of(nil); got.Version != Next || got.Commit != "" {
		t.Errorf("of nothing: %+v", got)
	}
	other := of(&debug.BuildInfo{Main: debug.Module{Path: "other", Version: "v9.9.9"}})
	if other.Version != Next {
		t.Errorf("the version of another program: %+v", other)
	}
}
