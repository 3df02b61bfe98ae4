import Testing

@testable import PicketSyntax

@Suite struct HighlighterTests {
    /// Each part as the first letters of its role and its text.
    private func parts(_ text: String) -> String {
        let source = SourceFile(name: "test", text: text)
        return highlight(source).map { "\("\($0.1)".prefix(3)):\(source.text($0.0))" }.joined(separator: " ")
    }

    @Test(arguments: [
        Sample(
            "add pg_1 host=$h.x port=9342 # c",
            "com:add wor:pg_1 arg:host ope:= var:$h.x arg:port ope:= num:9342 com:# c"),
        Sample("show x as y", "com:show wor:x key:as wor:y"),
        Sample("let x = 1 + $y[0].z", "key:let arg:x ope:= num:1 ope:+ var:$y bra:[ num:0 bra:] var:.z"),
        Sample(
            "print \"a\\n$x ${y.z} $(1)\"",
            "key:print str:\"a esc:\\n var:$x str:  var:${y.z var:} str:  bra:$( num:1 bra:) str:\""),
        Sample(
            "if $x == {a: 1} { ping } else { b }",
            "key:if var:$x ope:== bra:{ arg:a ope:: num:1 bra:} bra:{ com:ping bra:} key:else bra:{ com:b bra:}"),
        Sample(
            "def f(a = 1) { return len($a) }",
            "key:def com:f bra:( arg:a ope:= num:1 bra:) bra:{ key:return com:len bra:( var:$a bra:) bra:}"),
        Sample(
            "request body={a: true} l=[b]",
            "com:request arg:body ope:= bra:{ arg:a ope:: num:true bra:} arg:l ope:= bra:[ wor:b bra:]"),
        Sample(
            "test 'x' tags=[a] { skip b }",
            "key:test str:'x' arg:tags ope:= bra:[ wor:a bra:] bra:{ key:skip wor:b bra:}"),
        Sample(
            "defer delete x; within 30s every 1s { }",
            "key:defer com:delete wor:x ope:; key:within num:30s key:every num:1s bra:{ bra:}"),
        Sample("print 5x \"open", "key:print err:5x err:\"open"),
        Sample("add a\"b } )", "com:add wor:a err:\" wor:b err:} err:)"),
        Sample("let x = [1,\n  2]\nping", "key:let arg:x ope:= bra:[ num:1 ope:, num:2 bra:] com:ping"),
        Sample("add ...$m \\\n x", "com:add ope:... var:$m ope:\\ wor:x"),
    ])
    func marks(_ sample: Sample) {
        #expect(parts(sample.text) == sample.result)
    }

    @Test(arguments: ["(", "{", "if x {", "\"$(", "$m[", "x y=", "\\", "[{("])
    func endsOnBombs(_ piece: String) {
        let source = SourceFile(name: "bomb", text: "let x = " + String(repeating: piece, count: 20_000))
        #expect(!highlight(source).isEmpty)
    }
}
