package main

import (
	"errors"
	"os"
	"path/filepath"
	"slices"
	"time"

	"gesso/runner/review"
	"gesso/state"
)

// decisionsFile has what people have decided in a round.
const decisionsFile = "storm.decisions"

// review writes a file of decisions about some of the pictures that there are, as people do
// who have looked at them, and returns the option that has it acted on. Each picture that
// it asks for is allowed once, however often the file is applied to the same pictures.
func (r *round) review() (option string, err error) {
	seen, err := r.pictured()
	if err != nil || len(seen) == 0 {
		return "-parallelism=3", err
	}
	r.rng.Shuffle(len(seen), func(i, j int) { seen[i], seen[j] = seen[j], seen[i] })
	var all []review.Decision
	for _, one := range seen[:1+r.rng.IntN(min(3, len(seen)))] {
		d := review.Decision{Address: one.address, Artifact: one.artifact, Verdict: review.Approve, Note: "as the storm has it"}
		switch r.rng.IntN(5) {
		case 0, 1:
			d.Verdict = review.Reject
			r.plot.replaced[one.made]++ // nobody has it from the store, where its prompt is asked for again after another one
		case 2, 3:
			d.Verdict, d.Takes = review.Again, 1+r.rng.IntN(3)
			r.plot.again[one.prompt] = d.Takes
			r.mayReplace(one.instance, d.Takes)
			if one.made != one.prompt { // the decision is about that picture, also once its prompt is asked for again
				r.plot.replaced[one.made] += d.Takes
			}
		}
		all = append(all, d)
	}
	return "-decisions=" + decisionsFile, r.writeDecisions(all)
}

// seen is a picture that somebody may look at.
type seen struct {
	instance
	artifact string
	made     string   // the prompt that it was made by
	rejected []string // the pictures of it that were rejected: another one than it has may be asked for
}

// pictured are the images that are declared and have a picture.
func (r *round) pictured() ([]seen, error) {
	s, err := r.recorded()
	if err != nil {
		return nil, err
	}
	var all []seen
	for _, b := range r.plot.blocks {
		if b.gone() {
			continue
		}
		for _, one := range b.instances() {
			if record := s.Get(one.address); record.HasPicture() {
				all = append(all, see(one, record))
			}
		}
	}
	return all, nil
}

// see is the picture that is recorded of an instance.
func see(one instance, record *state.Record) seen {
	looked := seen{instance: one, artifact: record.Artifact, made: one.prompt}
	if record.Request != nil {
		looked.made = record.Request.Prompt
	}
	for _, v := range record.Reviews {
		if v.Verdict == state.Reject {
			looked.rejected = append(looked.rejected, v.Artifact)
		}
	}
	return looked
}

// rejected reports whether a person has rejected an image's picture.
func rejected(record *state.Record) bool {
	if !record.HasPicture() { // as where git has taken the picture away: the ledger has it still
		return slices.ContainsFunc(record.Reviews, func(v state.Review) bool { return v.Verdict == state.Reject })
	}
	return record.Rejected(&record.Picture) != nil
}

// relent approves what was rejected, which brings it back for nothing.
func (r *round) relent() (option string, err error) {
	looked, err := r.pictured()
	if err != nil {
		return "", err
	}
	var all []review.Decision
	for _, one := range looked {
		for _, artifact := range one.rejected {
			all = append(all, review.Decision{Address: one.address, Artifact: artifact, Verdict: review.Approve})
		}
	}
	if len(all) == 0 {
		return "", nil
	}
	return "-decisions=" + decisionsFile, r.writeDecisions(all)
}

func (r *round) writeDecisions(all []review.Decision) error {
	f, err := os.Create(filepath.Join(r.project, decisionsFile))
	if err != nil {
		return err
	}
	for _, d := range all {
		r.logf("decided: %s %s %s, takes %d", d.Verdict, d.Address, d.Artifact[:12], d.Takes)
	}
	return errors.Join(review.Write(f, review.Header{Reviewer: "storm", Made: time.Now()}, all), f.Close())
}
