image	"fox"	{
	prompt	=	"a	red	fox"	# a	tab
		size	=	"1024x1024"
	price	=	{
		a	=	1
	}
}
