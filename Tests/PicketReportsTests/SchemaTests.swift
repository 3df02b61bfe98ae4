import PicketRuntime
import Schemas
import Testing

@testable import PicketReports

/// R31: the schemas in `docs/` describe every report that is written.
@Suite struct SchemaTests {
    @Test(arguments: ["smoke", "runbook", "differences"]) func theReportIsAsItsSchemaSays(_ name: String) throws {
        let schema = try JSONSchema("docs/report.schema.json")
        var report = try GoldenTests.suite(name).report(mode: name == "runbook" ? .run : .test)
        #expect(try schema.faults(in: JSONReport.bytes(report)) == [])
        report.exitStatus = 1
        #expect(try schema.faults(in: JSONReport.bytes(report)) == [])
    }

    @Test(arguments: ["smoke", "runbook", "differences"]) func everyLineIsAsItsSchemaSays(_ name: String) throws {
        let schema = try JSONSchema("docs/events.schema.json")
        let run = try GoldenTests.suite(name)
        for line in run.eventLines(mode: .test).split(separator: UInt8(ascii: "\n")) {
            #expect(try schema.faults(in: line) == [], "\(String(decoding: line, as: UTF8.self))")
        }
        var lines = EventLines()
        let test = try #require(try GoldenTests.suite("smoke").compilation.tests.first)
        let left = [lines.notRun(test, file: "f", at: 1), lines.fileLeftOut("f", at: 1)]
        for line in left {
            let bytes = EventLines.bytes(Redactor(SecretStore()).show(line))
            #expect(try schema.faults(in: bytes) == [])
        }
    }

    @Test func theSchemaRefusesWhatIsNoReport() throws {
        let schema = try JSONSchema("docs/report.schema.json")
        let good = String(decoding: JSONReport.bytes(try GoldenTests.suite("smoke").report(mode: .test)), as: UTF8.self)
        for (part, other) in [
            ("\"mode\": \"test\"", "\"mode\": \"other\""), ("\"picket\":", "\"pocket\":"),
            ("\"line\": 8", "\"line\": \"8\""),
            ("\"type\": \"command\"", "\"type\": \"order\""),
        ] {
            #expect(good.contains(part))
            #expect(
                try !schema.faults(in: good.replacing(part, with: other, maxReplacements: 1).utf8).isEmpty, "\(part)")
        }
    }
}
