"""Makes the pages fit the generator: the first lines of fenced blocks, and the colours of the language."""

import re
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

import picket_lexer  # noqa: E402, F401  (Pygments finds the module that is loaded here)
from pygments.lexers import _mapping  # noqa: E402

_mapping.LEXERS["PicketLexer"] = ("picket_lexer", "Picket", ("picket",), ("*.picket",), ())


def fence(match):
    """The language of a block, and the name of its file as a title."""
    language, *words = match[1].split(" ")
    attributes = dict(word.partition("=")[::2] for word in words)
    title = attributes.get("file") or {"output": "prints"}.get(language)
    if "until" in attributes:
        title = "in another terminal"
    if "error" in attributes:
        title = attributes["error"]
    language = {"output": "text", "ebnf": "text"}.get(language, language)
    return f"```{language}" + (f' title="{title}"' if title else "")


def on_page_markdown(markdown, **_):
    # A closing fence has no language.
    return re.sub(r"^```(\S.*)$", fence, markdown, flags=re.MULTILINE)
