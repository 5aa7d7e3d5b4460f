// swift-tools-version: 6.0
import PackageDescription

/// What every snippet is allowed to use.
let products: [Target.Dependency] = [
  "Compare", "EchoProtocol", "EchoServers", "Measurement", "Reactor", "Reports", "Stress",
].map { .product(name: $0, package: "swiftlet") }

// The same files twice, because a snippet must work for whoever copies it: in a plain package, and
// in one with the upcoming features that change how an API is used.
let package = Package(
  name: "Snippets",
  dependencies: [.package(name: "swiftlet", path: "../..")],
  targets: [
    .target(name: "Snippets", dependencies: products),
    .target(
      name: "SnippetsUpcoming", dependencies: products,
      swiftSettings: [
        .enableUpcomingFeature("ExistentialAny"),
        .enableUpcomingFeature("MemberImportVisibility"),
        .enableUpcomingFeature("InternalImportsByDefault"),
        .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
      ]),
    .testTarget(
      name: "SnippetsTests", dependencies: ["Snippets", "SnippetsUpcoming"] + products),
  ]
)
