# Pictures for "Lantern Bay", a small game about a lighthouse that has gone out.
#
#   gesso -chdir=examples/quickstart plan
#   gesso -chdir=examples/quickstart apply

gesso {
  required_version = ">= 0.1.0"
  output_dir       = "assets"
}

# The sandbox is a stand-in inside of gesso: free, offline, with placeholders.
# Without the line "endpoint" the same plan goes to the Flux API.
provider "flux" {
  endpoint = "sandbox"
  price    = { "flux-dev" = 0, "flux-kontext-pro" = 0 } # a picture; for estimates
}

locals {
  title_prompts = [
    "paint over this sketch: a lighthouse on a cliff above a bay, early morning, ${var.style}",
    "the same view at dusk, the first stars, the lamp of the lighthouse is dark",
    "the same view at night, the lamp is lit and its beam sweeps over the sea",
  ]
}

# A block with for_each makes an image for each element: image.hero["ines"] …
image "hero" {
  for_each = var.heroes

  prompt = "portrait of ${each.value.look}, facing us, ${var.style}"
  size   = "1024x1024"
  path   = "assets/heroes/${each.key}.png"
  tags   = { kind = "hero", name = each.key }
}

# An edit of another image. Each waits for its own source and for no other.
image "hero_night" {
  for_each = var.heroes

  source = image.hero[each.key]
  prompt = "the same person at night, lit only by ${each.value.light}"
  model  = "flux-kontext-pro"
  size   = "1:1"
  path   = "assets/heroes/${each.key}-night.png"
  tags   = merge(image.hero[each.key].tags, { time = "night" })
}

# A chain in one block: the first edits a local file, each of the others the
# one before it. The extension of a path decides the format.
image "title" {
  count = length(local.title_prompts)

  source = count.index == 0 ? "sketches/lighthouse.png" : image.title[count.index - 1]
  prompt = local.title_prompts[count.index]
  model  = "flux-kontext-pro"
  size   = "16:9"
  path   = "assets/title-${count.index + 1}.jpg"
}

# Instances that want the same get different pictures, asked for in one call.
image "cloud" {
  count = var.clouds

  prompt = "a single drifting cloud on a plain background, ${var.style}"
  size   = "1024x1024"
}

# When they are made, this puts all of them on a page, to compare and decide:
#
#   gesso -chdir=examples/quickstart gallery
