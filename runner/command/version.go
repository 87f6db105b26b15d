package command

// Version is gesso's own, as required_version compares it.
const Version = "0.1.0"
