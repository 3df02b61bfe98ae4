extension Platform {
    /// Returns one line of JSON for a parent process: how to reach this platform, and the user and password to log in.
    package func announcement(user: String, password: String) -> String {
        var members = [
            JSONValue.Member(key: "password", value: .string(password)),
            JSONValue.Member(key: "url", value: .string(url)), JSONValue.Member(key: "user", value: .string(user)),
        ]
        if let certificate { members.insert(JSONValue.Member(key: "certificate", value: .string(certificate)), at: 0) }
        return String(decoding: JSONValue.object(members).compactBytes, as: UTF8.self)
    }
}
