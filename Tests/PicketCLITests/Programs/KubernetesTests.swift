import Foundation
import Schemas
import Testing

/// R46, R47: the manifest of the smoke tests for Kubernetes.
@Suite struct KubernetesTests {
    private struct Manifest: Decodable {
        struct Metadata: Decodable {
            var name: String?
            var labels: [String: String]?
        }
        struct Spec: Decodable {
            var completions: Int
            var parallelism: Int
            var backoffLimit: Int?
            var backoffLimitPerIndex: Int
            var template: Template
        }
        struct Template: Decodable {
            var metadata: Metadata
            var spec: Pod
        }
        struct Pod: Decodable {
            var containers: [Container]
            var volumes: [Volume]
        }
        struct Container: Decodable {
            var command: [String]
            var args: [String]
            var env: [Variable]
            var volumeMounts: [Mount]
        }
        struct Variable: Decodable {
            var name: String
            var value: String?
        }
        struct Mount: Decodable {
            var name: String
            var mountPath: String
            var readOnly: Bool?
            var subPathExpr: String?
        }
        struct Volume: Decodable {
            struct Claim: Decodable { var claimName: String }
            var name: String
            var configMap: Metadata?
            var persistentVolumeClaim: Claim?
        }
        var spec: Spec
    }

    private struct Claim: Decodable {
        var kind: String
        var metadata: Manifest.Metadata
    }

    private struct Kustomization: Decodable {
        struct Generator: Decodable {
            var name: String
            var files: [String]
        }
        var resources: [String]
        var configMapGenerator: [Generator]
    }

    /// A file of scripts/smoke as JSON, by the program's own reader of YAML.
    private static func json(_ name: String) throws -> String {
        let folder = try TestSuiteFolder(["file.yaml": Project.text("scripts/smoke/\(name)")])
        let run = try folder.picket(["run", "-c", "print to_json(yaml(\"file.yaml\"))"])
        #expect(run.status == 0, "\(run.errors)")
        return run.output
    }

    private static func read<Content: Decodable>(_ name: String, as type: Content.Type) throws -> Content {
        try JSONDecoder().decode(type, from: Data(json(name).utf8))
    }

    @Test func theJobIsAsItsSchemaSays() throws {
        let schema = try JSONSchema("Tests/Schemas/kubernetes-job.schema.json")
        let job = try Self.json("kubernetes-job.yaml")
        #expect(try schema.faults(in: job.utf8) == [])
        for (part, other) in [
            ("\"backoffLimitPerIndex\":", "\"backoffLimit\":"), ("\"runAsNonRoot\":true", "\"runAsNonRoot\":false"),
            ("\"mountPath\":", "\"mount\":"), ("\"completions\":4", "\"completions\":\"4\""),
        ] {
            let broken = job.replacing(" ", with: "").replacing(part, with: other, maxReplacements: 1)
            #expect(broken.contains(other) && !job.replacing(" ", with: "").contains(other), "\(other)")
            #expect(try !schema.faults(in: broken.utf8).isEmpty, "\(other)")
        }
    }

    /// Whatever a pod mounts is made by the manifests, or by the two commands in the head of the job.
    @Test func everyMountHasItsVolumeAndEveryVolumeItsSource() throws {
        let job = try Self.read("kubernetes-job.yaml", as: Manifest.self)
        let pod = job.spec.template.spec
        let container = try #require(pod.containers.first)
        #expect(pod.containers.count == 1)
        #expect(container.volumeMounts.map(\.name).sorted() == pod.volumes.map(\.name).sorted())
        let kustomization = try Self.read("kustomization.yaml", as: Kustomization.self)
        #expect(kustomization.resources == ["kubernetes-claim.yaml", "kubernetes-job.yaml"])
        let claim = try Self.read("kubernetes-claim.yaml", as: Claim.self)
        #expect(claim.kind == "PersistentVolumeClaim")
        #expect(pod.volumes.compactMap(\.persistentVolumeClaim?.claimName) == [claim.metadata.name])
        let head = try Project.text("scripts/smoke/kubernetes-job.yaml").prefix { $0 != "\u{0}" }
        for name in pod.volumes.compactMap(\.configMap?.name) {
            let isGenerated = kustomization.configMapGenerator.contains { $0.name == name }
            #expect(isGenerated || head.contains("kubectl create configmap \(name) "), "\(name)")
        }
        // The suite is every script of the folder.
        #expect(
            kustomization.configMapGenerator.flatMap(\.files).sorted()
                == Project.files(in: "scripts/smoke", withSuffix: ".picket"))
        // The authorities are where the program looks for them.
        let authorities = try #require(container.volumeMounts.first { $0.name == "authorities" })
        let file = try #require(container.env.first { $0.name == "PICKET_CACERT" }?.value)
        #expect(file.hasPrefix(authorities.mountPath + "/") && head.contains("--from-file=ca.crt"))
        let reports = try #require(container.volumeMounts.first { $0.name == "reports" })
        let folder = try #require(reports.subPathExpr)
        #expect(container.env.contains { folder == "$(\($0.name))" } && reports.readOnly != true)
    }

    /// The commands of the container, once for each index: one shard fails, and the last one merges all reports.
    @Test func theShardsOfTheJobMakeOneReport() throws {
        let job = try Self.read("kubernetes-job.yaml", as: Manifest.self)
        let container = try #require(job.spec.template.spec.containers.first)
        let count = job.spec.completions
        #expect(job.spec.parallelism == count && job.spec.backoffLimitPerIndex == 0 && job.spec.backoffLimit == nil)
        #expect(container.command == ["/bin/sh", "-c"] && container.args.count == 1)
        let tests = (1...2 * count).map { "test \"t\($0)\" { check \($0) != 3 }\n" }.joined()
        let workshop = try Workshop()
        for folder in ["smoke", "reports", "bin"] {
            try FileManager.default.createDirectory(
                at: workshop.folder.appending(path: folder), withIntermediateDirectories: true)
        }
        try workshop.write(tests, to: "smoke/a.picket")
        try FileManager.default.createSymbolicLink(
            at: workshop.folder.appending(path: "bin/picket"), withDestinationURL: Project.program("picket"))
        let script = try #require(container.args.first)
            .replacing("/smoke", with: "./smoke").replacing("/reports", with: "./reports")
        try workshop.write(script, to: "script.sh")
        var statuses: [Int32] = []
        // An order in which the failed shard is not the last.
        for index in (0..<count).reversed() {
            #expect(try !workshop.names(in: "reports").contains("all.json"))
            let run = try workshop.run(
                "export PATH=\"$PWD/bin:$PATH\" XDG_STATE_HOME=\"$PWD/state\" JOB_COMPLETION_INDEX=\(index); sh script.sh"
            )
            statuses.insert(run.status, at: 0)
        }
        #expect(statuses == [0, 1] + Array(repeating: 0, count: count - 2))
        let names = try workshop.names(in: "reports")
        #expect(["all.html", "all.json", "all.xml"].allSatisfy(names.contains), "\(names)")
        let report = try workshop.text("reports/all.xml")
        #expect(report.matches(of: #/<testcase /#).count == 2 * count, "\(report)")
        #expect(report.matches(of: #/<failure /#).count == 1, "\(report)")
        #expect(try workshop.text("reports/all.json").contains("\"exitStatus\": 1"))
    }
}

extension Workshop {
    fileprivate func names(in folder: String) throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: path(folder)).sorted()
    }
}
