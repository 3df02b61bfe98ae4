// swift-tools-version: 6.2
import PackageDescription

// With `traits: []` no other package is resolved. A host outside the repository names its URL in place of the path.
let package = Package(
    name: "editor-checker",
    dependencies: [.package(name: "picket", path: "../../..", traits: [])],
    targets: [
        .executableTarget(
            name: "host", dependencies: [.product(name: "Picket", package: "picket")])
    ],
    swiftLanguageModes: [.v6]
)
