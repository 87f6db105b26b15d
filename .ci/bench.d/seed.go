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
	"strings"
	"time"

	order "gesso/spec/address"
	"gesso/state"
	"gesso/state/disk"
)

// seed makes a folder as an apply of n images leaves it, without the hours:
// the configuration, the state and the outputs.
func seed(dir, form string, n int) error { return seedOf(dir, form, n, tiny) }

// seedOf is seed with pictures of one's own.
func seedOf(dir, form string, n int, picture func(i int) ([]byte, error)) error {
	if err := os.MkdirAll(filepath.Join(dir, disk.Home), 0o755); err != nil {
		return err
	}
	if err := writeConfig(dir, form, n); err != nil {
		return err
	}
	records := make([]*state.Record, n)
	for i := range records {
		content, err := picture(i)
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

// forms are the ways in which a configuration declares many images: a block
// each, one block with a row each, modules with a hundred each, and a matrix.
var forms = []string{"blocks", "csv", "modules", "matrix"}

// perModule is how many images one module, or one value of an axis, has.
const perModule = 100

// oneBlock declares images by the rows of pictures.csv.
const oneBlock = `locals {
  pictures = { for row in csvdecode(file("pictures.csv")) : row.id => row }
}

image "picture" {
  for_each = local.pictures
  prompt   = each.value.prompt
  model    = %[1]q
  size     = %[2]q
  path     = "assets/${each.value.folder}/${each.key}.png"
}
`

// manyModules calls a module for each group of rows.
const manyModules = `locals {
  groups = { for row in csvdecode(file("pictures.csv")) : row.group => row... }
}

module "group" {
  source   = "./group"
  for_each = local.groups
  rows     = each.value
}
`

const oneModule = `variable "rows" {
  type = list(map(string))
}

image "picture" {
  for_each = { for row in var.rows : row.id => row }
  prompt   = each.value.prompt
  model    = %[1]q
  size     = %[2]q
  path     = "assets/${each.value.folder}/${each.key}.png"
}
`

const oneMatrix = `locals {
  pictures = { for row in csvdecode(file("pictures.csv")) : "${row.group},${row.place}" => row }
}

image "picture" {
  matrix = {
    group = distinct([for row in local.pictures : row.group])
    place = range(%[3]d)
  }
  prompt = local.pictures["${matrix.group},${matrix.place}"].prompt
  model  = %[1]q
  size   = %[2]q
  path   = "assets/${local.pictures["${matrix.group},${matrix.place}"].folder}/${local.pictures["${matrix.group},${matrix.place}"].id}.png"
}
`

// writeConfig declares n images.
func writeConfig(dir, form string, n int) error {
	files := map[string]string{}
	switch form {
	case "csv":
		files["main.hcl"] = header + fmt.Sprintf(oneBlock, model, size)
	case "modules":
		files["main.hcl"] = header + manyModules
		files["group/main.hcl"] = fmt.Sprintf(oneModule, model, size)
	case "matrix":
		files["main.hcl"] = header + fmt.Sprintf(oneMatrix, model, size, perModule)
	default:
		var config strings.Builder
		config.WriteString(header)
		for i := range n {
			fmt.Fprintf(&config, "image %q {\n  prompt = %q\n  model  = %q\n  size   = %q\n  path   = %q\n}\n\n", name(i), prompt(i), model, size, path(i))
		}
		files["main.hcl"] = config.String()
	}
	if form != "blocks" {
		var rows strings.Builder
		rows.WriteString("id,folder,group,place,prompt\n")
		for i := range n {
			fmt.Fprintf(&rows, "%s,%03d,%s,%d,%q\n", name(i), i/perFolder, group(i), i%perModule, prompt(i))
		}
		files["pictures.csv"] = rows.String()
	}
	for file, content := range files {
		file = filepath.Join(dir, file)
		if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
			return err
		}
		if err := os.WriteFile(file, []byte(content), 0o644); err != nil {
			return err
		}
	}
	return nil
}

func group(i int) string { return fmt.Sprintf("group_%04d", i/perModule) }

// address is where a configuration of a form has its i-th image.
func address(form string, i int) string {
	switch form {
	case "csv":
		return fmt.Sprintf("image.picture[%q]", name(i))
	case "modules":
		return fmt.Sprintf("module.group[%q].image.picture[%q]", group(i), name(i))
	case "matrix":
		return fmt.Sprintf("image.picture[%q]", fmt.Sprintf("%s,%d", group(i), i%perModule))
	}
	return "image." + name(i)
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
	sum := sha256.Sum256(content)
	sha := hex.EncodeToString(sum[:])
	head, _ := png.DecodeConfig(bytes.NewReader(content)) // of our own
	request := state.Request{Kind: "sandbox", Action: "generate", Prompt: prompt(i), PromptHash: state.HashPrompt(prompt(i)), Model: model, Size: size}
	return &state.Record{
		Address: address(form, i),
		Request: &request,
		Picture: state.Picture{
			Key: request.Key(), Artifact: sha, Format: "png", Width: head.Width, Height: head.Height, Bytes: int64(len(content)),
			Task: fmt.Sprintf("226eb763-0000-4000-8000-%012d", i), TraceID: fmt.Sprintf("089f8b46-0000-4000-8000-%012d", i),
			URL: "https://pictures.example/" + sha[:24] + ".png", Seed: fmt.Sprint(1_000_000_000 + i), Generated: time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC),
		},
		Path:   path(i),
		Output: sha,
	}
}

// writeState writes the file as disk.Workspace does.
func writeState(dir string, records []*state.Record) error {
	slices.SortFunc(records, func(a, b *state.Record) int { return order.Compare(a.Address, b.Address) })
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
	return os.WriteFile(filepath.Join(dir, disk.StateFile), b.Bytes(), 0o644)
}
