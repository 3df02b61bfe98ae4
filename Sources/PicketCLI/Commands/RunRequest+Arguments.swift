import PicketReports

extension RunRequest {
    /// Parses a plain `run …` without the argument parser, whose reflection takes longer than all other work before the
    /// first statement.
    ///
    /// Returns nil for arguments that are not an option of `run`, or not in the form `--option VALUE`,
    /// `--option=VALUE`, `--flag` or `-f`. Then the argument parser reads them, and also reports errors and prints
    /// help.
    init?(plain arguments: [String]) {
        guard arguments.first == "run" else { return nil }
        var rest = arguments.dropFirst()
        while let word = rest.popFirst() {
            guard word.utf8.first == UInt8(ascii: "-"), word != "-" else {
                guard !word.isEmpty else { return nil }
                words.append(word)
                continue
            }
            if setFlag(word) { continue }
            let (name, attached) = Self.parts(of: word)
            guard let value = attached ?? rest.popFirst(), !value.isEmpty,
                attached != nil || value.utf8.first != UInt8(ascii: "-"), setOption(name, to: value)
            else { return nil }
        }
        guard safety.problem == nil else { return nil }
    }

    /// Splits `--name=value` at its first equals sign.
    private static func parts(of word: String) -> (name: String, value: String?) {
        guard word.hasPrefix("--"), let equals = word.utf8.firstIndex(of: UInt8(ascii: "=")) else { return (word, nil) }
        return (String(word[..<equals]), String(word[word.utf8.index(after: equals)...]))
    }

    private mutating func setFlag(_ name: String) -> Bool {
        switch name {
        case "-k", "--insecure": platform.insecure = true
        case "-q", "--quiet": output.quiet = true
        case "-v", "--verbose": output.verbose = true
        case "--continue-on-error": options.continueOnError = true
        case "--dry-run": safety.dryRun = true
        default: return false
        }
        return true
    }

    private mutating func setOption(_ name: String, to value: String) -> Bool {
        if name == "-c" {
            texts.append(value)
            return true
        }
        return platform.set(name, to: value) || options.set(name, to: value) || safety.set(name, to: value)
            || output.set(name, to: value) || reports.set(name, to: value)
    }
}

extension PlatformOptions {
    /// Sets an option. Returns whether it is one of these options and the value fits.
    fileprivate mutating func set(_ name: String, to value: String) -> Bool {
        switch name {
        case "--platform": platform = value
        case "--store": store = value
        case "--user": user = value
        case "--password-env": passwordEnv = value
        case "--password-file": passwordFile = value
        case "--token-env": tokenEnv = value
        case "--token-file": tokenFile = value
        case "--cacert": cacert = value
        case "--cert": cert = value
        case "--key": key = value
        case "--proxy": proxy = value
        case "--connect-timeout": connectTimeout = value
        case "--timeout": timeout = value
        case "--settle-timeout": settleTimeout = value
        case "--resend-after": resendAfter = value
        case "--rate": rate = value
        case "--retries":
            guard let number = Int(value), (0...100).contains(number) else { return false }
            retries = number
        default: return false
        }
        return true
    }
}

extension RunOptions {
    fileprivate mutating func set(_ name: String, to value: String) -> Bool {
        switch name {
        case "--deadline": deadline = value
        case "--seed":
            guard let number = UInt64(value) else { return false }
            seed = number
        case "--file-root": fileRoot = value
        case "--unshown":
            guard let unshown = Unshown(rawValue: value) else { return false }
            self.unshown = unshown
        default: return false
        }
        return true
    }
}

extension SafetyOptions {
    fileprivate mutating func set(_ name: String, to value: String) -> Bool {
        switch name {
        case "--journal": journal = value
        case "--resume": resume = value
        case "--curl": curl = value
        case "--settle": settle.append(value)
        case "--edited": edited.append(value)
        default: return false
        }
        return true
    }
}

extension OutputOptions {
    fileprivate mutating func set(_ name: String, to value: String) -> Bool {
        guard name == "--color", let color = Color(rawValue: value) else { return false }
        self.color = color
        return true
    }
}

extension ReportOptions {
    fileprivate mutating func set(_ name: String, to value: String) -> Bool {
        switch name {
        case "--report-junit": reportJunit = value
        case "--report-tap": reportTap = value
        case "--report-json": reportJson = value
        case "--report-html": reportHtml = value
        case "--report-jsonl": reportJsonl = value
        case "--tap-version":
            guard let version = TAPVersion(rawValue: value) else { return false }
            tapVersion = version
        default: return false
        }
        return true
    }
}
