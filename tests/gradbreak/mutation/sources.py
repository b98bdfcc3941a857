"""Functions written in every layout that Python allows, for property-based tests."""

from __future__ import annotations

import textwrap

from hypothesis import strategies as st

HERE = "¶"  # a place within brackets, at which a line may end

NAMES = st.sampled_from(["a", "b", "self", "ä"])
ATOMS = NAMES | st.sampled_from(["1", "2.5", "True", "'text'", "None", "'ß😀'"])
OPERATORS = st.sampled_from(["+", "*", "**", "-", "and", "or", "<", "not in", f"not {HERE}in", "is not", "in"])


def filled(template: str, **parts: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    return st.builds(template.format, **parts)


def larger(e: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    return st.one_of(
        filled(f"({HERE}{{left}} {{sign}} {HERE}{{right}}{HERE})", left=e, sign=OPERATORS, right=e),
        filled(
            f"f({HERE}{{first}}, {HERE}x={{second}}{{end}})", first=e, second=e, end=st.sampled_from(["", f",{HERE}"])
        ),
        filled("f({first}, *{rest})", first=e, rest=NAMES),
        filled(f"[{HERE}{{item}} for c in{HERE} {{name}} if {{test}}]", item=e, name=NAMES, test=e),
        filled("(not {operand})", operand=e),
        filled("(-{operand})", operand=e),
        filled(f"({{first}} if {{test}}{HERE} else {{second}})", first=e, test=e, second=e),
        filled("(lambda d=1: {body})", body=e),
        filled("{name}.lower({argument})", name=NAMES, argument=e),
    )


EXPRESSIONS = st.recursive(ATOMS, larger, max_leaves=3)
SIMPLE = st.one_of(
    filled("a = {e}", e=EXPRESSIONS),
    filled("a: int = {e}", e=EXPRESSIONS),
    filled("self.g += {e}; b -= {f} ;", e=EXPRESSIONS, f=EXPRESSIONS),
    filled("return {e}", e=EXPRESSIONS),
    filled("assert {e}, \\\n  {f}", e=EXPRESSIONS, f=EXPRESSIONS),
    filled(f"f({HERE}{{e}})  # a note", e=EXPRESSIONS),
)


def indented(text: str) -> str:
    return textwrap.indent(text, "\t")


def compound(statement: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    body = st.lists(statement, min_size=1, max_size=2).map("\n".join).map(indented)
    e = EXPRESSIONS
    return st.one_of(
        filled("if {e}:\n{body}\nelif {f}:\n{other}\n# a note", e=e, body=body, f=e, other=body),
        filled("while {e}:\n{body}\n\tcontinue", e=e, body=body),
        filled("for c in {e}: break", e=e),
        filled("def inner(c=1):\n\t# a note\n{body}", body=body),
        filled("# why\nmatch {e}:\n\tcase 1:\n{body}\n\tcase _: a = {f}", e=e, body=body.map(indented), f=e),
        filled("try:\n{body}\nexcept {e}: pass\n\nelse:\n{other}", body=body, e=e, other=body),
        filled("with {e}, f({f}) as c:\n{body}", e=e, f=e, body=body),
    )


STATEMENTS = st.recursive(SIMPLE, compound, max_leaves=3)
HEADERS = st.sampled_from(
    ["def f(a, b=1, *, c='x'):", "async def f(self,\n   a='é'):", "@staticmethod\ndef f(a): # why"]
)
BREAKS = st.sampled_from(["", " ", "\n", "\n     ", "\n\t\t  ", "  # a note\n  ", "\n\n # a note\n   "])


@st.composite
def sources(draw: st.DrawFn) -> str:
    """A module with one function, or a class with one method."""
    text = f"{draw(HEADERS)}\n{indented(draw(STATEMENTS))}\n"
    if draw(st.booleans()):
        text = f"class A(B):\n{indented(text)}"
    text = text.replace("\t", draw(st.sampled_from([" ", "    ", "\t"])))
    while HERE in text:
        text = text.replace(HERE, draw(BREAKS), 1)
    if draw(st.booleans()):
        text = text.replace("\n", "\r\n")
    return text if draw(st.booleans()) else text.rstrip("\r\n")
