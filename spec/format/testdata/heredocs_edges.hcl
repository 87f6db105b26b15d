a=<<E
E
bb=<<-E

   E
ccc=<<E
${
 var.x
}
E
d = <<E
${jsonencode({
a=1,
   b=2
})}
E
eeeeeeee = 1
f = { x = <<E
y
E
zz = 1
}
