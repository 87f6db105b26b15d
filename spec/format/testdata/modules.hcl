module   cards{
source="./cards"
  for_each=toset(var.sets)
providers={flux=flux.second}
   style = "${each.key}"
}
moved {
from=image.a
        to=image.b
}
removed{
from = image.c
lifecycle{destroy=false}
}
import { 
to=image.d
id="x.png"
}
check "size" {
assert{
condition=image.a.width>100
error_message="${"small"}: ${ image.a.width }"
}
}
