image "fox" {
prompt=<<EOT
    A red fox,
  ${  var.style  }
      %{ if var.night }
 at night
%{   endif   }
EOT
        negative = <<-EOT
          no   text
            EOT
size="x"
list = [<<A
one
A
,<<B
two
B
]
call=upper(<<-X
  x
  X
  )
raw=<<RAW
$${not} %%{this}   
	tabs
RAW
}
