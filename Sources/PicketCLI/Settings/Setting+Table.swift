import PicketOptions
import PicketPool

extension Setting {
    /// The row of the setting in the table.
    var row: SettingRow {
        switch self {
        // MARK: Platform
        case .platform:
            SettingRow(
                .platform, .platform, "A platform's URL, a profile, or `local`: an embedded one for this run alone.",
                example: "production", of: .talking)
        case .url:
            SettingRow(
                .platform, .url, "The platform's URL.", example: "https://ds.example.com:8443", of: [], in: .key)
        case .protected:
            SettingRow(
                .platform, .flag, "Ask at the prompt before each write on this platform.", of: [], in: .key)
        case .store:
            SettingRow(
                .platform, .file, "Where `--platform local` keeps its connections.", example: "pool.sqlite",
                of: .talking)
        case .user: SettingRow(.platform, .text, "The user to log in as.", example: "bob", value: "name", of: .talking)
        case .password:
            SettingRow(.platform, .text, "The password itself.", of: [], in: .variable)
        case .passwordEnv:
            SettingRow(
                .platform, .variable, "The environment variable that holds the password.", example: "DS_PASSWORD",
                of: .talking)
        case .passwordFile:
            SettingRow(
                .platform, .file, "The file that holds the password; only you may read it.", example: "~/.ds-password",
                of: .talking)
        case .tokenEnv:
            SettingRow(
                .platform, .variable, "The environment variable that holds a token.", example: "DS_TOKEN", of: .talking)
        case .tokenFile:
            SettingRow(
                .platform, .file, "The file that holds a token; only you may read it.", example: "~/.ds-token",
                of: .talking)
        case .insecure:
            SettingRow(.platform, .flag, "Do not check the platform's certificate.", short: "k", of: .talking)
        case .cacert:
            SettingRow(
                .platform, .file, "Trust the authorities in this PEM file instead of the system's.", example: "ca.pem",
                of: .talking)
        case .cert: SettingRow(.platform, .file, "A client certificate (PEM).", example: "client.pem", of: .talking)
        case .key:
            SettingRow(
                .platform, .file, "The client certificate's key (PEM), if it is not in the same file.",
                example: "client.key", of: .talking)
        case .proxy:
            SettingRow(
                .platform, .url, "The proxy to use; the usual *_PROXY variables apply, too.",
                example: "http://proxy:3128", of: .talking)
        case .connectTimeout:
            SettingRow(
                .platform, .duration, "The longest time to connect, such as 5s.", example: "5s", of: .talking)
        case .timeout:
            SettingRow(
                .platform, .duration, "The longest time for a request, or for a wait before one, such as 30s.",
                example: "30s", of: .talking)
        case .settleTimeout:
            SettingRow(
                .platform, .duration,
                "How long to look for the effect of a write whose answer was lost (default: 60s).", example: "2m",
                of: .talking)
        case .resendAfter:
            SettingRow(
                .platform, .duration, "How long to wait before a write that timed out is sent again (default: 10s).",
                example: "30s", of: .talking)
        case .retries:
            SettingRow(
                .platform, .count(0...100), "How often to repeat a request if no answer comes (default: 3).",
                example: "5", of: .talking)
        case .rate:
            SettingRow(
                .platform, .rate, "The highest number of requests per second, such as 50/s.", example: "50/s",
                of: .talking)

        // MARK: Run
        case .deadline:
            SettingRow(
                .run, .duration, "The longest time of a run, such as 10m; deferred blocks still run.", example: "10m",
                of: .talking)
        case .continueOnError:
            SettingRow(.run, .flag, "Continue with the other files and iterations if one fails.", of: .talking)
        case .seed:
            SettingRow(
                .run, .number, "A seed for `uuid()` and other random values, to repeat a run.", example: "42",
                of: .talking)
        case .fileRoot:
            SettingRow(
                .run, .folder, "Let scripts also read and include files below this folder.", example: "/srv/runbooks",
                of: .scripts)
        case .unshown:
            SettingRow(
                .run, .choice(["send", "skip"]),
                "What `ensure` does with a field that the platform does not show, such as a password: send it each time, "
                    + "or skip it.", example: "skip", of: .talking)

        // MARK: Safety
        case .dryRun:
            SettingRow(
                .safety, .flag, "Send reads but no writes, and print what would change, as `picket plan` does.",
                of: .run)
        case .journal:
            SettingRow(
                .safety, .file, "Keep a journal of every write in a new file.", example: "night.journal",
                of: [.run, .repl])
        case .resume:
            SettingRow(
                .safety, .file, "Continue an interrupted run from its journal.", example: "night.journal", of: .run
            )
        case .settle:
            SettingRow(
                .safety, .text,
                "With --resume: settle a write in doubt, such as '#4' done; `again` sends it again.",
                example: "'#4' done", value: "step done|again", followers: Settlement.allCases.map(\.rawValue),
                of: .run, in: .option, isRepeated: true)
        case .edited:
            SettingRow(
                .safety, .file,
                "With --resume: this script or data file was changed on purpose; completed steps must be the same.",
                example: "fleet.csv", of: .run, in: .option, isRepeated: true)
        case .curl:
            SettingRow(
                .safety, .file, "Write the requests as curl commands, with secrets as variables.",
                example: "night.sh", of: [.run, .plan, .repl])

        case .color, .quiet, .verbose, .reportJunit, .reportTap, .tapVersion, .reportJson, .reportHtml,
            .reportMarkdown, .reportJsonl, .annotate, .tag, .name, .jobs, .failFast, .maxFail, .rerunFailed,
            .allowEmpty, .shuffle, .shard, .timings, .repetitions, .testRetries, .testTimeout, .slowAfter, .setup,
            .slowest, .list, .format, .check, .code, .detailedExitcode, .stopOnError, .noStartup, .history:
            outputRow
        }
    }

