import Foundation
import PicketSyntax
import Testing

/// The house's arrows: what each target may import besides the standard library.
private let allowed: [String: Set<String>] = [
    "PicketSyntax": ["CMemory"],
    "PicketRuntime": ["PicketSyntax", "CMemory", "Synchronization"],
    "PicketSystem": ["CClock", "CProcess", "SystemPackage", "Glibc"],
    "Picket": ["PicketRuntime", "PicketSyntax", "CClock", "Dispatch", "Synchronization"],
    "PicketC": ["CPicket", "Picket", "Synchronization"],
    "PicketHTTP": [
        "NIOCore", "NIOPosix", "NIOHTTP1", "NIOSSL", "NIOTLS", "NIOExtras", "SystemPackage", "CClock",
    ],
    "PicketPool": [
        "Picket", "PicketHTTP", "PicketReports", "PicketRuntime", "PicketSyntax", "PicketSystem", "NIOCore",
        "NIOPosix", "NIOHTTP1", "CCrypt", "CDigest", "SystemPackage", "Synchronization",
    ],
    "PicketData": ["PicketRuntime", "PicketSyntax", "PicketSystem", "CYAML", "Synchronization"],
    "PicketReports": ["PicketRuntime", "PicketSyntax"],
    "PicketOptions": ["PicketSyntax"],
    "PicketTerminal": [
        "Picket", "PicketRuntime", "PicketSyntax", "PicketSystem", "CLineEdit", "SystemPackage", "Synchronization",
    ],
    "PicketCrypto": ["COpenSSL"],
    "PicketPlatform": [
        "PicketCrypto", "PicketSystem", "HummingbirdCore", "HummingbirdTLS", "HTTPTypes", "Logging",
        "NIOCore", "NIOPosix", "NIOHTTP1", "NIOSSL", "NIOHTTPTypes", "NIOHTTPTypesHTTP1", "ServiceLifecycle",
        "SystemPackage", "Glibc", "Synchronization", "CPostgreSQL", "CSQLite",
    ],
    "PicketCLI": [
        "Picket", "PicketRuntime", "PicketSyntax", "PicketHTTP", "PicketPool", "PicketData", "PicketReports",
        "PicketTerminal", "PicketSystem", "PicketOptions", "CPages", "NIOCore", "SystemPackage", "Synchronization",
    ],
    "picket": ["PicketCLI"],
    "picket-platform": ["PicketPlatform", "PicketSystem", "PicketOptions", "UnixSignals"],
]

/// What a text of a target may not say: an import that the house does not allow, and code for a system that no check builds.
private func faults(in text: String, of target: String) -> [String] {
    let imports = #/^\s*(?:@\w+\s+)?(?:(?:public|package|internal|private)\s+)?import +(?:\w+ +)?(\w+)/#
        .anchorsMatchLineEndings()
    var faults = text.matches(of: imports).map { String($0.1) }.filter { allowed[target]?.contains($0) != true }
        .map { "imports \($0)" }
    let conditions = #/^\s*#(?:if|elseif)\b.*\b(canImport|os|arch)\s*\(/#.anchorsMatchLineEndings()
    if target != "PicketSystem" { faults += text.matches(of: conditions).map { "asks for \($0.1)" } }
    return faults
}

@Test(arguments: allowed.keys.sorted())
func aTargetImportsOnlyWhatTheHouseAllows(_ target: String) throws {
    let files = Project.files(in: "Sources/\(target)", withSuffix: ".swift")
    #expect(!files.isEmpty)
    for file in files {
        #expect(faults(in: try Project.text("Sources/\(target)/\(file)"), of: target) == [], "\(target)/\(file)")
    }
}

@Test func theSystemIsReachedThroughItsRoomAlone() {
    let conditional = "#if canImport(Glibc)\n    import Glibc\n#elseif canImport(Musl)\n    import Musl\n#endif\n"
    #expect(
        faults(in: conditional, of: "PicketCLI")
            == ["imports Glibc", "imports Musl", "asks for canImport", "asks for canImport"])
    #expect(faults(in: "import Glibc\n", of: "PicketPool") == ["imports Glibc"])
    #expect(faults(in: "internal import Glibc\n", of: "Picket") == ["imports Glibc"])
    #expect(faults(in: "import Glibc\n", of: "PicketSystem") == [])
    #expect(faults(in: "import Glibc\n", of: "PicketPlatform") == [])
    #expect(faults(in: "import Darwin\n", of: "PicketPlatform") == ["imports Darwin"])
    for ours in ["PicketRuntime", "PicketSyntax", "Picket", "PicketSystem", "PicketPool"] {
        #expect(faults(in: "import \(ours)\n", of: "PicketHTTP") == ["imports \(ours)"])
    }
    #expect(faults(in: "#if os(macOS)\n#endif\n", of: "PicketData") == ["asks for os"])
    for core in ["PicketSyntax", "PicketRuntime", "Picket"] {
        #expect(faults(in: "package import PicketSystem\n", of: core) == ["imports PicketSystem"])
        #expect(faults(in: "import struct SystemPackage.Errno\n", of: core) == ["imports SystemPackage"])
    }
}

@Test func everySourceFolderIsARoomOfTheHouse() throws {
    let folders = try FileManager.default.contentsOfDirectory(atPath: Project.root.appending(path: "Sources").path())
    let known = Set(allowed.keys).union([
        "CClock", "CCrypt", "CDigest", "CEdit", "CLineEdit", "CMemory", "COpenSSL", "CPages", "CPicket", "CPostgreSQL",
        "CProcess", "CSQLite", "CYAML",
    ])
    #expect(Set(folders).subtracting(known) == [])
}

