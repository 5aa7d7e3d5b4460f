/// Bytes that were received, in memory lent by the loop.
///
/// It has one owner and cannot be copied; when the owner lets go of it the memory serves the next
/// read, so that reading allocates nothing at steady state. A view taken with `span` cannot
/// outlive it: the compiler sees to that. Loop-confined (not `Sendable`).
public struct Bytes: ~Copyable {
  private let block: Block

  /// How many; at least one.
  public let count: Int

  init(_ block: Block, count: Int) {
    self.block = block
    self.count = count
  }

  deinit { block.recycle() }

  /// A view of the bytes, valid for as long as this value lives.
  public var span: RawSpan {
    @_lifetime(borrow self)
    get {
      let span = RawSpan(_unsafeStart: UnsafeRawPointer(block.base), byteCount: count)
      return _overrideLifetime(span, borrowing: self)
    }
  }

  /// A view through which the bytes can be changed in place.
  public var mutableSpan: MutableRawSpan {
    @_lifetime(&self)
    mutating get {
      let span = MutableRawSpan(_unsafeStart: block.base, byteCount: count)
      return _overrideLifetime(span, mutating: &self)
    }
  }

  /// A copy that may be kept and sent anywhere.
  public func array() -> [UInt8] {
    [UInt8](UnsafeRawBufferPointer(start: block.base, count: count))
  }
}
