image "\u0041" {}
image "caf\u00e9" {}
image "tab\t" {}
image "a	b" {}
image "quo\"te\\" {}
image "" {}
image "日本" "é" {}
