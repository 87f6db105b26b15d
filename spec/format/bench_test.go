package format_test
import ("testing";"strings";"time";"gesso/spec/format";"github.com/hashicorp/hcl/v2/hclsyntax";"github.com/hashicorp/hcl/v2")
func TestZ(t *testing.T){
 for _,n:=range []int{50000,100000,200000}{
 for k,s:=range map[string]string{
  "oneline": "a = ["+strings.Repeat("1,",n)+"]\n",
  "blocks": strings.Repeat("image fox {\n prompt=\"${x}\"\n size=\"1\"\n}\n",n/10),
  "comments": "a=["+strings.Repeat("1, # c\n",n)+"]",
  "strint":"a=\""+strings.Repeat("h${x}",n)+"\"\n",
  "align":strings.Repeat("abcde = 1 # c\n",n/10),
 }{
  st:=time.Now()
  hclsyntax.LexConfig([]byte(s),"x",hcl.InitialPos)
  lx:=time.Since(st); st=time.Now()
  if k!="align"{
  hclsyntax.ParseConfig([]byte(s),"x",hcl.InitialPos)}
  px:=time.Since(st); st=time.Now()
  o,d:=format.Source([]byte(s),"x")
  t.Log(n,k,len(s),len(o),lx,px,time.Since(st), len(d))
 }}
}
