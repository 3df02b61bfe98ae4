import Foundation
import Testing

/// What one option writes is neither written by another nor read, whatever it is called (C17).
@Suite(.timeLimit(.minutes(5))) struct FileUseTests {
    private func workshop() throws -> Workshop {
        let workshop = try Workshop()
        try workshop.write(
            "param data = \"other.csv\"\nfor row in csv(\"fleet.csv\") { print $row.name }\n", to: "a.picket")
        try workshop.write("include \"common.picket\"\nprint 1\n", to: "b.picket")
        try workshop.write("let common = 1\n", to: "common.picket")
        try workshop.write("name\ncrm\n", to: "fleet.csv")
        try workshop.write("name\nweb\n", to: "other.csv")
        return workshop
    }

    @Test(arguments: [
        "run a.picket --curl a.picket", "run a.picket --report-jsonl link.picket",
        "run a.picket --report-json hard.picket",
        "run a.picket --report-jsonl fleet.csv", "run a.picket --curl link.csv", "run a.picket --report-tap other.csv",
        "run a.picket data=link.csv --report-html fleet.csv", "run b.picket --report-jsonl common.picket",
        "plan a.picket --curl fleet.csv", "test a.picket --report-jsonl a.picket",
        "test a.picket --report-tap fleet.csv",
        "run --report-jsonl a.picket - < a.picket", "run a.picket --curl ca.pem --cacert ./ca.pem",
        "run b.picket --report-json x --report-junit ./x", "run b.picket --report-json x --curl $PWD/x",
        "run b.picket --report-json d/x --curl e/x", "run b.picket --report-json y --curl dangling",
        "run b.picket --report-json - --report-tap -", "run b.picket --report-json - --report-tap /dev/stdout",
        "run b.picket --journal x --curl x", "run b.picket --platform local --store s --report-json s",
        "run b.picket --resume x.journal --curl x.journal", "run b.picket --resume x.journal >> x.journal",
        "run b.picket --resume b.picket", "plan b.picket --curl - --report-jsonl -",
    ])
    func oneFileIsNotUsedTwice(_ arguments: String) throws {
        let workshop = try workshop()
        let before = try workshop.run(
            "mkdir d; ln -s d e; ln -s a.picket link.picket; ln a.picket hard.picket; ln -s fleet.csv link.csv; "
                + "ln -s y dangling; echo ca > ca.pem; echo '{\"event\": \"begin\"}' > x.journal; ls -R; cat *.*")
        #expect(before.status == 0)
        let run = try workshop.run("\"$PICKET\" \(arguments)")
        #expect(run.status == 2, "\(run.output)\(run.errors)")
        #expect(run.output.isEmpty)
        #expect(
            run.errors.contains("one file") || run.errors.contains("overwrite")
                || run.errors.contains("standard output")
                || run.errors.contains("the program's output"), "\(run.errors)")
        #expect(run.errors.split(separator: "\n").count == 1, "\(run.errors)")
        let after = try workshop.run("ls -R; cat *.*")
        #expect(after.output == before.output)
    }

    @Test(arguments: [
        "run b.picket --report-json /dev/null --report-tap /dev/null --curl /dev/null",
        "run b.picket --report-json x --report-tap d/x", "run a.picket --report-json x",
        "run a.picket --curl other.txt",
    ])
    func differentFilesAreNoTrouble(_ arguments: String) throws {
        let workshop = try workshop()
        let run = try workshop.run("mkdir d; echo old > other.txt; \"$PICKET\" \(arguments)")
        #expect(run.status == 0, "\(run.errors)")
    }

    @Test func aDataFileWhoseNameIsComputedIsNeitherReadNorOverwrittenByAReport() throws {
        let workshop = try workshop()
        try workshop.write("let region = \"fleet\"\nprint csv(\"${region}.csv\")\n", to: "c.picket")
        let run = try workshop.run("\"$PICKET\" run c.picket --report-json fleet.csv")
        #expect(run.status == 1)
        #expect(run.errors.contains("`--report-json` writes this file"), "\(run.errors)")
        #expect(try workshop.text("fleet.csv") == "name\ncrm\n")
    }
}