/// The manifest speaks of Debian, on which every check runs.
@Test func theManifestNamesNoSystemThatNobodyBuilds() throws {
    let manifest = try Project.text("Package.swift")
    #expect(manifest.contains(".apt("))
    for word in [".brew(", ".macOS", ".when(platforms"] { #expect(!manifest.contains(word), "\(word)") }
}

/// Each package that the manifest names, and each library of the system, has its reasons in docs/DEPENDENCIES.md.
@Test func everyDependencyHasItsReasons() throws {
    let (manifest, page) = (try Project.text("Package.swift"), try Project.text("docs/DEPENDENCIES.md"))
    let packages = manifest.matches(of: #/\.package\(url: "[^"]*/([^"/]+?)(?:\.git)?"/#).map { String($0.1) }
    let libraries = manifest.matches(of: #/\.apt\(\["([^"]+)"\]\)/#).map { String($0.1) }
    #expect(packages.count > 7 && libraries.count > 6)
    for name in packages + libraries { #expect(page.contains("| `\(name)` |"), "\(name)") }
}

/// The scripts that make a release read the version from its only place.
@Test(arguments: ["scripts/package", "scripts/release", "scripts/packaging/check-release", "docs/RELEASING.md"])
func aReleaseReadsTheVersionWhereItStands(_ file: String) throws {
    let path = "Sources/PicketSyntax/Text/PicketVersion.swift"
    #expect(try Project.text(file).contains(path))
    #expect(try Project.text(path).contains("static let text = \"\(PicketVersion.text)\""))
}

/// The regular expressions of the standard library are 1.5 MB of a program, with their tables of Unicode, and their time has
/// no bound. `TextSearch` looks for a text, and `PicketRuntime/Regex` for a pattern.
@Test func noProgramLinksTheRegularExpressionsOfTheStandardLibrary() throws {
    let signs = #/#\/|\bRegex<|import (?:RegexBuilder|_StringProcessing)/#
    for file in Project.files(in: "Sources", withSuffix: ".swift") {
        let lines = try Project.text("Sources/\(file)").split(separator: "\n")
        #expect(lines.filter { $0.firstMatch(of: signs) != nil } == [], "\(file)")
    }
}

/// Text from scripts, files and answers is compared by its bytes: Swift's `String` takes two spellings of a letter for one.
/// What stands here is compared with fixed ASCII, or made of names that the grammar keeps to ASCII.
private let fixedNames: [String: [String]] = [
    "PicketSyntax/Diagnostics/DiagnosticRenderer.swift": ["text.last == \" \""],
    "PicketRuntime/Machine/Machine.swift": ["parameters: [String: Value]"],
    "PicketRuntime/Machine/MachineConfiguration.swift": ["bodies: [String: CommandBody]"],
    "PicketRuntime/Session/GlobalNames.swift": ["-> [String: Value]", "values: [String: Value]"],
    "PicketRuntime/Machine/Machine+Setup.swift": ["values: [String: Value]"],
    "PicketRuntime/Commands/Command.swift": ["positions: [String: Int]"],
    "PicketRuntime/Commands/CommandShape.swift": ["bodies: [String: CommandBody]"],
    "PicketRuntime/Commands/Response.swift": ["== \"content-type\""],
    "PicketRuntime/Failures/Evidence+Text.swift": ["symbol == \"==\""],
    "PicketRuntime/Failures/Failure+ExitStatus.swift": ["type == \"string\""],
    "PicketRuntime/Values/ValuePrinter.swift": ["reserved: Set<String>"],
]

/// The lines that compare texts by what people read.
private func comparisonsByLooks(in text: String, besides allowed: [String]) -> [String] {
    let signs =
        #/\[String: |Set<String>|Dictionary<String|[=!]= "[^"\\\n][^"\n]+"|hasPrefix\(|hasSuffix\(|\.split\(separator: "/#
    return text.split(separator: "\n").map(String.init).filter { line in
        let code = line.drop { $0 == " " }
        return !code.hasPrefix("//") && code.firstMatch(of: signs) != nil && !allowed.contains { code.contains($0) }
    }
}

@Test(arguments: ["PicketSyntax", "PicketRuntime", "PicketData"])
func textIsComparedByItsBytes(_ target: String) throws {
    for file in Project.files(in: "Sources/\(target)", withSuffix: ".swift") where !file.hasPrefix("Secrets/") {
        let path = "\(target)/\(file)"
        let found = comparisonsByLooks(in: try Project.text("Sources/\(path)"), besides: fixedNames[path] ?? [])
        #expect(found == [], "\(path): use `TextKey`, `hasBytes(of:)` or bytes")
    }
}

@Test func aComparisonByLooksIsFound() {
    let text =
        "var known: [String: Int] = [:]\n// [String: Int]\nif name == \"web\" {\nlet x = a.split(separator: \",\")\n"
    #expect(comparisonsByLooks(in: text, besides: []).count == 3)
    #expect(comparisonsByLooks(in: text, besides: ["known: [String: Int]"]).count == 2)
    #expect(comparisonsByLooks(in: "if byte == UInt8(ascii: \"a\") { }\nvar x: [TextKey: Int]\n", besides: []) == [])
}
