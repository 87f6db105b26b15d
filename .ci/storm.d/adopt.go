package main

import (
	"encoding/json"
	"net/http"
	"strings"
)

// adopt lets a block take over a picture: of a file, or of a task that somebody
// else made at the provider.
func (r *round) adopt() error {
	p := r.plot
	a := importation{of: p.blocks[r.rng.IntN(len(p.blocks))], id: p.photos[r.rng.IntN(len(p.photos))]}
	for _, other := range p.adopted {
		if other.of == a.of {
			return nil // an image is imported once
		}
	}
	if r.rng.IntN(2) == 0 {
		var err error
		if a.id, err = r.stranger(); err != nil || a.id == "" {
			return err
		}
	}
	p.adopted = append(p.adopted, a)
	r.tally.edits++
	r.logf("edit: %s takes over %s", a.of.id, a.id)
	return p.write()
}

// stranger makes a task as somebody does who has nothing to do with the project. It
// is "" where the sandbox has bad weather.
func (r *round) stranger() (task string, err error) {
	body := `{"action": "generate", "prompt": "a stranger's", "model": "flux-dev", "size": "256x256", "async": true}`
	request, err := http.NewRequest(http.MethodPost, r.server.url+"/flux/images", strings.NewReader(body))
	if err != nil {
		return "", err
	}
	request.Header.Set("Authorization", "Bearer somebody")
	request.Header.Set("Content-Type", "application/json")
	before, err := r.server.settledBooks()
	if err != nil {
		return "", err
	}
	answered := struct {
		Task string `json:"task_id"`
	}{}
	client := http.Client{Timeout: stall}
	if response, err := client.Do(request); err == nil {
		_ = json.NewDecoder(response.Body).Decode(&answered) // what is no answer has no task
		_ = response.Body.Close()
	}
	after, err := r.server.settledBooks()
	if err != nil {
		return "", err
	}
	for _, call := range after.Calls[len(before.Calls):] {
		r.strangers[call.Task] = call.Task != ""
	}
	return answered.Task, nil
}
