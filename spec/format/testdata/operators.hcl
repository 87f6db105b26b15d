a=1+2*3-4/5%6
b=a==b&&c!=d||!e
c=a<b
d=a>=b
e=-1
f=- 1
g=a-1
h=a -1
i=a- -1
j=(-1)
k=[-1,- 2]
l=!a
m=! a
n=!!a
o=a?-1:-2
p=a?b:c?d:e
q=(a
?b
:c)
r=( 1+2 )*3
s=f(-1)
t=a[-1]
u={a=-1}
v=-a.b-c.d
