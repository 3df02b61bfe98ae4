// swift-tools-version: 6.2
import Foundation
import PackageDescription

// Warnings are errors where CI asks for it, and nowhere else: a new compiler must not break a user's build.
let warnings: [SwiftSetting] =
    ProcessInfo.processInfo.environment["PICKET_WARNINGS_AS_ERRORS"] == nil ? [] : [.treatAllWarnings(as: .error)]

let features: [SwiftSetting] = [
    // https://github.com/swiftlang/swift-evolution/blob/main/proposals/0335-existential-any.md
    .enableUpcomingFeature("ExistentialAny"),
    // https://github.com/swiftlang/swift-evolution/blob/main/proposals/0409-access-level-on-imports.md
    .enableUpcomingFeature("InternalImportsByDefault"),
    // https://github.com/swiftlang/swift-evolution/blob/main/proposals/0444-member-import-visibility.md
    .enableUpcomingFeature("MemberImportVisibility"),
]

let settings = warnings + features
// The testing library's macros expand to declarations that are deprecated on purpose.
let testSettings = features

// A package of programs is linked in the order of functions that scripts/layout/measure found.
let ordering =
    ProcessInfo.processInfo.environment["PICKET_ORDER"].map { file in
        ["--no-warn-symbol-ordering", "--symbol-ordering-file=\(file)"]
    } ?? []

// Nothing in our programs unwinds a stack: Swift has no exceptions that do, and no thread is cancelled. The tables for it
// are an eighth of a program.
let noUnwinding = ["--no-eh-frame-hdr", "-T", "\(Context.packageDirectory)/scripts/layout/no-unwinding.ld"]

// scripts/build-release names a folder of archives for its programs, which then start without loading, searching and
// relocating as many shared libraries. Nothing of it applies to a package that depends on this one.
let linking: [LinkerSetting] =
    ProcessInfo.processInfo.environment["PICKET_ARCHIVES"].map { folder in
        [
            .unsafeFlags(
                // This comes before Foundation, where the linker would find the same symbols and link all of it.
                ["\(folder)/libFoundationEssentials.a", "-L", folder, "-use-ld=lld"]
                    + (["--no-export-dynamic", "--icf=all", "-z", "pack-relative-relocs"] + noUnwinding + ordering)
                    .flatMap { ["-Xlinker", $0] })
        ]
    } ?? []

// A release tells the commit of its sources: scripts/build-release names it.
let commit: [CSetting] =
    ProcessInfo.processInfo.environment["PICKET_COMMIT"].map { [.define("PICKET_COMMIT", to: $0)] } ?? []

let system: [Target.Dependency] = ["PicketSystem", .product(name: "SystemPackage", package: "swift-system")]

let nio: [Target.Dependency] = [
    .product(name: "NIOCore", package: "swift-nio"),
    .product(name: "NIOPosix", package: "swift-nio"),
    .product(name: "NIOHTTP1", package: "swift-nio"),
    .product(name: "NIOTLS", package: "swift-nio"),
    .product(name: "NIOSSL", package: "swift-nio-ssl"),
]

