package decide

import (
	"gesso/runner/plan"
	"gesso/runner/sourcefile"
	"gesso/spec/eval"
	"gesso/state"
)

// sources hashes local edit sources, each once. It is not safe for concurrent use.
type sources struct {
	config  *eval.Config
	digests map[string]digested
}

type digested struct {
	sourcefile.Digest
	err error
}

func newSources(config *eval.Config) *sources {
	return &sources{config: config, digests: map[string]digested{}}
}

// digest tells what is in a local source.
func (s *sources) digest(name string) (sourcefile.Digest, error) {
	if d, done := s.digests[name]; done {
		return d.Digest, d.err
	}
	d, err := sourcefile.Read(s.config.Where(name))
	s.digests[name] = digested{d, err}
	return d, err
}

// source returns a change's edit source as it stands in a request, or the reason why
// it is not known yet.
func (l *ladder) source(c *change) (state.Source, []plan.Reason, error) {
	switch declared := c.instance.Source; {
	case declared.URL != "":
		return state.Source{Form: state.URLSource, Value: declared.URL}, nil, nil
	case declared.File != "":
		d, err := l.digest(declared.File)
		return d.Source(c.recordedSource()), nil, err
	case declared.Image != "":
		if picture := l.picture(declared.Image); picture != nil {
			return content(picture.Identity()), nil, nil
		}
		return state.Source{}, []plan.Reason{{Cause: plan.Later, Argument: "source", New: declared.Image}}, nil
	}
	return state.Source{}, nil, nil
}

// recordedSource is the source of the recorded request, or none.
func (c *change) recordedSource() state.Source {
	if c.Before == nil || c.Before.Request == nil {
		return state.Source{}
	}
	return c.Before.Request.Source
}

// expected is the identity of what a change's picture surely will be, or "".
func (c *change) expected() string {
	if p := c.expectedPicture(); p != nil {
		return p.Identity()
	}
	return ""
}

// expectedPicture is what a change's picture surely will be, or nil.
func (c *change) expectedPicture() *state.Picture {
	switch {
	case c == nil:
		return nil
	case c.Picture != nil:
		return c.Picture
	case c.Action == plan.None && c.Before.HasPicture():
		return &c.Before.Picture
	}
	return nil
}
