// swift-tools-version: 6.0
import PackageDescription

let package = Package(
  name: "Chat",
  dependencies: [.package(name: "swiftlet", path: "../..")],
  targets: [
    .target(name: "Chat", dependencies: [.product(name: "Reactor", package: "swiftlet")]),
    .executableTarget(
      name: "chat-server",
      dependencies: ["Chat", .product(name: "Reactor", package: "swiftlet")]),
    .testTarget(
      name: "ChatTests",
      dependencies: ["Chat", .product(name: "Reactor", package: "swiftlet")]),
  ]
)
