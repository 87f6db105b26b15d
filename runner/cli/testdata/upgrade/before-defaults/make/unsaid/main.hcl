# Every kind of image, of every model, with no size anywhere.
provider "flux" {
  endpoint        = "http://flux.example"
  upload_endpoint = "http://flux.example"
  poll_interval   = "20ms"
}
provider "flux" {
  alias           = "ratio"
  endpoint        = "http://flux.example"
  upload_endpoint = "http://flux.example"
  model           = "flux-kontext-pro"
  poll_interval   = "20ms"
}
locals {
  models = ["flux-dev", "flux-pro", "flux-pro-1.1", "flux-pro-1.1-ultra", "flux-kontext-pro", "flux-kontext-max", "flux-2-klein", "flux-9-new"]
}
variable "secret" {
  default   = "the unreleased product"
  sensitive = true
}
image "plain" { prompt = "a lake" }
image "model" {
  for_each = toset(local.models)
  prompt   = "a lake by ${each.key}"
  model    = each.key
}
image "null" {
  prompt = "a hill"
  size   = null
}
image "empty" {
  prompt = "a hill of nothing"
  size   = ""
}
image "twins" {
  count  = 2
  prompt = "twins"
}
image "edit" {
  source = image.plain
  prompt = "at night"
  model  = "flux-kontext-pro"
}
image "chain" {
  count  = 2
  source = count.index == 0 ? "start.png" : image.chain[count.index - 1]
  prompt = "chain ${count.index}"
}
image "linked" {
  source = "http://flux.example/sandbox/pictures/source.png"
  prompt = "with snow"
}
image "secret" { prompt = "a photo of ${var.secret}" }
image "ratio" {
  provider = flux.ratio
  prompt   = "by the provider's model"
}
image "ignored_model" {
  prompt = "ignored model"
  model  = "flux-dev"
  lifecycle { ignore_changes = [model] }
}
image "ignored_size" {
  prompt = "ignored size"
  lifecycle { ignore_changes = [size] }
}
image "ignored_all" {
  prompt = "ignored all, ${var.secret}"
  lifecycle { ignore_changes = [prompt, model, size] }
}
image "sized_alike" {
  prompt = "as large as another"
  size   = image.plain.size
}
image "triggered" {
  prompt = "after another"
  lifecycle { replace_triggered_by = [image.plain, image.plain.size] }
}
image "imported" { prompt = "imported" }
import {
  to = image.imported
  id = "start.png"
}
image "tainted" {
  prompt = "tainted"
  lifecycle {
    postcondition {
      condition     = self.width > 800
      error_message = "too small"
    }
  }
}
module "inner" {
  source = "./inner"
  text   = "inside"
}
