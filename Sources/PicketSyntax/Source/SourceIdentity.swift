/// Identifies a source: by its file, or by its name if the host does not know files.
package enum SourceIdentity: Hashable, Sendable {
    /// A file of the system. All paths to one file, however they are spelled, have the same identity.
    case file(device: UInt64, inode: UInt64)
    /// The bytes of a name.
    case name([UInt8])
}

extension SourceFile {
    package var identity: SourceIdentity { file ?? .name(Array(name.utf8)) }
}
