package source

import (
	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/hashicorp/hcl/v2/json"

	"gesso/spec/bound"
)

// ParseValues gives the body of a value file.
func ParseValues(src []byte, name string) (hcl.Body, hcl.Diagnostics) {
	if !IsJSON(name) {
		var body hcl.Body
		diags := Parse(src, name, 0, func(whole *hclsyntax.Body) { body = whole })
		return body, diags
	}
	if diags := refuse(bound.ScanJSON(src), src, name); diags.HasErrors() {
		return nil, diags
	}
	file, diags := json.Parse(src, name)
	if file == nil || diags.HasErrors() {
		return nil, diags
	}
	return file.Body, nil
}
