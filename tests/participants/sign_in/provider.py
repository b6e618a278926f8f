"""nanoidp, with the signature of an assertion where the SAML schema wants it: right after the issuer.

nanoidp 3.4 puts it at the end, which a service provider that checks the schema refuses. signxml replaces an element
`<ds:Signature Id="placeholder"/>` by the signature.
"""

from typing import Any

from lxml import etree
from nanoidp.__main__ import main
from nanoidp.routes import saml

build = saml.build_assertion_core


def build_with_place_for_the_signature(*args: Any, **kwargs: Any) -> Any:
    assertion, subject = build(*args, **kwargs)
    assertion[0].addnext(etree.Element("{http://www.w3.org/2000/09/xmldsig#}Signature", Id="placeholder"))
    return assertion, subject


if __name__ == "__main__":
    saml.build_assertion_core = build_with_place_for_the_signature
    main()
