package eval

import (
	"path"
	"strings"

	"github.com/hashicorp/hcl/v2"

	"gesso/spec/diag"
	"gesso/spec/filename"
)

// defaultPath is where an instance's picture goes when it does not say.
func defaultPath(i *Instance) string {
	name := i.Block.Name
	if key := i.Key.Text(); key != "" {
		name += "-" + strings.Map(filename.Safe, key)
	}
	return path.Join(i.module.folder(), name+".png")
}

// folder is where the pictures of a module go that have no path of their own. No two
// workspaces have one in common.
func (m *moduleInstance) folder() string {
	if m.parent == nil {
		return path.Join(m.e.config.OutputDir, m.e.config.Workspace)
	}
	name := m.module.Call.Name
	if key := m.Key.Text(); key != "" {
		name += "-" + strings.Map(filename.Safe, key)
	}
	return path.Join(m.parent.folder(), name)
}

// outputPath cleans a path, or says why no picture can go there.
func (c *Config) outputPath(name string) (string, string) {
	if name == "" {
		return "", "is empty; leave the argument out for a path that gesso chooses"
	}
	below, why := c.Inside(name)
	if why != "" {
		return "", why
	}
	if strings.HasSuffix(name, "/") {
		below += "/" // which cleaning drops
	}
	clean, why := filename.Output(below)
	if why == "" {
		why = filename.Claimed(clean)
	}
	if why != "" {
		return "", why
	}
	return clean, ""
}

// checkPortable warns of a path that no Windows machine can hold. It is no error:
// many a project is never seen there. Of a path that gesso chose, only the part
// below the folder that output_dir names is the image's.
func (b *blockScope) checkPortable(i *Instance, chosen bool) hcl.Diagnostics {
	part := i.Path
	if chosen {
		part = strings.TrimPrefix(part, b.m.e.config.OutputDir+"/")
	}
	why := filename.Portable(part)
	if why == "" {
		return nil
	}
	return diag.WarningAt(i.Range("path"), "Path that Windows cannot hold",
		"The path %q of %s %s. A checkout of a project with such a file fails there. Give this image another path if the project may be used on Windows.", diag.Shorten(i.Path), i.Address, why)
}
