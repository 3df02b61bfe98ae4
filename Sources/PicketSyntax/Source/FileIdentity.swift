/// Which file of the system a text was read from: two paths that lead to one file have the same, however they are spelled.
package struct FileIdentity: Hashable, Sendable {
    package var device: UInt64
    package var inode: UInt64

    package init(device: UInt64, inode: UInt64) {
        self.device = device
        self.inode = inode
    }
}

/// Tells sources apart: by the file that they were read from, or by their names where the host knows no files.
package enum SourceIdentity: Hashable, Sendable {
    case file(FileIdentity)
    /// The bytes of a name.
    case name([UInt8])
}

extension SourceFile {
    package var identity: SourceIdentity { file.map { .file($0) } ?? .name(Array(name.utf8)) }
}
