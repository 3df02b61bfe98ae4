import Testing

@testable import PicketSyntax

@Suite struct SuggestionTests {
    @Test(arguments: [
        ("sohw", "show"), ("delet", "delete"), ("ad", "add"), ("Show", "show"), ("udpate", "update"),
        ("pasword", "password"),
    ])
    func finds(_ name: String, _ expected: String) {
        #expect(nearest(name, in: ["add", "show", "update", "delete", "ensure", "password"]) == expected)
    }

    @Test(arguments: ["x", "", "completely", "zz", "add"])
    func findsNothing(_ name: String) {
        #expect(nearest(name, in: ["add", "show", "update"]) == nil)
    }
}
