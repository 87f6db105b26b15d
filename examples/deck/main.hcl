# A deck of cards: a module makes the pictures of one house, in every rank and
# light, and is called for each house. Add a house, a rank or a light, and only
# its own pictures are made; take one away, and only those go.

provider "flux" {
  endpoint = "sandbox" # take this out, and the same images are bought from the API
  price    = { "flux-pro-1.1" = 0.03, "flux-kontext-pro" = 0.04 }
}

variable "style" {
  description = "how all cards look"
  default     = "woodcut in two colours"
}

locals {
  houses = {
    ravens  = { motto = "we remember", colour = "slate blue" }
    foxes   = { motto = "never twice", colour = "rust" }
    lindens = { motto = "we stay", colour = "moss green" }
  }
}

module "house" {
  source   = "./house"
  for_each = local.houses
  name     = each.key
  colour   = each.value.colour
  style    = var.style
}

# The back shows the crests of all houses in words; it waits for no picture.
image "back" {
  prompt = "a card back with ${join(", ", [for h in module.house : h.motif])}, ${var.style}"
  model  = "flux-pro-1.1"
  size   = "256x256"
  path   = "assets/back.png"
}

check "crests" {
  assert {
    condition     = alltrue([for h in module.house : h.crest.width == h.crest.height])
    error_message = "A crest is not square."
  }
}

output "cards" {
  value = merge([for h in module.house : h.cards]...)
}
