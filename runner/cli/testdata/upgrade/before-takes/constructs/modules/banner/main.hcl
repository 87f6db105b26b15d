variable "text" {}
image "wide" {
  prompt = <<-EOT
    ${var.text},
    wide
  EOT
  size   = "1792x1024"
}
image "edit" {
  source = image.wide
  prompt = "${var.text} at night"
  model  = "flux-2-pro"
  size   = "16:9"
}
