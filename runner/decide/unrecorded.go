package decide

import (
	"fmt"

	"github.com/hashicorp/hcl/v2"

	"gesso/runner/plan"
	"gesso/runner/unrecorded"
)

// refuseUnrecorded is the mistake of a run that nobody watches and that would buy over
// pictures which lie at their paths, while nothing is recorded: a state is missing, and
// each such run would pay again.
func refuseUnrecorded(p *plan.Plan) hcl.Diagnostics {
	if !unrecorded.Lost(p) {
		return nil
	}
	return hcl.Diagnostics{{
		Severity: hcl.DiagError, Summary: "Pictures without a state",
		Detail: fmt.Sprintf("Nothing is recorded here, and of the pictures that would be bought %d lie at their paths already: gesso.state may be lost, or was not committed. Nobody is asked here, so that nothing is bought over them. gesso plan shows the import blocks that take them over for nothing; apply without -auto-approve, and -replace=ADDRESS, buy others all the same.", len(unrecorded.Bought(p))),
	}}
}
