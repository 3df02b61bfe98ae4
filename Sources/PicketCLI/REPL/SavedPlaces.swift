import PicketSystem

/// The paths by which a saved script finds the files of the session.
struct SavedPlaces {
    /// The folder of the script, without links; nil if it does not exist.
    private let folder: String?

    init(_ script: String) {
        folder = FilePlace.resolved(ScriptFile.folder(of: script))
    }

    /// Returns the path of a file, and a remark if the script may not read it; nil if the path stays as it is.
    ///
    /// - Parameter base: The folder in which the session looks for the file.
    func place(_ path: String, from base: String) -> (path: String, remark: String?)? {
        guard let folder, let base = FilePlace.resolved(base), !path.utf8.elementsEqual("-".utf8) else { return nil }
        let isAbsolute = path.utf8.first == UInt8(ascii: "/")
        guard isAbsolute || !base.utf8.elementsEqual(folder.utf8) else { return nil }
        let whole = isAbsolute ? path : base + "/" + path
        let real = FilePlace.resolved(whole) ?? whole
        let start = folder.utf8.elementsEqual("/".utf8) ? "/" : folder + "/"
        if real.utf8.starts(with: start.utf8) { return isAbsolute ? nil : (String(real.dropFirst(start.count)), nil) }
        return (whole, "The next statement uses `\(whole)`: `--file-root` names a folder that the script may use, too.")
    }
}
