import Testing

@testable import PicketRuntime

/// The functions' names are those of the cases.
@Suite struct BuiltinTests {
    @Test(arguments: Builtin.allCases)
    func isFoundByItsName(_ function: Builtin) {
        #expect(function.name == "\(function)")
        #expect(Builtin.named(function.name) == function)
    }

    @Test func othersAreNotFound() {
        #expect(Builtin.named("") == nil && Builtin.named("Len") == nil && Builtin.named("lens") == nil)
    }
}
