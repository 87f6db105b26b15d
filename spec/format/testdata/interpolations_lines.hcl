a = "${
  var.x
}"
b = "${foo(
a,
   b)}"
c = "${[
for x in y :
 x]}"
d = "${(a
+b)}"
e = "${a +
b}"
f = "${

a


}"
g = "${{
a=1
}}"
h = "${ a # c
}"
i = "${<<E
hi
E
}"
j = "${a /* over
lines */ }"