let package = Package(
    name: "picket",
    products: [
        .library(name: "Picket", targets: ["Picket"]),
        .library(name: "PicketPool", targets: ["PicketPool"]),
        .library(name: "PicketPlatform", targets: ["PicketPlatform"]),
        // For C and other languages; scripts/build-c makes libraries of it that need no Swift.
        .library(name: "CPicket", type: .static, targets: ["PicketC"]),
        .executable(name: "picket", targets: ["picket"]),
        .executable(name: "picket-platform", targets: ["picket-platform"]),
    ],
    // A host names the traits that it uses. With `traits: []` it has the product Picket, and resolves no other package.
    traits: [
        .trait(name: "Pool", description: "PicketPool: the platform's commands, over HTTP."),
        .trait(name: "Platform", description: "PicketPlatform: a local platform, for a host's tests."),
        .trait(
            name: "Tools", description: "The programs picket and picket-platform.", enabledTraits: ["Pool", "Platform"]),
        .default(enabledTraits: ["Pool", "Platform", "Tools"]),
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-nio.git", from: "2.101.2"),
        .package(url: "https://github.com/apple/swift-nio-ssl.git", from: "2.37.6"),
        .package(url: "https://github.com/apple/swift-nio-extras.git", from: "1.35.2"),
        .package(url: "https://github.com/apple/swift-http-types.git", from: "1.8.0", traits: []),
        .package(url: "https://github.com/apple/swift-log.git", from: "1.16.2"),
        .package(url: "https://github.com/apple/swift-system.git", from: "1.8.1"),
        .package(url: "https://github.com/swift-server/swift-service-lifecycle.git", from: "2.13.0"),
        .package(url: "https://github.com/hummingbird-project/hummingbird.git", from: "2.28.1", traits: []),
    ],
    targets: [
        // The language: text in, diagnostics and compiled code out. It has no I/O and no Foundation; its only C code is
        // the allocator and the clock.
        .target(name: "CMemory"),
        .target(name: "CClock"),
        .target(name: "PicketSyntax", dependencies: ["CMemory"], swiftSettings: settings),
        .target(name: "PicketRuntime", dependencies: ["PicketSyntax", "CMemory"], swiftSettings: settings),
        .target(name: "Picket", dependencies: ["PicketRuntime", "PicketSyntax", "CClock"], swiftSettings: settings),

        // The C interface: the header, and its functions in Swift.
        .target(name: "CPicket"),
        .target(name: "PicketC", dependencies: ["CPicket", "Picket"], swiftSettings: settings),

        // A run's access to the platform over HTTP and to data files.
        .systemLibrary(name: "CCrypt", providers: [.apt(["libcrypt-dev"])]),
        .systemLibrary(name: "CDigest", providers: [.apt(["libmd-dev"])]),
        .target(
            name: "PicketHTTP",
            dependencies: [
                "CClock",
                .product(name: "NIOExtras", package: "swift-nio-extras"),
                .product(name: "SystemPackage", package: "swift-system"),
            ] + nio,
            swiftSettings: settings),
        .target(
            name: "PicketPool",
            dependencies: [
                "Picket", "PicketHTTP", "PicketReports", "PicketRuntime", "PicketSyntax", "CCrypt", "CDigest",
            ] + system + nio,
            // The archives, so that a program loads fewer shared libraries when it starts.
            swiftSettings: settings, linkerSettings: [.linkedLibrary(":libcrypt.a"), .linkedLibrary(":libmd.a")]),
        .systemLibrary(
            name: "CYAML", pkgConfig: "yaml-0.1", providers: [.apt(["libyaml-dev"])]),
        .target(
            name: "PicketData",
            dependencies: ["PicketRuntime", "PicketSyntax", "PicketSystem", "CYAML"],
            swiftSettings: settings),
        .target(name: "PicketReports", dependencies: ["PicketRuntime", "PicketSyntax"], swiftSettings: settings),

        // The system: files, locks, environment, clocks, threads, signals, processes. The core never imports it.
        .target(name: "CProcess", cSettings: commit),
        .target(
            name: "PicketSystem",
            dependencies: ["CClock", "CProcess", .product(name: "SystemPackage", package: "swift-system")],
            exclude: ["README.md"], swiftSettings: settings),

        // The terminal.
        .systemLibrary(
            name: "CEdit", pkgConfig: "libedit", providers: [.apt(["libedit-dev"])]),
        .target(name: "CLineEdit", dependencies: ["CEdit"], linkerSettings: [.linkedLibrary("edit")]),
        .target(
            name: "PicketTerminal", dependencies: ["Picket", "PicketRuntime", "PicketSyntax", "CLineEdit"] + system,
            exclude: ["LineEditor/README.md"],
            swiftSettings: settings),

        // Keys, hashes and certificates, by the libcrypto that libpq brings to the local platform anyway.
        .systemLibrary(name: "COpenSSL", pkgConfig: "libcrypto", providers: [.apt(["libssl-dev"])]),
        .target(name: "PicketCrypto", dependencies: ["COpenSSL"], swiftSettings: settings),

        // The local platform. It uses no target of the language, so that the two meet only over HTTP.
        .systemLibrary(
            name: "CPostgreSQL", pkgConfig: "libpq", providers: [.apt(["libpq-dev"])]),
        .systemLibrary(name: "CSQLite", pkgConfig: "sqlite3", providers: [.apt(["libsqlite3-dev"])]),
        .target(
            name: "PicketPlatform",
            dependencies: [
                "PicketCrypto", "CPostgreSQL", "CSQLite",
                .product(name: "HummingbirdCore", package: "hummingbird"),
                .product(name: "HummingbirdTLS", package: "hummingbird"),
                .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
                .product(name: "HTTPTypes", package: "swift-http-types"),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "NIOHTTPTypes", package: "swift-nio-extras"),
                .product(name: "NIOHTTPTypesHTTP1", package: "swift-nio-extras"),
            ] + system + nio,
            swiftSettings: settings),

        // The table of options of the local platform, and what both programs make of a table: reader, values, help.
        .target(
            name: "PicketOptions", dependencies: ["PicketSyntax"], exclude: ["README.md"], swiftSettings: settings),

        // The pages of docs, as a part of the program.
        .target(name: "CPages"),

        // The command line: arguments in, exit status out.
        .target(
            name: "PicketCLI",
            dependencies: [
                "Picket", "PicketSyntax", "PicketRuntime", "PicketHTTP", "PicketPool", "PicketData", "PicketReports",
                "PicketTerminal", "PicketOptions", "CPages",
            ] + system,
            swiftSettings: settings),
        .executableTarget(
            name: "picket", dependencies: ["PicketCLI"], swiftSettings: settings, linkerSettings: linking),
        .executableTarget(
            name: "picket-platform",
            dependencies: [
                "PicketPlatform", "PicketSystem", "PicketOptions",
                .product(name: "UnixSignals", package: "swift-service-lifecycle"),
            ],
            swiftSettings: settings),

        // Shared parts of golden tests: folders of scripts, and the page of the grammar.
        .target(name: "Goldens", path: "Tests/Goldens", swiftSettings: testSettings),
        // Random programs and their results.
        .target(
            name: "RandomPrograms", dependencies: ["Goldens"], path: "Tests/RandomPrograms", swiftSettings: testSettings
        ),
        .testTarget(name: "PicketSyntaxTests", dependencies: ["PicketSyntax", "Goldens"], swiftSettings: testSettings),
        .testTarget(
            name: "PicketRuntimeTests", dependencies: ["PicketRuntime", "PicketSyntax"], swiftSettings: testSettings),
        .testTarget(
            name: "PicketTests",
            dependencies: ["Picket", "PicketRuntime", "PicketSyntax", "Goldens", "RandomPrograms"],
            swiftSettings: testSettings),
        // The C interface, used and misused by C.
        .target(name: "CInterface", dependencies: ["CPicket"], path: "Tests/CInterface"),
        .testTarget(
            name: "PicketCTests", dependencies: ["CInterface", "CPicket", "PicketC"], swiftSettings: testSettings),
        // A server that answers byte by byte as a script says, and certificates for it.
        .target(
            name: "HTTPHarness", dependencies: ["PicketCrypto"] + nio, path: "Tests/HTTPHarness",
            swiftSettings: testSettings),
        .testTarget(
            name: "PicketHTTPTests",
            dependencies: ["PicketHTTP", "PicketCrypto", "HTTPHarness"] + nio, swiftSettings: testSettings),
        // Checks files against the schemas in docs/.
        .target(
            name: "Schemas", path: "Tests/Schemas",
            exclude: ["code-quality.schema.json", "kubernetes-job.schema.json", "sarif.schema.json"],
            swiftSettings: testSettings),
        .testTarget(
            name: "PicketPoolTests",
            dependencies: [
                "Picket", "PicketPool", "PicketHTTP", "PicketRuntime", "PicketSyntax", "HTTPHarness", "Schemas",
            ] + nio,
            swiftSettings: testSettings),
        // Whole scripts on a simulated network, platform, clock and disk, and an observer of them.
        .target(
            name: "Simulation", dependencies: ["PicketPool", "PicketHTTP", "PicketRuntime", "PicketSyntax"] + nio,
            path: "Tests/Simulation", swiftSettings: testSettings),
        .executableTarget(
            name: "Simulate", dependencies: ["Simulation"], path: "Tests/Simulate", swiftSettings: testSettings),
        .testTarget(name: "PicketSimulationTests", dependencies: ["Simulation"], swiftSettings: testSettings),
        .testTarget(
            name: "PicketDataTests", dependencies: ["PicketData", "PicketRuntime"], swiftSettings: testSettings),
        // A host without a network, whose commands are the program's own.
        .target(
            name: "TestHost", dependencies: ["PicketPool", "PicketRuntime"], path: "Tests/TestHost",
            swiftSettings: testSettings),
        .testTarget(
            name: "PicketReportsTests",
            dependencies: ["PicketReports", "Picket", "PicketRuntime", "PicketSyntax", "Schemas", "TestHost"],
            swiftSettings: testSettings),

        // Tests: programs in their own terminal, observed through a screen model.
        .target(name: "CPTY", path: "Tests/CPTY", linkerSettings: [.linkedLibrary("util")]),
        .target(
            name: "TerminalHarness", dependencies: ["CPTY"], path: "Tests/TerminalHarness", swiftSettings: testSettings),
        .executableTarget(
            name: "LineEditorProbe", dependencies: ["PicketTerminal"], path: "Tests/LineEditorProbe",
            swiftSettings: testSettings),
        .executableTarget(
            name: "LineEditorBenchmark", dependencies: ["TerminalHarness"], path: "Tests/LineEditorBenchmark",
            swiftSettings: testSettings),
        .testTarget(
            name: "PicketTerminalTests",
            dependencies: [
                "CPTY", "PicketTerminal", "Picket", "PicketRuntime", "PicketSyntax", "TerminalHarness",
                "LineEditorProbe",
            ],
            swiftSettings: testSettings),
        // Peers for scripts/bench: a host of the language, and a minimal server.
        .executableTarget(
            name: "LanguageBenchmark", dependencies: ["Picket"], path: "Tests/LanguageBenchmark",
            swiftSettings: testSettings),
        .executableTarget(
            name: "HostBenchmark", dependencies: ["Picket"], path: "Tests/HostBenchmark", swiftSettings: testSettings),
        .executableTarget(
            name: "EmptyRoute",
            dependencies: [
                .product(name: "HummingbirdCore", package: "hummingbird"),
                .product(name: "HummingbirdTLS", package: "hummingbird"),
                .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
                .product(name: "HTTPTypes", package: "swift-http-types"),
                .product(name: "Logging", package: "swift-log"),
            ] + nio,
            path: "Tests/EmptyRoute", swiftSettings: testSettings),
        .testTarget(
            name: "PicketCLITests",
            dependencies: [
                "PicketCLI", "PicketOptions", "PicketSystem", "picket", "picket-platform", "Goldens", "HTTPHarness",
                "RandomPrograms",
                "Schemas", "TerminalHarness",
            ] + nio,
            swiftSettings: testSettings),
        .testTarget(
            name: "PicketPlatformTests",
            dependencies: ["PicketPlatform", "PicketCrypto", "PicketOptions", "picket-platform", "HTTPHarness"] + nio,
            swiftSettings: testSettings),
    ],
    swiftLanguageModes: [.v6]
)

