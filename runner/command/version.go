package command

import "gesso/runner/build"

// Version is gesso's version, as required_version compares it. It does not change.
var Version = build.Version()
