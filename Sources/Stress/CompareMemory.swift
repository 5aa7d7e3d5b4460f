internal import CLinux

/// `memcmp(3)`: vectorised, where a loop over two buffers would not be.
@inline(__always)
func compareMemory(_ left: UnsafeRawPointer, _ right: UnsafeRawPointer, _ count: Int) -> Int32 {
  memcmp(left, right, count)
}
