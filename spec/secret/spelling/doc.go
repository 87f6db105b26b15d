// Package spelling finds a secret in a text of somebody else's, however it is spelled
// there: a service that echoes a token may have it percent-encoded, escaped as JSON or
// HTML, in another case, in hexadecimal or in base64, with blanks between, and any of
// these several times over.
//
// Its promise is that a text is undone before it is looked through, and that what it
// undoes takes time in proportion to the text. It is not a proof: who wants to hide
// a secret in a text can always think of one cipher more.
//
//	token := spelling.Of("secret-token")
//	fmt.Println(token.Blot("key=%73ecret-%74oken", "[token]")) // key=[token]
package spelling
