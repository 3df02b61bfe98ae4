// swift-tools-version: 6.2
import PackageDescription

// `Pool` for the commands of the platform, and `Platform` for the local one that the example runs against. A host outside
// the repository names its URL in place of the path.
let package = Package(
    name: "batch-job",
    dependencies: [.package(name: "picket", path: "../../..", traits: ["Pool", "Platform"])],
    targets: [
        .executableTarget(
            name: "host",
            dependencies: [
                .product(name: "Picket", package: "picket"),
                .product(name: "PicketPool", package: "picket"),
                .product(name: "PicketPlatform", package: "picket"),
            ])
    ],
    swiftLanguageModes: [.v6]
)
