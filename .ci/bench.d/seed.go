package main

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"image"
	"image/color"
	"image/png"
	"os"
	"path/filepath"
	"slices"
	"time"

	"gesso/state"
)

// seed makes a folder as an apply of n images leaves it, without the hours:
// the configuration, the state and the outputs.
func seed(dir, form string, n int) error {
	if err := os.MkdirAll(filepath.Join(dir, state.Home), 0o755); err != nil {
		return err
	}
	if err := writeConfig(dir, form, n); err != nil {
		return err
	}
	records := make([]*state.Record, n)
	for i := range records {
		content, err := tiny(i)
		if err != nil {
			return err
		}
		file := filepath.Join(dir, path(i))
		if i%perFolder == 0 {
			if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
				return err
			}
		}
		if err := os.WriteFile(file, content, 0o644); err != nil {
			return err
		}
		records[i] = record(form, i, content)
	}
	return writeState(dir, records)
}

// perFolder is how many outputs share a folder.
const perFolder = 1000

func name(i int) string { return fmt.Sprintf("picture_%06d", i) }

func path(i int) string { return fmt.Sprintf("assets/%03d/%s.png", i/perFolder, name(i)) }

// prompt is of a usual length; no two are the same.
func prompt(i int) string {
	subjects := []string{"a heron on a jetty", "an empty tram at dawn", "a bowl of quinces", "a lighthouse in fog", "two foxes on a roof"}
	return fmt.Sprintf("%s, plate %d of an atlas of quiet places, gouache on rough paper, muted colours, wide margins, soft light", subjects[i%len(subjects)], i)
}

const (
	model = "flux-dev"
	size  = "1024x1024"
)

const header = `gesso {
  required_version = ">= 0.1.0"
}

provider "flux" {
  endpoint = "sandbox"
}

`

// writeConfig declares n images, in blocks or in rows.
func writeConfig(dir, form string, n int) error {
	var config, rows bytes.Buffer
	config.WriteString(header)
	if form == "csv" {
		fmt.Fprintf(&config, `locals {
  pictures = { for row in csvdecode(file("pictures.csv")) : row.id => row }
}

image "picture" {
  for_each = local.pictures
  prompt   = each.value.prompt
  model    = %q
  size     = %q
  path     = "assets/${each.value.folder}/${each.key}.png"
}
`, model, size)
		rows.WriteString("id,folder,prompt\n")
		for i := range n {
			fmt.Fprintf(&rows, "%s,%03d,%q\n", name(i), i/perFolder, prompt(i))
		}
		if err := os.WriteFile(filepath.Join(dir, "pictures.csv"), rows.Bytes(), 0o644); err != nil {
			return err
		}
		return os.WriteFile(filepath.Join(dir, "main.hcl"), config.Bytes(), 0o644)
	}
	for i := range n {
		fmt.Fprintf(&config, "image %q {\n  prompt = %q\n  model  = %q\n  size   = %q\n  path   = %q\n}\n\n", name(i), prompt(i), model, size, path(i))
	}
	return os.WriteFile(filepath.Join(dir, "main.hcl"), config.Bytes(), 0o644)
}

// tiny is a picture of its own: every artifact has another hash.
func tiny(i int) ([]byte, error) {
	picture := image.NewNRGBA(image.Rect(0, 0, 1, 1))
	picture.Set(0, 0, color.NRGBA{R: uint8(i >> 16), G: uint8(i >> 8), B: uint8(i), A: 255})
	var b bytes.Buffer
	err := png.Encode(&b, picture)
	return b.Bytes(), err
}

func record(form string, i int, content []byte) *state.Record {
	address := "image." + name(i)
	if form == "csv" {
		address = fmt.Sprintf("image.picture[%q]", name(i))
	}
	sum := sha256.Sum256(content)
	sha := hex.EncodeToString(sum[:])
	request := state.Request{Kind: "sandbox", Action: "generate", Prompt: prompt(i), PromptHash: state.HashPrompt(prompt(i)), Model: model, Size: size}
	return &state.Record{
		Address: address,
		Request: &request,
		Picture: state.Picture{
			Key: request.Key(), Artifact: sha, Format: "png", Width: 1, Height: 1, Bytes: int64(len(content)),
			Task: fmt.Sprintf("226eb763-0000-4000-8000-%012d", i), TraceID: fmt.Sprintf("089f8b46-0000-4000-8000-%012d", i),
			URL: "https://pictures.example/" + sha[:24] + ".png", Seed: fmt.Sprint(1_000_000_000 + i), Generated: time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC),
		},
		Path:   path(i),
		Output: sha,
	}
}

// writeState writes the file as state.Workspace does.
func writeState(dir string, records []*state.Record) error {
	slices.SortFunc(records, func(a, b *state.Record) int { return state.CompareAddress(a.Address, b.Address) })
	var b bytes.Buffer
	b.WriteString(`{"gesso":"state","version":1}` + "\n")
	encoder := json.NewEncoder(&b)
	encoder.SetEscapeHTML(false)
	for _, r := range records {
		if err := encoder.Encode(r); err != nil {
			return err
		}
	}
	b.WriteString(`{"gesso":"end"}` + "\n")
	return os.WriteFile(filepath.Join(dir, state.StateFile), b.Bytes(), 0o644)
}
