/// Finds the lines of keys in the configuration file for messages, since the TOML library does not report them.
struct ConfigurationPlaces {
    let path: String
    private let text: String

    init(path: String, text: String) {
        self.path = path
        self.text = text
    }

    /// Returns `path:line` of a key, or the path alone if the key has an unusual form.
    ///
    /// - Parameter section: A section such as `profile.prod`; empty for the lines before all sections.
    subscript(key: String, in section: String) -> String {
        guard let line = line(of: key, in: section) else { return path }
        return "\(path):\(line)"
    }

    private func line(of key: String, in section: String) -> Int? {
        var current = ""
        let lines = text.split(omittingEmptySubsequences: false) { $0.isNewline }
        for (number, line) in lines.enumerated() {
            let words = line.filter { $0 != " " && $0 != "\t" && $0 != "\"" && $0 != "'" }
            if words.utf8.first == UInt8(ascii: "[") {
                current = String(words.drop { $0 == "[" }.prefix { $0 != "]" })
                // A section is a key of its outer section.
                let isKey = [key, section.isEmpty ? key : "\(section).\(key)"].contains { name in
                    current.utf8.elementsEqual(name.utf8) || current.utf8.starts(with: "\(name).".utf8)
                }
                if isKey { return number + 1 }
                continue
            }
            let name = words.prefix { $0 != "=" }
            if current.utf8.elementsEqual(section.utf8), name.utf8.count < words.utf8.count,
                name.utf8.elementsEqual(key.utf8)
            {
                return number + 1
            }
        }
        return nil
    }
}
