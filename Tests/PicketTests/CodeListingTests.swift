import Goldens
import PicketRuntime
import PicketSyntax
import Testing

/// The code of scripts as a developer sees it: `picket check --code`.
@Suite struct CodeListingTests {
    static let folder = GoldenFolder("code", expecting: "listing")

    @Test(arguments: folder.names) func isAsListed(_ name: String) throws {
        let source = SourceFile(name: name + ".picket", bytes: try Self.folder.script(name))
        let compilation = Compiler(commands: ToyCommands.table).compile(source)
        let program = try #require(compilation.program, "\(compilation.diagnostics)")
        try Self.folder.compare(name, CodeListing(program, commands: ToyCommands.table).text)
    }
}
