# Two accounts: many cheap sketches from one, and finals of those that were
# chosen from the other. Each has its own endpoint, token, model, prices and
# limits. Both are the built-in sandbox here; take the endpoints out, give each
# a token, and the same images are bought from the API.

provider "flux" {
  endpoint    = "sandbox"
  model       = "flux-pro-1.1"
  price       = { "flux-pro-1.1" = 0.01 }
  parallelism = 8
}

provider "flux" {
  alias               = "studio"
  endpoint            = "sandbox"
  model               = "flux-kontext-max"
  price               = { "flux-kontext-max" = 0.08 }
  requests_per_minute = 600
}

gesso {
  budget {
    max_cost = 1 # of both accounts together
  }
}

variable "chosen" {
  description = "which sketches of each motif become finals"
  type        = map(number)
  default     = { harbour = 2, mill = 0 }
}

image "sketch" {
  matrix = {
    motif = ["harbour", "mill", "bridge"]
    take  = [0, 1, 2]
  }
  prompt = "a ${matrix.motif}, pencil sketch, composition ${matrix.take}"
  size   = "256x256"
  path   = "assets/sketches/${matrix.motif}-${matrix.take}.png"
}

image "final" {
  for_each = var.chosen
  provider = flux.studio
  source   = image.sketch["${each.key},${each.value}"]
  prompt   = "the same scene as a watercolour"
  size     = "1:1"
  path     = "assets/${each.key}.jpg"
}

output "finals" {
  value = { for motif, picture in image.final : motif => picture.path }
}
