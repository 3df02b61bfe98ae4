import Picket
import PicketPool

/// A job that brings the pool's connections in line with an inventory. Started again after an interruption, it continues.
struct Job {
    static let script = """
        secret password = env("PG_PASSWORD")
        inventory as inventory
        for instance in $inventory.body {
            step "bring $instance.name in line" {
                ensure $instance.name host=$instance.host port=5432 user=monitor password=$password tags={owner: $instance.owner}
                print $instance.name, $last.change
            }
            progress $instance.name
        }
        """

    let pool: Pool
    /// Called after each instance that is done.
    let progress: @Sendable (String) -> Void

    private func program() throws -> Program {
        var library = Library()
        try library.add(pool)
        try library.add(Command("inventory", summary: "lists the instances that should be monitored")) { _ in
            ["crm", "erp", "shop", "wiki"].map { name -> [String: String] in
                ["name": name, "host": "pg-\(name)", "owner": name == "shop" ? "sales" : "it"]
            }
        }
        try library.add(Command("progress", parameters: [.word("name")])) { [progress] arguments -> Value in
            progress(arguments.text("name") ?? "")
            return .null
        }
        return try library.compile(Self.script, name: "inventory.picket")
    }

    private func options(_ interruption: Interruption) -> RunOptions {
        var options = RunOptions()
        options.deadline = .seconds(600)
        options.interruption = interruption
        options.environment = ["PG_PASSWORD": .secret("rehearsal-only")]
        options.onPrint = { print("  " + $0) }
        return options
    }

    /// Returns the plan of the job.
    func plan() async throws -> PoolPlan {
        var options = options(Interruption())
        // What a script prints of a plan is a part of it.
        options.onPrint = nil
        return await pool.plan(try program(), options)
    }

    /// Runs the job, or continues it.
    func run(journal: String, until interruption: Interruption = Interruption()) async throws -> PoolResult {
        await pool.run(
            try program(), options(interruption), journal: .openOrResume(at: journal), report: .steps("inventory"))
    }
}
