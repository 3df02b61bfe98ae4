import PicketOptions

/// The parts of a command's help page besides its options.
extension ProgramCommand {
    /// The summary of the command, one sentence.
    var summary: String {
        switch self {
        case .run: "Run runbooks."
        case .test: "Run the `test` blocks of files and folders."
        case .plan: "Show what a runbook would change, and send no write."
        case .check: "Check scripts without sending a request."
        case .fmt: "Format scripts in the standard layout; comments are kept."
        case .report: "Merge the JSON reports of a suite's shards."
        case .repl: "Start the prompt, as `picket` alone does on a terminal."
        case .platform: PlatformPage.summary
        case .commands: "List the commands of the language with parameters, request and success."
        case .explain: "Explain the code of an error or a warning, such as `unknown-command`."
        case .completions: "Print the script with which a shell completes the words of `picket`."
        }
    }

    /// The operands: their form in the usage line, and an entry that explains them; nil for none.
    var operands: (usage: String, entry: CommandPage.Entry)? {
        switch self {
        case .run, .plan:
            (
                "[<FILE|NAME=VALUE> ...]",
                .init([.value("FILE|NAME=VALUE")], "Scripts, and values for their parameters.")
            )
        case .test:
            (
                "<PATH|NAME=VALUE> ...",
                .init([.value("PATH|NAME=VALUE")], "Files, folders, and values for parameters.")
            )
        case .check: ("[<PATH> ...]", .init([.value("PATH")], "Scripts and folders; `-` is standard input."))
        case .fmt: ("<PATH> ...", .init([.value("PATH")], "Scripts and folders; `-` is standard input."))
        case .report:
            (
                "merge <FILE> ...",
                .init([.literal("merge"), .value("FILE")], "JSON reports of shards; `-` is standard input.")
            )
        case .commands: ("[<NAME>]", .init([.value("NAME")], "One command only."))
        case .explain:
            (
                "<CODE> ...",
                .init([.value("CODE")], "The codes, also as an error shows them: `error[unknown-command]`.")
            )
        case .completions: ("<SHELL>", .init([.value("SHELL")], "bash, zsh or fish."))
        case .repl, .platform: nil
        }
    }

    /// The text below the summary.
    var discussion: String {
        switch self {
        case .run:
            """
            `NAME=VALUE` sets a parameter of the script, `-` is standard input. `picket run FILE --help` shows the \
            parameters that a script has. \(Setting.note)

              picket run fleet.picket region=paris --platform local

            """
        case .test:
            """
            The statements of a file outside of tests are its set-up. They run first; if they fail, all its tests fail.

              picket test smoke --tag 'smoke and not slow' -j 4 --report-junit results.xml

            The output of a test is shown when it ends, together with its failure. --tag, --name and --shard may be \
            given several times: a test is selected if one of them selects it.

            A test that fails and then passes (--test-retries) is flaky, not failed. The file `suite.toml` in the \
            folder of the tests has defaults for these options, such as `jobs = 4`.

            Exit status 5 means that no test was selected. It is 0 for a shard without tests, and with --allow-empty.

            \(Setting.note)

            """
        case .plan:
            """
            Reads are sent. Later reads of the script see the effect of its planned writes, and waits are skipped. With \
            `--detailed-exitcode` the status is 0 if a run would send no write, and 5 if it would.

            \(Setting.note)

            """
        case .check:
            """
            With `--format github`, `gitlab` or `sarif`, standard output is what GitHub's log, GitLab's Code Quality or code \
            scanning reads, with paths below the folder that the service checked out.

            Exit status: 0 if there are no errors (warnings do not count), 2 otherwise.

            \(Setting.note)

            """
        case .report:
            """
            `report merge` reads what `picket test --shard K/N --report-json FILE` wrote for each shard, and writes the \
            reports of the whole suite. It refuses reports in which a test of the suite is missing or is there twice.

              picket report merge --report-junit all.xml --report-html all.html shard-*.json

            Exit status: 0 if the reports are written, also if tests have failed; 2 if they cannot be merged.

            \(Setting.note)

            """
        case .fmt:
            """
            Files are changed in place. With `-`, or a file that is not a regular file, the result goes to standard output. \
            In a folder, every `.picket` file in it and below is formatted. With `--check` nothing is changed: the files \
            that would change are listed, the differences are shown on standard error, and the status is 1.

            \(Setting.note)

            """
        case .repl:
            """
            `:help` lists what there is, Tab completes, ^C ends the running command, ^D ends the session. Without a \
            terminal, no prompt is shown, every line of the input runs, and the status is 0 unless `--stop-on-error` is given.

            """
        case .platform: ""
        case .commands: Setting.note + "\n"
        case .explain:
            """
            It says what causes the error, shows an example, and says how to mend it. `picket help codes` shows all codes.

              picket explain unexpected-status

            """
        case .completions:
            """
            The script asks the program for files, profiles, tags, names of tests, and parameters of scripts.

              bash: echo 'source <(picket completions bash)' >> ~/.bashrc
              zsh:  picket completions zsh > "${fpath[1]}/_picket"
              fish: picket completions fish > ~/.config/fish/completions/picket.fish

            """
        }
    }
}
