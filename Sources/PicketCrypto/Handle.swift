import COpenSSL

/// Calls `body` with an object of the library, and frees the object.
///
/// - Throws: What `body` throws; a `CryptoFailure` that begins with `action` if the library did not make the object.
func withHandle<Handle, Result>(
    _ handle: Handle?, freedBy free: (Handle) -> Void, or action: String,
    _ body: (Handle) throws(CryptoFailure) -> Result
) throws(CryptoFailure) -> Result {
    guard let handle else { throw CryptoFailure(action) }
    defer { free(handle) }
    return try body(handle)
}

/// Returns the text that `write` writes.
func text(or action: String, _ write: (OpaquePointer) -> Bool) throws(CryptoFailure) -> String {
    try withHandle(BIO_new(BIO_s_mem()), freedBy: freeMemory, or: action) { memory throws(CryptoFailure) in
        var start: UnsafeMutableRawPointer?
        guard write(memory) else { throw CryptoFailure(action) }
        let count = BIO_ctrl(memory, BIO_CTRL_INFO, 0, &start)
        return String(decoding: UnsafeRawBufferPointer(start: start, count: count), as: UTF8.self)
    }
}

/// Calls `body` with a source that the library reads the text from.
func withSource<Result>(
    _ text: String, or action: String, _ body: (OpaquePointer) throws(CryptoFailure) -> Result
) throws(CryptoFailure) -> Result {
    let bytes = Array(text.utf8)
    let source = BIO_new(BIO_s_mem())
    return try withHandle(source, freedBy: freeMemory, or: action) { source throws(CryptoFailure) in
        guard BIO_write(source, bytes, Int32(clamping: bytes.count)) == bytes.count else { throw CryptoFailure(action) }
        return try body(source)
    }
}

private func freeMemory(_ memory: OpaquePointer) { BIO_free(memory) }
