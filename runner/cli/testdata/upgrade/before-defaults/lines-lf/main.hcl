# Every way that a line end gets into a prompt, as on a machine where git writes CRLF.
provider "flux" {
  endpoint      = "http://flux.example"
  poll_interval = "20ms"
}
variable "scene" {}
variable "list" { type = list(string) }
variable "secret" { sensitive = true }
locals {
  joined = <<EOT
first
second
EOT
}
image "heredoc" {
  prompt = <<EOT
a harbour at dawn,
two boats
EOT
}
image "indented" {
  prompt = <<-EOT
    a harbour at dusk,
      two boats
  EOT
  size   = "1024x1024"
}
image "mixed" {
  prompt = <<EOT
a mix of ${"two\nkinds"},
${var.scene}
EOT
}
image "file" { prompt = file("scene.txt") }
image "trimmed" { prompt = trimspace(file("scene.txt")) }
image "template" { prompt = templatefile("scene.tmpl", { style = "oil\npaint" }) }
image "local" { prompt = "in ${local.joined}" }
image "variable" { prompt = "of ${var.scene}" }
image "element" {
  for_each = { for n, text in var.list : n => text }
  prompt   = each.value
}
image "line" {
  for_each = toset(compact(split("\n", file("lines.txt"))))
  prompt   = "a drawing of ${each.key}"
}
image "cell" {
  for_each = { for row in csvdecode(file("cells.csv")) : row.id => row.text }
  prompt   = each.value
}
image "secret" {
  prompt = <<EOT
a photo of
something
${var.secret}
EOT
}
image "triggered" {
  prompt = "after another"
  lifecycle { replace_triggered_by = [image.heredoc.prompt, image.file.prompt] }
}
image "ignored" {
  prompt = <<EOT
ignored
prompt
EOT
  lifecycle { ignore_changes = [prompt] }
}
module "inner" {
  source = "./inner"
  text   = <<EOT
passed
down
EOT
}
