variable "text" {}
image "one" {
  prompt = <<EOT
around ${var.text}
EOT
}
