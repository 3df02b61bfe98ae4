/// The help page of `picket platform`, which `picket-platform` also shows.
package enum PlatformPage {
    /// The summary of the command, one sentence.
    package static let summary = "Serve a local platform that speaks the documented API."

    private static let discussion = """
        It is a platform to rehearse runbooks against: it answers the documented requests under /ds-api and keeps \
        connections in an SQLite store. The user is datasentinel unless you give another. Without a given password, the \
        first start creates a random one and says how to read it. It is beside the store, in a file that only you may \
        read.

          picket platform --store pool.sqlite
          picket platform --listen 127.0.0.1:0 --store :memory: --faults faults.json

        A duration is written as in scripts: 250ms, 30s, 5m; a bare number means seconds.

        Every option but `--embedded` also has an environment variable: `PICKET_PLATFORM_LISTEN` is `--listen`. The program \
        `picket-platform` takes the same options.

        Exit status: 0 ended as asked, also by a signal; 1 the output cannot be written; 2 it did not start.

        """

    /// The page.
    package static var page: CommandPage {
        let command = PlatformLine.Command()
        let sections = PlatformOption.Group.allCases.map { group in
            let entries = command.options.filter { $0.group == group }.map {
                CommandPage.Entry($0, choices: command.choices(of: $0))
            }
            return CommandPage.Section(
                group.rawValue, group == .options ? entries + CommandPage.general : entries)
        }
        return CommandPage(
            [command.invocation, "picket-platform"], summary, discussion: discussion, usage: "[<options>]",
            sections: sections)
    }

    /// The whole help page.
    package static var content: String { page.help }
}
