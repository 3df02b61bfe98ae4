import Foundation
import TerminalHarness
import Testing

/// The scripts of `picket completions` in the shells themselves.
@Suite struct ShellCompletionTests {
    enum Shell: String, CaseIterable {
        case bash, zsh, fish
    }

    /// A shell at a terminal, in a folder with scripts, that knows nothing but the completion of `picket`.
    private final class Session {
        let suite: TestSuiteFolder
        let terminal: Terminal

        init(_ shell: Shell) throws {
            suite = try TestSuiteFolder([
                "work/fleet.picket": "param region = \"paris\"\nprint $region\n",
                "work/smoke/a.picket": "test \"pool lives\" tags=[quick] { expect 1 == 1 }\n",
                "picket/config.toml": "[profile.staging]\nurl = \"http://localhost:1\"\n",
            ])
            let home = suite.folder.path() + "/"
            let programs = suite.folder.appending(path: "bin")
            try FileManager.default.createDirectory(at: programs, withIntermediateDirectories: true)
            try FileManager.default.createSymbolicLink(
                at: programs.appending(path: "picket"), withDestinationURL: Project.program("picket"))
            let start = "cd \(home)work\n"
            try suite.write("rc", start + "PS1='ready> '\nsource <(picket completions bash)\n")
            try suite.write(
                ".zshrc",
                start + "PS1='ready> '\nautoload -U compinit\ncompinit -u -D\nsource <(picket completions zsh)\n")
            let fish = start + "function fish_prompt; echo -n 'ready> '; end; picket completions fish | source"
            let arguments =
                switch shell {
                case .bash: ["--noprofile", "--rcfile", home + "rc", "-i"]
                case .zsh: ["-i"]
                case .fish: ["--no-config", "--private", "-C", fish]
                }
            terminal = try Terminal(
                "/usr/bin/\(shell.rawValue)", arguments,
                environment: [
                    "PATH": "\(programs.path()):/usr/bin:/bin", "HOME": home, "ZDOTDIR": home, "TERM": "xterm",
                    "XDG_CONFIG_HOME": home, "XDG_DATA_HOME": home + "data", "LANG": "C.UTF-8",
                ], columns: 100, rows: 30)
            try see("ready>")
        }

        private func shows(_ text: String) -> Bool {
            terminal.screen.rows.indices.contains { terminal.screen.styled($0).contains(text) }
        }

        /// Types a text until the screen shows another. A shell that still runs a program for a completion may throw
        /// away what is typed meanwhile.
        private func type(_ typed: String, until text: String) throws {
            for _ in 0..<20 {
                terminal.type(typed)
                for _ in 0..<100 where !shows(text) { terminal.receive(milliseconds: 20) }
                if shows(text) { return }
            }
            try see(text)
        }

        /// Waits until the screen shows a text.
        func see(_ text: String) throws {
            let end = Date(timeIntervalSinceNow: Terminal.limit)
            while !shows(text) {
                guard end.timeIntervalSinceNow > 0 else {
                    throw Terminal.Failure(description: "never `\(text)`\n\(terminal.dump)")
                }
                terminal.receive(milliseconds: 20)
            }
        }

        /// Types words and Tab, and waits for what the shell makes of them; then the line is dropped.
        func complete(_ typed: String, to expected: String) throws {
            terminal.type(typed + "\t")
            try see(expected)
            try type("\u{3}echo next\n", until: "next")
            terminal.type("clear\n")
        }
    }

    @Test(arguments: Shell.allCases) func wordsAreCompletedInTheShell(_ shell: Shell) throws {
        let session = try Session(shell)
        try session.complete("picket run fl", to: "picket run fleet.picket")
        try session.complete("picket run fleet.picket reg", to: "fleet.picket region=")
        try session.complete("picket run fleet.picket --platform stag", to: "--platform staging")
        try session.complete("picket test smoke --tag qu", to: "--tag quick")
        // A name is one word for the shell.
        try session.complete("picket test smoke --name po", to: #"--name pool\ lives"#)
        try session.complete("picket report mer", to: "picket report merge")
        try session.complete("picket test smoke --annotate git", to: "--annotate github")
        try session.complete("picket run --color=alw", to: "--color=always")
        try session.complete("picket check smo", to: "check smoke/")
    }

    /// R35: the local platform's options are those of the program beside it.
    @Test(arguments: Shell.allCases) func optionsOfTheLocalPlatformAreCompleted(_ shell: Shell) throws {
        let session = try Session(shell)
        try session.complete("picket platform --lis", to: "platform --listen")
        try session.complete("picket platform --probe post", to: "--probe postgres")
        // A privilege is one word for the shell.
        try session.complete("picket platform --privilege read\\ ", to: #"--privilege read\ write"#)
        try session.complete("picket platform --probe=post", to: "--probe=postgres")
        try session.complete("picket platform --store fl", to: "--store fleet.picket")
        try session.complete("picket help plat", to: "help platform")
        session.terminal.type("picket platform --t\t\t")
        for option in ["--tls-cert", "--tls-key", "--token-lifetime"] { try session.see(option) }
    }
}
