a=[for x in y:x]
b=[for k,v in y:"${k}=${v}"if v!=""]
c={for k,v in y:k=>v}
d={for k,v in y:k=>v...if v}
e=[
for x in y:
x
if x
]
f={
for h in csvdecode(file("heroes.csv")):h.id=>h
}
g=[for x in [1,2]:[for y in [3]:x*y]]
h=[for x in["a"]:x]
