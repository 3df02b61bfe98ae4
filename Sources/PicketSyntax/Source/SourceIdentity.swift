/// Tells sources apart: by the file that they were read from, or by their names where the host knows no files.
package enum SourceIdentity: Hashable, Sendable {
    /// A file of the system: two paths that lead to one file have the same identity, however they are spelled.
    case file(device: UInt64, inode: UInt64)
    /// The bytes of a name.
    case name([UInt8])
}

extension SourceFile {
    package var identity: SourceIdentity { file ?? .name(Array(name.utf8)) }
}