// A target uses products of other packages under the traits that it is for. Programs and tests are for `Tools`. SwiftPM
// leaves out a package if none of its products is used.
let traits: [String: Set<String>] = [
    "PicketHTTP": ["Pool"], "PicketPool": ["Pool"], "PicketSystem": ["Pool", "Platform"],
    "PicketPlatform": ["Platform"],
]
for target in package.targets {
    target.dependencies = target.dependencies.map { dependency in
        guard case .productItem(let name, let package, let aliases, nil) = dependency else { return dependency }
        let condition = TargetDependencyCondition.when(traits: traits[target.name] ?? ["Tools"])
        return .productItem(name: name, package: package, moduleAliases: aliases, condition: condition)
    }
}

// Sanitizers and fuzzing only need the language and its tests, which depend on no other package. So they take minutes
// instead of a quarter of an hour.
if ProcessInfo.processInfo.environment["PICKET_LANGUAGE_ONLY"] != nil {
    let names: Set<String> = [
        "CClock", "CInterface", "CMemory", "CPicket", "Goldens", "HostBenchmark", "LanguageBenchmark", "Picket",
        "PicketC",
        "PicketCTests", "PicketRuntime", "PicketRuntimeTests", "PicketSyntax",
        "PicketSyntaxTests", "PicketTests", "RandomPrograms",
    ]
    package.targets.removeAll { !names.contains($0.name) }
    package.products.removeAll { $0.name != "Picket" && $0.name != "CPicket" }
    package.dependencies = []
}
