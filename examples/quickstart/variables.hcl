variable "style" {
  description = "what every picture of the game looks like"
  type        = string
  default     = "gouache on rough paper, soft edges, muted sea colours"

  validation {
    condition     = length(var.style) > 0 && length(var.style) <= 200
    error_message = "The style is a short phrase of 1 to 200 characters, not ${length(var.style)}."
  }
}

variable "heroes" {
  description = "who can be played: a portrait by day and one by night for each"
  type = map(object({
    look  = string
    light = optional(string, "a storm lantern")
  }))
  default = {
    ines = { look = "a harbour pilot of sixty with a brass spyglass and a patched blue coat" }
    otto = { look = "a boy who repairs clocks, ink on his fingers, a jackdaw on his shoulder" }
    runa = { look = "a diver in a copper helmet, kelp over her arm", light = "a jar of glowing plankton" }
  }

  validation {
    condition     = alltrue([for name in keys(var.heroes) : can(regex("^[a-z]+$", name))])
    error_message = "The names of heroes become file names: lower-case letters only."
  }
}

variable "clouds" {
  description = "how many different clouds drift over the bay"
  type        = number
  default     = 2

  validation {
    condition     = var.clouds >= 0 && var.clouds <= 20
    error_message = "Between 0 and 20 clouds: nobody can tell more of them apart."
  }
}
