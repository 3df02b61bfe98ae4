internal import PicketRuntime
internal import PicketSyntax

/// What no text about a script may show.
struct HiddenTexts: Sendable {
    /// The secrets of the run.
    let secrets: SecretStore
    /// The commands, some of whose parameters and fields are secret; nil if nothing is known of a run.
    private let commands: CommandTable?
    /// The variables of a session's texts that hold secrets; nil for none.
    private let variables: SecretVariables?

    /// Only what looks like a password, because nothing is known of a run.
    init() { (secrets, commands, variables) = (SecretStore(), nil, nil) }

    init(_ machine: Machine) {
        (secrets, commands, variables) = (machine.secrets, machine.commands, machine.secretVariables)
    }

    /// Before a run with these options.
    init(_ library: Library, _ options: RunOptions) {
        (secrets, commands, variables) = (options.secretStore(library.commands), library.commands, nil)
    }

    /// Finds the literals in a source that are secret.
    var places: SourceSecrets {
        SourceSecrets(commands?.secretNames ?? .byLooks, names: variables ?? SecretVariables())
    }
}

extension RunOptions {
    /// The known secrets, and the names of secret fields.
    ///
    /// - Parameter kept: a store that gets them; nil for a new one.
    func secretStore(_ commands: CommandTable, _ kept: SecretStore? = nil) -> SecretStore {
        let store = kept ?? SecretStore()
        store.declare(commands.secretFields)
        for secret in secrets { store.add(secret) }
        return store
    }
}
