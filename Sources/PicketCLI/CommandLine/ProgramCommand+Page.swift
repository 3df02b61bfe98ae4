/// What the help page of a command says beside its options.
extension ProgramCommand {
    /// One sentence.
    var summary: String {
        switch self {
        case .run: "Run runbooks."
        case .test: "Run the `test` blocks of files and folders."
        case .plan: "Show what a runbook would change, and send no write."
        case .check: "Check scripts without sending a request."
        case .fmt: "Format scripts in the standard layout; comments are kept."
        case .repl: "Start the prompt, as `picket` alone does on a terminal."
        case .platform: "Serve a local platform that speaks the documented API."
        case .commands: "List the commands of the language with parameters, request and success."
        case .completions: "Print the script by which a shell completes the words of `picket`."
        }
    }

    /// Words that are no options: as the usage line has them, their name, and a sentence; empty for none.
    var operands: (usage: String, name: String, summary: String) {
        switch self {
        case .run, .plan:
            ("[<FILE|NAME=VALUE> ...]", "<FILE|NAME=VALUE>", "Scripts, and values for their parameters.")
        case .test: ("<PATH|NAME=VALUE> ...", "<PATH|NAME=VALUE>", "Files, folders, and values for parameters.")
        case .check: ("[<PATH> ...]", "<PATH>", "Scripts and folders; `-` is standard input.")
        case .fmt: ("<PATH> ...", "<PATH>", "Scripts and folders; `-` is standard input.")
        case .commands: ("[<NAME>]", "<NAME>", "One command only.")
        case .completions: ("<SHELL>", "<SHELL>", "bash, zsh or fish.")
        case .repl, .platform: ("", "", "")
        }
    }

    /// What stands below the summary.
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
            The statements of a file outside of tests are its set-up and run first; if they fail, all its tests do.

              picket test smoke --tag 'smoke and not slow' -j 4 --report-junit results.xml

            What a test prints is shown when it ends, with its failure if it fails. --tag, --name and --shard may be given several times: a \
            test is selected if one of them selects it.

            Exit status 5 means that no test was selected; a shard without tests is 0, and so is all with --allow-empty.

            \(Setting.note)

            """
        case .plan:
            """
            Reads are sent. Later reads of the script see what its writes would have done; nothing is waited for. With \
            `--detailed-exitcode` the status is 0 if no write would be sent and 5 if one would.

            \(Setting.note)

            """
        case .check: "Exit status: 0 if there are no errors (warnings do not count), 2 otherwise.\n\n\(Setting.note)\n"
        case .fmt:
            """
            Files are changed in place; `-` reads standard input and writes standard output, and so does everything that is \
            not a regular file. Of a folder every `.picket` file in it and below is formatted. With `--check` nothing is \
            changed: files that would be are named, what would change is shown on standard error, and the status is 1.

            \(Setting.note)

            """
        case .repl:
            """
            `:help` lists what there is, Tab completes, ^C ends what runs, ^D ends the session. Without a terminal every \
            line of the input runs, no prompt is shown, and the session ends with 0 unless `--stop-on-error` says otherwise.

            """
        case .platform: "All options are those of `picket-platform`; `picket platform --help` shows them.\n"
        case .commands: Setting.note + "\n"
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
