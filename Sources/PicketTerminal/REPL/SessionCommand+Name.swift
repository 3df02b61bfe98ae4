extension SessionCommand {
    /// The name of the command.
    package var name: Name {
        switch self {
        case .help: .help
        case .timing: .timing
        case .watch: .watch
        case .job: .job
        case .jobs: .jobs
        case .stop: .stop
        case .save: .save
        case .source: .source
        case .edit: .edit
        case .shell: .shell
        case .variables: .vars
        case .use: .use
        case .history: .history
        case .journal: .journal
        case .undo: .undo
        case .format: .format
        case .wide: .wide
        case .pager: .pager
        case .find: .find
        case .difference: .diff
        case .output: .output
        case .tour: .tour
        case .quit: .quit
        }
    }
}
