/// A number that stands for texts of this process, so that they need not be kept to be compared.
package enum ContentMark {
    package static func of(_ texts: some Collection<String>) -> Int {
        var hasher = Hasher()
        for var text in texts {
            text.withUTF8 { hasher.combine(bytes: UnsafeRawBufferPointer($0)) }
            hasher.combine(0)
        }
        return hasher.finalize()
    }
}
