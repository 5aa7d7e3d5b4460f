// `import Reactor` is all an embedder needs to name endpoints and to catch socket errors.
@_exported public import Sockets
