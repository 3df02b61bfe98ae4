import SystemPackage

/// How many more files the process may open.
package enum FreeDescriptors {
    /// Opens this number of files and closes them again. Returns whether all could be opened.
    ///
    /// SwiftNIO and the dispatch library trap if they cannot open theirs, so a program checks before it uses them.
    package static func allow(_ count: Int) -> Bool {
        var open: [FileDescriptor] = []
        defer { for file in open { try? file.close() } }
        for _ in 0..<count {
            guard let file = try? FileDescriptor.open("/dev/null", .readOnly) else { return false }
            open.append(file)
        }
        return true
    }
}
