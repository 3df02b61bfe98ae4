internal import PicketRuntime
internal import PicketSyntax

/// What no text about a script may show.
struct HiddenTexts: Sendable {
    /// The secrets of the run.
    let secrets: SecretStore
    /// The parameters and fields of commands that are secret.
    private let names: SecretNames
    /// The variables of a session's texts that hold secrets.
    private let variables: SecretVariables

    /// Only what looks like a password, because nothing is known of a run.
    init() { (secrets, names, variables) = (SecretStore(), .byLooks, SecretVariables()) }

    init(_ machine: Machine) {
        (secrets, names) = (machine.secrets, machine.commands.secretNames)
        variables = machine.secretVariables ?? SecretVariables()
    }

    /// Before a run with these options.
    init(_ library: Library, _ options: RunOptions) {
        (secrets, names) = (options.secretStore(library.commands), library.commands.secretNames)
        variables = SecretVariables()
    }

    /// Finds the literals in a source that are secret.
    var places: SourceSecrets { SourceSecrets(names, names: variables) }
}

extension RunOptions {
    /// The known secrets, and the names of secret fields.
    func secretStore(_ commands: CommandTable) -> SecretStore {
        let store = SecretStore(commands.secretFields)
        for secret in secrets { store.add(secret) }
        return store
    }
}
