package document

// VersionInfo is what gesso version -json prints.
type VersionInfo struct {
	FormatVersion string `json:"format_version"`
	GessoVersion  string `json:"gesso_version"`
	Platform      string `json:"platform"`             // linux_amd64
	Commit        string `json:"commit,omitempty"`     // that it was built from, where that is known
	Modified      bool   `json:"modified,omitempty"`   // the source was not as in that commit
	GoVersion     string `json:"go_version,omitempty"` // that it was built with
}
