output "heroes" {
  description = "the portraits of each hero"
  value       = { for name, hero in image.hero : name => [hero.path, image.hero_night[name].path] }
}

output "title_sequence" {
  description = "the frames of the opening, in order"
  value       = image.title[*].path
}

output "megapixels" {
  description = "what the title frames have to be loaded with; known when they are made"
  value       = sum([for frame in image.title : frame.width * frame.height / 1000000])
}
