package document

import (
	"cmp"

	"gesso/runner/standing"
	"gesso/state/home"
)

// Home is what gesso home -json prints.
type Home struct {
	FormatVersion string        `json:"format_version"`
	Kind          string        `json:"kind"`                 // of place: "s3", "local", or "folder" where the project's state is in its folder
	Where         string        `json:"where"`                // s3://bucket/prefix, or a folder
	Workspace     string        `json:"workspace"`            // that is at work here
	ID            string        `json:"id,omitempty"`         // random; no other home has it
	FoundedBy     string        `json:"founded_by,omitempty"` // as whoever founded it wrote
	Founded       string        `json:"founded,omitempty"`    // when that was, by that machine's clock
	Segments      int64         `json:"segments"`             // in the log
	Here          int64         `json:"here"`                 // how many of these this machine has
	Holder        *HomeHolder   `json:"holder"`               // who works there; null is nobody, as far as a look can tell
	Lease         float64       `json:"lease_seconds"`        // how long a holder that gives no sign of life is waited for
	Snapshot      *HomeSnapshot `json:"snapshot"`             // the newest one; null where there is none
	Since         int           `json:"since"`                // how many segments are behind the snapshot
	MovedTo       string        `json:"moved_to,omitempty"`   // where the project is now
	Cache         HomeCache     `json:"cache"`                // the pictures on this machine
}

// HomeHolder is who works on a home, as it says of itself.
type HomeHolder struct {
	Command   string   `json:"command"`
	Workspace string   `json:"workspace"`
	User      string   `json:"user,omitempty"`
	Host      string   `json:"host"`
	PID       int      `json:"pid"`
	Since     string   `json:"since"`                   // by its own clock
	Quiet     *float64 `json:"quiet_seconds,omitempty"` // how long it gave no sign of life, with -watch
	Alive     *bool    `json:"alive,omitempty"`         // it gave one while it was watched, with -watch
}

// HomeSnapshot is what a home's log has come to at one of its segments.
type HomeSnapshot struct {
	Segment int64 `json:"segment"`
	Bytes   int64 `json:"bytes"`
}

// HomeCache is the pictures that a machine has of a home.
type HomeCache struct {
	Pictures int   `json:"pictures"`
	Bytes    int64 `json:"bytes"`
	Limit    int64 `json:"limit_bytes,omitempty"` // above which the longest unused ones go
}

// FolderHome is the kind of home of a project whose state is in its folder.
const FolderHome = "folder"

// MakeHome is what is known of a home; kind, workspace and what is on this machine are the
// caller's to add.
func MakeHome(s *standing.Standing) *Home {
	h := &Home{
		FormatVersion: Format, Where: s.Where, ID: s.ID, FoundedBy: s.FoundedBy, Founded: moment(s.Founded),
		Segments: s.Segments, Since: s.Since, MovedTo: s.Left,
	}
	if s.Snapshot != nil {
		h.Snapshot = &HomeSnapshot{s.Snapshot.At.N, s.Snapshot.Bytes}
	}
	if s.Holder != nil {
		h.Holder = MakeHolder(*s.Holder)
		if s.Watched {
			quiet := s.Quiet.Seconds()
			h.Holder.Quiet, h.Holder.Alive = &quiet, &s.Alive
		}
	}
	return h
}

// MakeHolder is who works on a home, or in a folder.
func MakeHolder(of home.Holder) *HomeHolder {
	workspace := cmp.Or(of.Workspace, "default")
	return &HomeHolder{Command: of.Command, Workspace: workspace, User: of.User, Host: of.Host, PID: of.PID, Since: moment(of.Time)}
}
