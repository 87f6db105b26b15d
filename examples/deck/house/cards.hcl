locals {
  motif = "a crest of ${var.name} in ${var.colour}"
}

image "crest" {
  prompt = "${local.motif}, ${var.style}"
  model  = "flux-pro-1.1"
  size   = "256x256"
  path   = "assets/${var.name}/crest.png"

  lifecycle {
    attempts = 2
    postcondition {
      condition     = !self.blank
      error_message = "The crest of ${var.name} is blank."
    }
  }
}

# One for each rank and light: image.card["page,day"] and so on.
image "card" {
  matrix = {
    rank  = var.ranks
    light = ["day", "night"]
  }
  source = image.crest
  prompt = "a ${matrix.rank} of the house by ${matrix.light}, holding this crest, ${var.style}"
  model  = "flux-kontext-pro"
  size   = "3:4"
  path   = "assets/${var.name}/${matrix.rank}-${matrix.light}.jpg"
}

output "motif" {
  value = local.motif
}

output "crest" {
  value = image.crest
}

output "cards" {
  value = { for key, card in image.card : "${var.name} ${key}" => card.path }
}
