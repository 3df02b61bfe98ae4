import Testing

@testable import PicketSyntax

/// Where a tree exists, the tree says what a secret literal is.
@Suite struct SecretLiteralTests {
    /// A table of a host: `unlock DOOR pin=`, `enter PIN`, and a field `answer`.
    private static let table = SecretNames {
        $0 == "pin" || $0 == "answer"
    } takesSecret: { command, place in
        switch (command, place) {
        case ("unlock", .named("pin")), ("enter", .positional(0)): true
        case ("unlock", .named("token")), ("unlock", .positional), ("enter", .positional): false
        default: nil
        }
    }

    /// The text with its secret literals hidden.
    private func shown(_ text: String) -> String {
        let source = SourceFile(name: "a", text: text)
        return ShownSource(source, table: Self.table).text(source.span)
    }

    @Test(arguments: [
        // A block and a reason stay.
        ("if $password == null { fail \"NOPE is not set\" }", "if $password == null { fail \"NOPE is not set\" }"),
        ("if $password == \"\" { print \"none\" }", "if $password == \"\" { print \"none\" }"),
        ("if $token != 'abc' { print x } else { print y }", "if $token != ••• { print x } else { print y }"),
        ("expect body.password == \"x1\" because \"it is so\"", "expect body.password == ••• because \"it is so\""),
        ("while $secret_word in [\"a\", \"b\"] { sleep 1s }", "while $secret_word in [•••, •••] { sleep 1s }"),
        // The table of a host.
        ("unlock hall pin=1234", "unlock hall pin=•••"), ("enter 4711 now", "enter ••• now"),
        ("unlock hall token=abc", "unlock hall token=abc"), ("expect body.answer == 42", "expect body.answer == •••"),
        ("print {answer: forty, name: x}", "print {answer: •••, name: x}"),
        // What is given to a secret, through names.
        ("let p = \"abc\"\nsecret s = $p", "let p = •••\nsecret s = $p"),
        ("let q = abc\nlet p = $q\nunlock hall pin=$p", "let q = •••\nlet p = $q\nunlock hall pin=$p"),
        ("let m = {a: x, b: y}\nsecret s = $m.b", "let m = {a: x, b: •••}\nsecret s = $m.b"),
        ("for p in [a, b] { enter $p }", "for p in [•••, •••] { enter $p }"),
        ("def open(word) { enter $word }\nopen abc", "def open(word) { enter $word }\nopen •••"),
        ("param pw = abc\nsecret s = $pw", "param pw = •••\nsecret s = $pw"),
        ("secret s = env(\"S\") ?? abc", "secret s = env(\"S\") ?? •••"),
        ("let s = secret(abc)\nif $s == abc { ping }", "let s = secret(•••)\nif $s == abc { ping }"),
        ("secret s = env(\"S\")\nif abc == $s { ping }", "secret s = env(\"S\")\nif ••• == $s { ping }"),
        // A part of a secret makes no secret of a name, and the name of a file is none.
        ("let host = \"pg\"\nsecret s = \"$host-abc\"", "let host = \"pg\"\nsecret s = •••"),
        ("secret s = lines(\"pw.txt\")[0]", "secret s = lines(\"pw.txt\")[0]"),
        // A key is what its escapes stand for.
        ("print {\"pass\\u{77}ord\": \"x1\"}", "print {\"pass\\u{77}ord\": •••}"),
        ("expect body[\"\\u{70}assword\"] == \"x1\"", "expect body[\"\\u{70}assword\"] == •••"),
        // Where no sign stands behind a name, or one with blanks around it.
        ("show x password = X1", "show x password = •••"), ("show x password: X1 y", "show x password: ••• y"),
        ("show x password \"a b\"", "show x password •••"), ("nope x token = 12", "nope x token = •••"),
        ("def f(kind, a) { ping }\nf password b", "def f(kind, a) { ping }\nf password b"),
        // JSON in a text.
        ("print '{\"password\": \"x1\"}'", "print •••"), ("print \"{\\\"token\\\":12}\"", "print •••"),
        ("print '{\"password\": \"\"}', \"{password: x}\"", "print '{\"password\": \"\"}', \"{password: x}\""),
        ("print \"{\\\"password\\\": \\\"$x\\\"}\"", "print \"{\\\"password\\\": \\\"$x\\\"}\""),
        // A comment has no tree.
        ("ping # password=abc\nprint x", "ping # password=•••\nprint x"),
    ])
    func theTreeSaysWhatIsSecret(_ text: String, _ expected: String) {
        #expect(shown(text) == expected)
    }

    /// Looks are for text that does not parse, and go no further than a block and a reason.
    @Test(arguments: [
        (
            "if $password == abc { fail \"NOPE is not set\" } else",
            "if $password == ••• { fail \"NOPE is not set\" } else"
        ),
        ("expect password == abc because \"it is so\" )", "expect password == ••• because \"it is so\" )"),
        ("unlock hall pin=1234 )", "unlock hall pin=••• )"), ("login token=[a, b] )", "login token=[•••, •••] )"),
        // An escaped key, and a value without `=`, or with blanks around it.
        ("{\"pass\\u0077ord\": \"x1\"}", "{\"pass\\u0077ord\": •••}"),
        ("{\"\\x70ass\\u{77}ord\": x1 )", "{\"\\x70ass\\u{77}ord\": ••• )"),
        ("print \"{\\\"password\\\": \\\"x1\\\"}\" )", "print \"{\\\"password\\\": \\••• )"),
        ("add x password = X1 )", "add x password = ••• )"), ("secret pw \"a b\"", "secret pw •••"),
        ("secret pw x1y", "secret pw •••"), ("add x password \"a b", "add x password •••"),
        ("add x password x1 )", "add x password ••• )"), ("let token \"x1\"", "let token •••"),
        ("expect $token contains \"x1\" )", "expect $token contains ••• )"),
        ("print \"the password is wrong\" )", "print \"the password is wrong\" )"),
        ("set $m.password \"x1\" )", "set $m.password ••• )"), ("print $password a )", "print $password a )"),
        ("add x pw=x1 )", "add x pw=••• )"), ("{'pass\\u0077ord': 'x1'} )", "{'pass\\u0077ord': •••} )"),
        ("print x ) # the secret word, a password is due", "print x ) # the secret word, a password is due"),
    ])
    func looksStopAtABlockAndAReason(_ text: String, _ expected: String) {
        #expect(shown(text) == expected)
    }

    @Test func aLineThatIsShownPiecewiseIsHiddenPiecewise() {
        let source = SourceFile(name: "a", text: "secret s = \"hunter22\"\nprint x")
        let shown = ShownSource(source)
        #expect(shown.text(SourceSpan(0, 15)) == "secret s = •••")
        #expect(shown.text(SourceSpan(15, 21)) == "•••")
        #expect(shown.text(SourceSpan(22, 29)) == "print x")
    }
}
