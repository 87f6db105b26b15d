# Calls that have not ended, of requests with and without a size.
provider "flux" {
  endpoint        = "http://flux.example"
  upload_endpoint = "http://flux.example"
  poll_interval   = "20ms"
  price           = { "flux-dev" = 0.02 }
}
variable "secret" {
  default   = "the unreleased product"
  sensitive = true
}
image "done" { prompt = "done" }
image "doubt" { prompt = "[sandbox:drop] in doubt" }
image "doubt_sized" {
  prompt = "[sandbox:500] in doubt"
  size   = "1024x1024"
}
image "doubt_secret" { prompt = "[sandbox:drop] ${var.secret}" }
image "doubt_lines" {
  prompt = <<EOT
[sandbox:drop] two
lines
EOT
}
image "accepted" {
  count  = 2
  prompt = "[sandbox:stuck] accepted"
}
image "accepted_sized" {
  prompt = "[sandbox:stuck] accepted"
  model  = "flux-pro"
  size   = "1024x1024"
}
image "after" {
  source = image.accepted[0]
  prompt = "after it"
  model  = "flux-kontext-pro"
}
