a=1
b    =[{x=1,y=[{z=f(a,b,[c,d],{e=1})}]},{x=2}]#c
c={a=[for x in[{y=1}]:{z=x.y}],b=!a?-1:1}
