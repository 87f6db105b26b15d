a=image.fox . path
b=image.fox[ 0 ].path
c=image.fox[ "x" ] . path
d=image.fox[*].path
e=image.fox.*.path
f=image.fox.0.path
g=image.fox[each.key]
h=f(x)[0]
i=[1,2][0]
j={a=1}["a"]
k="x"[0]
l=(a).b
m=a.b[c.d[e.f]]
n = image.fox [0]
