internal import CZlib

/// The bytes that a zlib stream stands for, or nil when it is not one.
func inflated(_ stream: [UInt8], atMost limit: Int) -> [UInt8]? {
  var count = uLong(limit)
  var output = [UInt8](repeating: 0, count: max(limit, 1))
  let status = output.withUnsafeMutableBufferPointer { target in
    uncompress(target.baseAddress, &count, stream, uLong(stream.count))
  }
  return status == Z_OK ? Array(output.prefix(Int(count))) : nil
}
