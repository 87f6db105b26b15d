# Pictures of a website: each is bought once, and the sizes that the pages need are made from it for
# nothing. Another width is one more number below, and no call.

provider "flux" {
  endpoint = "sandbox"
  price    = { "flux-dev" = 0 }
}

locals {
  widths = [320, 640]
  places = {
    harbour = "a small harbour in the morning, fishing boats, thin fog"
    market  = "a market square seen from above, awnings in many colours"
  }
}

image "place" {
  for_each = local.places
  prompt   = "${each.value}; gouache on rough paper"
  size     = "1024x1024"
  path     = "assets/${each.key}.png"

  derive {
    for_each = local.widths
    name     = "w${derive.value}"
    path     = "assets/${each.key}-${derive.value}.jpg"
    width    = derive.value
    quality  = 80
  }

  derive {
    name     = "card"
    path     = "assets/${each.key}-card.jpg"
    width    = 600
    height   = 315
    position = "bottom"
  }
}

output "srcset" {
  value = {
    for name, place in image.place : name => join(", ", [for w in local.widths : "${place.derived["w${w}"].path} ${w}w"])
  }
}
