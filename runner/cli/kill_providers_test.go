package cli_test

import (
	"fmt"
	"strings"
	"testing"

	"gesso/runner/sandbox"
)

// killProviders declares the pictures of killConfig, bought from two providers:
// edits are of pictures that the other one made.
const killProviders = `
provider "flux" {
  model         = "flux-2-klein"
  parallelism   = 3
  poll_interval = "5ms"
}
provider "flux" {
  alias         = "second"
  endpoint      = "%s"
  model         = "flux-2-klein"
  parallelism   = 2
  poll_interval = "5ms"
}
image "solo" {
  count  = 8
  prompt = "solo ${count.index}"
  size   = "64x64"
}
image "wave" {
  provider = flux.second
  count    = 5
  prompt   = "wave"
  size     = "64x64"
}
image "label" {
  provider = flux.second
  count    = 3
  source   = image.solo[count.index]
  prompt   = "label ${count.index}"
  size     = "64x64"
}
image "chain" {
  count  = 4
  source = count.index == 0 ? null : image.chain[count.index - 1]
  prompt = "chain ${count.index}"
  size   = "64x64"
}
`

// TestKillProviders kills runs that buy from two providers, and lets each image
// buy from the other one afterwards: what was accepted is collected where it
// was bought, and nothing is paid for twice.
func TestKillProviders(t *testing.T) {
	t.Parallel()
	step := 5
	if testing.Short() || raced {
		step = 17
	}
	killAll(t, step, func(t *testing.T, n int) bool {
		p := newProject(t, sandbox.Options{})
		p.second = startSandbox(t, sandbox.Options{})
		config := fmt.Sprintf(killProviders, p.second.URL)
		p.write("main.hcl", config)
		if !p.runKilled(n) {
			return false
		}
		p.write("main.hcl", exchanged(config))
		p.runKilled(n%11 + 1)
		p.recovers()
		return true
	})
}

// exchanged is a configuration whose images buy from the other provider.
func exchanged(config string) string {
	config = strings.ReplaceAll(config, "provider = flux.second", "")
	for _, block := range []string{"solo", "chain"} {
		header := fmt.Sprintf("image %q {\n", block)
		config = strings.Replace(config, header, header+"  provider = flux.second\n", 1)
	}
	return config
}
