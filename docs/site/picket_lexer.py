"""The colours of the language in the site's samples."""

from pygments.lexer import RegexLexer, bygroups, words
from pygments.token import Comment, Keyword, Name, Number, Operator, String, Text, Whitespace

__all__ = ["PicketLexer"]

STATEMENTS = """append break check continue def defer exit expect fail for if include let param print retry return secret set
skip sleep step test try while within else catch finally""".split()
COMMANDS = "login token ping add show display update disable enable delete ensure remove request use".split()


class PicketLexer(RegexLexer):
    name = "Picket"
    aliases = ["picket"]
    filenames = ["*.picket"]

    variable = (r"\$(?:\{[^}\n]*\}|\([^)\n]*\)|\w+(?:\.\w+|\[[^\]\n]*\])*)", Name.Variable)
    tokens = {
        "root": [
            (r"(^|(?<=[\s;{]))#.*$", Comment.Single),
            (r"\s+|\\\n", Whitespace),
            (r'"""', String, "block"),
            (r'"', String, "string"),
            (r"'[^'\n]*'", String.Single),
            variable,
            (words(STATEMENTS, prefix=r"(?<![\w.=$-])", suffix=r"(?![\w=.-])"), Keyword),
            (words(COMMANDS, prefix=r"(?<![\w.=$/-])", suffix=r"(?![\w=./-])"), Name.Builtin),
            (r"\b(and|or|not|in|contains|matches|parallel|every|backoff|because|as)(?=\s)", Operator.Word),
            (r"\b(true|false|null)\b", Keyword.Constant),
            (r"([A-Za-z_][\w-]*)(=)(?!=)", bygroups(Name.Attribute, Operator)),
            (r"([A-Za-z_][\w-]*)(?=\()", Name.Function),
            (r"\b\d+(?:\.\d+)?(?:ns|us|ms|s|m|h)?\b", Number),
            (r"[\w/.:@-]+", Text),
            (r".", Text),
        ],
        "string": [(r'\\.', String.Escape), variable, (r'"', String, "#pop"), (r'[^"\\$]+|\$', String)],
        "block": [(r'\\.', String.Escape), variable, (r'"""', String, "#pop"), (r'[^"\\$]+|\$|"', String)],
    }
