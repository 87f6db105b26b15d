# Every construct that decides a request, each with a size.
gesso {
  output_dir = "out"
  budget { max_images = 100 }
}
provider "flux" {
  endpoint        = "http://flux.example"
  upload_endpoint = "http://flux.example"
  poll_interval   = "20ms"
  price           = { "flux-dev" = 0.02 }
}
provider "flux" {
  alias           = "second"
  endpoint        = "http://second.example"
  upload_endpoint = "http://second.example"
  model           = "flux-pro"
  poll_interval   = "20ms"
}
variable "style" { default = "flat pastel" }
variable "secret" {
  default   = "the unreleased product"
  sensitive = true
}
variable "link" {
  default   = "http://flux.example/sandbox/pictures/hidden.png"
  sensitive = true
}
locals {
  heroes = { for row in csvdecode(file("heroes.csv")) : row.id => row }
  lines  = toset(compact(split("\n", file("lines.txt"))))
}
image "one" {
  prompt = "a lighthouse, ${var.style}"
  size   = "1024x1024"
}
image "wave" {
  count  = 3
  prompt = "the same wave"
  size   = "1024x1024"
}
image "hero" {
  for_each = local.heroes
  prompt   = "${each.value.description}, ${var.style}"
  size     = "1792x1024"
  tags     = { mood = each.value.mood }
}
image "line" {
  for_each = local.lines
  prompt   = "a drawing of ${each.key}"
  size     = "1024x1024"
}
image "cell" {
  matrix = {
    animal = ["fox", "owl"]
    hour   = ["dawn", "dusk"]
  }
  prompt = "a ${matrix.animal} at ${matrix.hour}"
  size   = "1024x1024"
}
image "frame" {
  count  = 3
  source = count.index == 0 ? "start.png" : image.frame[count.index - 1]
  prompt = "frame ${count.index}"
  model  = "flux-kontext-pro"
  size   = "1:1"
}
image "night" {
  for_each = local.heroes
  source   = image.hero[each.key]
  prompt   = "the same at night"
  model    = "flux-kontext-pro"
  size     = "1:1"
}
image "linked" {
  source = "http://flux.example/sandbox/pictures/source.png"
  prompt = "with snow"
  model  = "flux-kontext-max"
  size   = "16:9"
}
image "hidden" {
  source = var.link
  prompt = "a photo of ${var.secret}"
  model  = "flux-kontext-max"
  size   = "1:1"
}
image "secret" {
  prompt = <<EOT
a photo of
${var.secret}
EOT
  size   = "1024x1024"
}
image "second" {
  provider = flux.second
  prompt   = "from another provider"
  size     = "1024x1024"
}
image "heredoc" {
  prompt = <<-EOT
    a harbour at dawn,
      two boats
  EOT
  size   = "1024x1024"
}
image "template" {
  prompt = templatefile("scene.tmpl", { style = var.style })
  size   = "1024x1024"
}
image "file" {
  prompt = file("scene.txt")
  size   = "1024x1024"
}
image "spaces" {
  prompt = "  two  spaces\tand a tab \n\n"
  size   = "1024x1024"
}
image "triggered" {
  prompt = "what follows ${image.one.model}"
  size   = "1024x1024"
  lifecycle {
    replace_triggered_by = [image.one, image.file.prompt, image.one.size]
  }
}
image "ignored" {
  prompt = "ignored ${var.style}"
  size   = "1024x1024"
  lifecycle { ignore_changes = [prompt, size, model] }
}
image "converted" {
  prompt = "as a jpeg"
  size   = "1024x1024"
  path   = "out/converted.jpg"
}
image "judged" {
  prompt = "judged"
  size   = "1024x1024"
  lifecycle {
    postcondition {
      condition     = self.width > 8
      error_message = "too small"
    }
  }
}
image "tainted" {
  prompt = "tainted"
  size   = "1024x1024"
  lifecycle {
    postcondition {
      condition     = self.width > 800
      error_message = "too small"
    }
  }
}
image "imported" {
  prompt = "imported from a file"
  size   = "1024x1024"
}
import {
  to = image.imported
  id = "start.png"
}
image "new_name" {
  prompt = "moved"
  size   = "1024x1024"
}
moved {
  from = image.old_name
  to   = image.new_name
}
module "banner" {
  source   = "./modules/banner"
  for_each = toset(["a", "b"])
  text     = "banner ${each.key}"
}
output "one" { value = image.one.path }
