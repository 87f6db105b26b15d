a = "${var.x} "
b = " ${var.x}"
c = "${var.x}${var.y}"
d = ["${var.x}"]
e = { k = "${var.x}", "${var.y}" = 1 }
f = foo("${var.x}")
g = ("${var.x}")
h = "$${var.x}"
i = "%{ if var.x }${var.y}%{ endif }"
j = !"${var.x}"
k = "a" == "${var.x}"
l = [for x in y : "${x}"]
m = ""
n = "${"${var.x}"}"
