/// A run that adds many instances and does a little of everything with them.
struct Instances: Sendable {
    let count: Int
    let isParallel: Bool

    var script: String {
        """
        secret pw = env("PG_PASSWORD")
        for i in 1..\(count)\(isParallel ? " parallel 16" : "") {
            add "pg_$i" host="host-$i" port=$(10000 + $i) user=monitor password=$pw tags="n=$i"
            if $i % 5 == 0 { update "pg_$i" port=$(20000 + $i) }
            if $i % 7 == 0 { disable "pg_$i" }
            if $i % 10 == 0 {
                delete "pg_$i"
            } else if $i % 3 == 0 {
                ensure "pg_$i" host="host-$i" port=$(10000 + $i) user=monitor password=$pw tags="ensured=$i"
            }
        }
        print done

        """
    }

    /// Requests of the run, the login not counted.
    var requests: Int {
        (1...count).reduce(0) { total, number in
            var own = 1
            for divisor in [5, 7, 10] where number % divisor == 0 { own += 1 }
            if number % 10 != 0, number % 3 == 0 { own += 2 }
            return total + own
        }
    }

    var end: [String: KeptConnection] {
        var result: [String: KeptConnection] = [:]
        for number in 1...count where number % 10 != 0 {
            let isEnsured = number % 3 == 0
            let port = number % 5 == 0 && !isEnsured ? 20_000 + number : 10_000 + number
            result["pg_\(number)"] = KeptConnection(
                name: "pg_\(number)", host: "host-\(number)", port: port, user: "monitor",
                password: "a torturer's secret", tags: isEnsured ? "ensured=\(number)" : "n=\(number)",
                enabled: number % 7 != 0)
        }
        return result
    }
}
