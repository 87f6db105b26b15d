variable "text" {}
image "one" { prompt = var.text }
