package home

import (
	"encoding/base32"
	"encoding/hex"
	"fmt"
	"strconv"
	"strings"
)

// The names of objects. A shelf allows lower-case letters, digits, dots and dashes.
const (
	homeName      = "home"
	logFolder     = "log/"
	stateFolder   = "state/"
	objectsFolder = "objects/"

	workspacesFolder = "workspaces/"
	encodedPrefix    = "b32." // of the folder of a workspace whose name a shelf does not allow
	lastNumber       = 9_999_999_999
)

var folderEncoding = base32.HexEncoding.WithPadding(base32.NoPadding)

// folderOf returns the folder of a workspace's objects: "" for the default one.
func folderOf(workspace string) string {
	if workspace == "" {
		return ""
	}
	plain := func(r rune) bool { return r >= 'a' && r <= 'z' || r >= '0' && r <= '9' || r == '-' }
	if strings.TrimFunc(workspace, plain) != "" || strings.ContainsFunc(workspace, func(r rune) bool { return !plain(r) }) {
		workspace = encodedPrefix + strings.ToLower(folderEncoding.EncodeToString([]byte(workspace)))
	}
	return workspacesFolder + workspace + "/"
}

// workspaceOf returns the workspace that a folder belongs to, and whether there is one.
func workspaceOf(folder string) (string, bool) {
	name := folder
	if code, encoded := strings.CutPrefix(folder, encodedPrefix); encoded {
		data, err := folderEncoding.DecodeString(strings.ToUpper(code))
		if err != nil {
			return "", false
		}
		name = string(data)
	}
	return name, folderOf(name) == workspacesFolder+folder+"/"
}

func (h *Home) folder() string { return folderOf(h.options.Workspace) }

// segmentName returns the name of a segment.
func (h *Home) segmentName(n int64) string { return fmt.Sprintf("%s%s%010d", h.folder(), logFolder, n) }

// snapshotName returns the name of a snapshot. Different snapshots have different names.
func (h *Home) snapshotName(s Snapshot) string {
	return fmt.Sprintf("%s%s%010d-%.16s", h.folder(), stateFolder, s.At.N, s.SHA256)
}

// numberOf returns the number that a name begins with, after its folder, and the rest of
// the name. It returns -1 for a name that is not ours.
func numberOf(name, folder string) (int64, string) {
	rest, is := strings.CutPrefix(name, folder)
	if !is || len(rest) < 10 {
		return -1, ""
	}
	n, err := strconv.ParseInt(rest[:10], 10, 64)
	if err != nil || n < 0 || fmt.Sprintf("%010d", n) != rest[:10] {
		return -1, ""
	}
	return n, rest[10:]
}

// objectName returns the name of a picture's first object.
func objectName(sha string) (string, error) {
	if !isHash(sha) {
		return "", fmt.Errorf("%q is not the SHA-256 of a picture", sha)
	}
	return objectsFolder + sha[:2] + "/" + sha, nil
}

// isHash reports whether a text is a SHA-256 as gesso writes it.
func isHash(text string) bool {
	data, err := hex.DecodeString(text)
	return err == nil && len(data) == 32 && strings.ToLower(text) == text
}
