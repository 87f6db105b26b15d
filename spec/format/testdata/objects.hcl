a={}
b={   }
c={a=1,b=2}
d={a:1,"b" : 2, (var.k)=3, "${var.l}" = 4}
e={
a=1,
longer=2
"quoted"=3
(var.k) = 4

x : 5
longest : 6
}
f = {a={b={c=1}}}
g = {
a = {
b = 1 }
c = [
1 ] }
h = { a = 1
}
