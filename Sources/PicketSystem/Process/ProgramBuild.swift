internal import CProcess

/// What the build of this program wrote into it.
package enum ProgramBuild {
    /// The commit of the sources, with `-dirty` if files were changed; nil if the build did not tell it.
    package static var commit: String? { process_commit().map { String(cString: $0) } }
}
