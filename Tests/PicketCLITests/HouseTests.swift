import Foundation
import Testing

/// The house's arrows: what each target may import besides the standard library and the system.
private let allowed: [String: Set<String>] = [
    "PicketSyntax": ["CMemory"],
    "PicketRuntime": ["PicketSyntax", "CMemory", "Synchronization"],
    "PicketSystem": ["CProcess", "Glibc", "Darwin", "Musl"],
    "Picket": ["PicketRuntime", "PicketSyntax", "CClock", "Dispatch", "Synchronization", "Glibc", "Darwin", "Musl"],
    "PicketPool": [
        "PicketRuntime", "PicketSyntax", "NIOCore", "NIOPosix", "NIOHTTP1", "NIOSSL", "NIOTLS", "NIOExtras", "Crypto",
        "CCrypt", "Glibc", "Darwin", "Musl", "Synchronization",
    ],
    "PicketData": ["PicketRuntime", "PicketSyntax", "CYAML", "Glibc", "Darwin", "Musl"],
    "PicketReports": ["PicketRuntime", "PicketSyntax"],
    "PicketTerminal": [
        "PicketRuntime", "PicketSyntax", "PicketSystem", "CLineEdit", "Glibc", "Darwin", "Musl", "Synchronization",
    ],
    "PicketPlatform": [
        "Hummingbird", "HummingbirdCore", "HummingbirdTLS", "GRDB", "JWTKit", "X509", "Crypto", "_CryptoExtras",
        "CryptoExtras", "SwiftASN1", "HTTPTypes", "Logging", "NIOCore", "NIOPosix", "NIOHTTP1", "NIOSSL",
        "NIOConcurrencyHelpers", "NIOHTTPTypes", "NIOHTTPTypesHTTP1", "ServiceLifecycle", "Foundation", "Glibc",
        "Darwin", "Musl", "Synchronization", "CPostgreSQL", "AsyncAlgorithms",
    ],
    "PicketCLI": [
        "Picket", "PicketRuntime", "PicketSyntax", "PicketPool", "PicketData", "PicketReports", "PicketTerminal",
        "PicketSystem", "ArgumentParser", "TOMLKit", "NIOCore", "Glibc", "Darwin", "Musl", "Synchronization",
    ],
    "picket": ["PicketCLI"],
    "picket-platform": [
        "PicketPlatform", "PicketSystem", "ArgumentParser", "UnixSignals", "Foundation", "Glibc", "Darwin", "Musl",
    ],
]

@Test(arguments: allowed.keys.sorted())
func aTargetImportsOnlyWhatTheHouseAllows(_ target: String) throws {
    let files = Project.files(in: "Sources/\(target)", withSuffix: ".swift")
    #expect(!files.isEmpty)
    let imports = #/^\s*(?:@\w+\s+)?(?:(?:public|package|internal|private)\s+)?import\s+(?:struct\s+)?(\w+)/#
        .anchorsMatchLineEndings()
    for file in files {
        let text = try Project.text("Sources/\(target)/\(file)")
        for match in text.matches(of: imports) {
            let module = String(match.1)
            #expect(allowed[target]?.contains(module) == true, "\(target)/\(file) imports \(module)")
        }
    }
}

@Test func everySourceFolderIsARoomOfTheHouse() throws {
    let folders = try FileManager.default.contentsOfDirectory(atPath: Project.root.appending(path: "Sources").path())
    let known = Set(allowed.keys).union([
        "CClock", "CCrypt", "CEdit", "CLineEdit", "CMemory", "CPostgreSQL", "CProcess", "CYAML",
    ])
    #expect(Set(folders).subtracting(known) == [])
}
