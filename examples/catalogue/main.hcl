# The catalogue of a shop: every product of a spreadsheet, in every style, in
# every format that the website and the printer need. 40 x 4 x 2 = 320 images.

gesso {
  required_version = ">= 0.1.0"
}

provider "flux" {
  endpoint    = "sandbox"
  model       = "flux-pro-1.1" # for images that name none
  price       = { "flux-pro-1.1" = 0 }
  parallelism = 16
}

variable "departments" {
  description = "which departments the catalogue has; none is all of them"
  type        = set(string)
  default     = []
}

locals {
  products = {
    for row in csvdecode(file("products.csv")) : row.id => row
    if length(var.departments) == 0 || contains(var.departments, row.department)
  }
  styles = yamldecode(file("styles.yaml"))
  formats = {
    card   = { size = "256x256", extension = "png" }
    banner = { size = "384x256", extension = "jpg" }
  }

  pictures = {
    for combination in setproduct(keys(local.products), keys(local.styles), keys(local.formats)) :
    join("/", combination) => {
      product = local.products[combination[0]]
      style   = combination[1]
      format  = combination[2]
    }
  }
}

image "product" {
  for_each = local.pictures

  prompt = "${each.value.product.description}; ${local.styles[each.value.style]}"
  size   = local.formats[each.value.format].size
  path   = "assets/${each.value.format}/${each.value.style}/${each.value.product.id}.${local.formats[each.value.format].extension}"
  tags   = { name = each.value.product.name, department = each.value.product.department, style = each.value.style }
}

output "by_department" {
  description = "the pictures of each department's products"
  value       = { for key, picture in image.product : picture.tags.department => picture.path... }
}

output "count" {
  value = length(image.product)
}