    private var outputRow: SettingRow {
        switch self {
        // MARK: Output
        case .color:
            SettingRow(
                .output, .choice(["auto", "always", "never"]),
                "Colours: auto (on a terminal, unless NO_COLOR is set), always, or never.",
                example: "never", of: .all)
        case .quiet:
            SettingRow(
                .output, .flag, "Show no summary and no progress, only results and errors.", short: "q", of: .all)
        case .verbose:
            SettingRow(.output, .flag, "Show requests and responses, with secrets hidden.", short: "v", of: .all)

        // MARK: Reports
        case .reportJunit:
            SettingRow(.reports, .file, "Write a JUnit XML report.", example: "results.xml", of: .reporting)
        case .reportTap: SettingRow(.reports, .file, "Write a TAP report.", example: "results.tap", of: .reporting)
        case .tapVersion:
            SettingRow(
                .reports, .choice(["13", "14"]),
                "The version of the TAP report: 13, which every reader knows, or 14.", example: "14", of: .reporting)
        case .reportJson: SettingRow(.reports, .file, "Write a JSON report.", example: "results.json", of: .reporting)
        case .reportHtml:
            SettingRow(
                .reports, .file, "Write an HTML page: one file that needs no network.", example: "results.html",
                of: .reporting)
        case .reportMarkdown:
            SettingRow(
                .reports, .file, "Write a summary in Markdown, for the page of a job or a comment.",
                example: "summary.md", of: .reporting)
        case .reportJsonl:
            SettingRow(
                .reports, .file, "Write a JSON line for each event during the run.", example: "events.jsonl",
                of: [.run, .test, .plan])
        case .annotate:
            SettingRow(
                .reports, .choice(Annotations.Service.allCases.map(\.rawValue)),
                "Show failures to those who review a change, and add a summary to the job's page; by itself if "
                    + "GITHUB_ACTIONS is true, unless --quiet is given.", example: "github", of: [.run, .test])

        // MARK: Tests
        case .tag:
            SettingRow(
                .tests, .tag, "Only tests whose tags satisfy this, such as 'smoke and not slow'.",
                example: "'smoke and not slow'", of: .test, isRepeated: true)
        case .name:
            SettingRow(
                .tests, .testName, "Only tests whose names match, such as 'pool *'.", example: "'pool *'", of: .test,
                isRepeated: true)
        case .jobs:
            SettingRow(
                .tests, .count(1...256), "How many files run at once (default: 1).", example: "4", short: "j", of: .test
            )
        case .failFast: SettingRow(.tests, .flag, "Start no more tests after one has failed.", of: .test)
        case .maxFail:
            SettingRow(
                .tests, .count(1...1_000_000), "Start no more tests after so many failures.", example: "5", of: .test)
        case .rerunFailed:
            SettingRow(
                .tests, .flag,
                "Only the tests that failed in the last run of the same paths; all of them if no such run is stored.",
                of: .test)
        case .allowEmpty: SettingRow(.tests, .flag, "Do not fail if no test is selected.", of: .test)
        case .shuffle:
            SettingRow(
                .tests, .number, "Run the files in a random order with this seed.", example: "7", value: "seed",
                of: .test)
        case .shard:
            SettingRow(
                .tests, .text, "Only this part of the tests: the K-th of N parts of the same size.", example: "2/5",
                value: "K/N", of: .test, isRepeated: true)
        case .timings:
            SettingRow(
                .tests, .file,
                "With --shard: a JSON report of an earlier run; the parts then take the same time instead.",
                example: "results.json", of: .test, isRepeated: true)
        case .repetitions:
            SettingRow(
                .tests, .count(1...100_000), "How often everything is run (default: 1).", example: "10", of: .test)
        case .testRetries:
            SettingRow(
                .tests, .count(0...100),
                "How often to repeat a failed test; a test that then passes is flaky, not failed (default: 0).",
                example: "2", of: .test)
        case .testTimeout:
            SettingRow(
                .tests, .duration, "The longest time of a test that has no `timeout=` (default: no limit).",
                example: "60s", of: .test)
        case .slowAfter:
            SettingRow(
                .tests, .duration, "How long a test may run before it is called slow; 0 for never (default: 60s).",
                example: "10s", of: .test)
        case .setup:
            SettingRow(
                .tests, .file,
                "A script that runs once before all tests; what it defers at its top level runs after them.",
                example: "set-up.picket", of: .test)
        case .slowest:
            SettingRow(
                .tests, .count(0...1_000_000), "How many of the slowest tests to list.", example: "5", of: .test)
        case .list: SettingRow(.tests, .flag, "List the tests with tags and places, and do not run them.", of: .test)

        // MARK: One command
        case .format:
            SettingRow(
                .options, .format, "The format of the result.", example: "json", of: [.plan, .check, .commands, .test])
        case .check:
            SettingRow(.options, .flag, "Change nothing; name the files that would be changed.", of: .fmt)
        case .code:
            SettingRow(
                .options, .flag, "List the code of the scripts, for developers.", of: .check, in: .option,
                isHidden: true)
        case .detailedExitcode:
            SettingRow(.options, .flag, "End with status 5 if a run would send a write.", of: .plan)
        case .stopOnError:
            SettingRow(.options, .flag, "End the session at the first error, with its exit status.", of: .repl)
        case .noStartup:
            SettingRow(
                .options, .flag, "Do not run the file startup.picket of the configuration folder at the start.",
                of: .repl)
        case .history:
            SettingRow(
                .options, .flag, "Keep the prompt's history in a file.", of: [], in: [.variable, .key])
        default: preconditionFailure("`row` has the others")
        }
    }
}
