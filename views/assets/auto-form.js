// Goes on by itself, as the page of a bank's gateway does; without scripts its button does.

document.forms[0].submit()
