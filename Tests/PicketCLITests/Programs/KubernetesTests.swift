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
            var image: String
            var command: [String]
            var args: [String]
            var env: [Variable]
            var envFrom: [Source]
            var volumeMounts: [Mount]
        }
        struct Variable: Decodable {
            var name: String
            var value: String?
        }
        struct Source: Decodable {
            struct Reference: Decodable { var name: String }
            var configMapRef: Reference
        }
        struct Mount: Decodable {
            var name: String
            var mountPath: String
            var readOnly: Bool?
            var subPathExpr: String?
        }
        struct Volume: Decodable {
            struct Claim: Decodable { var claimName: String }
            struct Map: Decodable {
                var name: String
                var optional: Bool?
            }
            var name: String
            var configMap: Map?
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
            var files: [String]?
            var literals: [String]?
        }
        struct Image: Decodable { var name: String }
        var resources: [String]
        var configMapGenerator: [Generator]?
        var images: [Image]?
    }

    private static let job = "scripts/ci/kubernetes/job.yaml"

    /// A file as JSON, by the program's own reader of YAML.
    private static func json(_ path: String) throws -> String {
        let folder = try TestSuiteFolder(["file.yaml": Project.text(path)])
        let run = try folder.picket(["run", "-c", "print to_json(yaml(\"file.yaml\"))"])
        #expect(run.status == 0, "\(run.errors)")
        return run.output
    }

    private static func read<Content: Decodable>(_ path: String, as type: Content.Type) throws -> Content {
        try JSONDecoder().decode(type, from: Data(json(path).utf8))
    }

    @Test func theJobIsAsItsSchemaSays() throws {
        let schema = try JSONSchema("Tests/Schemas/kubernetes-job.schema.json")
        let job = try Self.json(Self.job)
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
        let job = try Self.read(Self.job, as: Manifest.self)
        let pod = job.spec.template.spec
        let container = try #require(pod.containers.first)
        #expect(pod.containers.count == 1)
        #expect(container.volumeMounts.map(\.name).sorted() == pod.volumes.map(\.name).sorted())
        let base = try Self.read("scripts/ci/kubernetes/kustomization.yaml", as: Kustomization.self)
        #expect(base.resources == ["claim.yaml", "job.yaml"])
        let suite = try Self.read("scripts/smoke/kustomization.yaml", as: Kustomization.self)
        #expect(suite.resources == ["../ci/kubernetes"])
        #expect(suite.images?.map(\.name) == [container.image])
        let claim = try Self.read("scripts/ci/kubernetes/claim.yaml", as: Claim.self)
        #expect(claim.kind == "PersistentVolumeClaim")
        #expect(pod.volumes.compactMap(\.persistentVolumeClaim?.claimName) == [claim.metadata.name])
        let head = try Project.text(Self.job)
        let generated = try #require(suite.configMapGenerator)
        for map in pod.volumes.compactMap(\.configMap) {
            let isGenerated = generated.contains { $0.name == map.name }
            #expect(isGenerated || head.contains("kubectl create configmap \(map.name) "), "\(map.name)")
            #expect(isGenerated || map.optional == true, "\(map.name)")
        }
        #expect(container.envFrom.allSatisfy { source in generated.contains { $0.name == source.configMapRef.name } })
        // The suite is every script of the folder.
        #expect(
            generated.flatMap { $0.files ?? [] }.sorted()
                == Project.files(in: "scripts/smoke", withSuffix: ".picket"))
        #expect(generated.flatMap { $0.literals ?? [] }.contains { $0.hasPrefix("PICKET_PLATFORM=https://") })
        // The authorities are where the program looks for them.
        let authorities = try #require(container.volumeMounts.first { $0.name == "authorities" })
        #expect(head.contains("export PICKET_CACERT=\(authorities.mountPath)/ca.crt"))
        #expect(head.contains("--from-file=ca.crt"))
        let reports = try #require(container.volumeMounts.first { $0.name == "reports" })
        let folder = try #require(reports.subPathExpr)
        #expect(container.env.contains { folder == "$(\($0.name))" } && reports.readOnly != true)
    }

    /// The commands of the container, once for each index: one shard fails, and the last one merges all reports.
    @Test func theShardsOfTheJobMakeOneReport() throws {
        let job = try Self.read(Self.job, as: Manifest.self)
        let container = try #require(job.spec.template.spec.containers.first)
        let count = job.spec.completions
        #expect(job.spec.parallelism == count && job.spec.backoffLimitPerIndex == 0 && job.spec.backoffLimit == nil)
        #expect(container.command == ["/bin/sh", "-c"] && container.args.count == 1)
        let tests = (1...2 * count).map { "test \"t\($0)\" { check \($0) != 3 }\n" }.joined()
        let workshop = try Workshop()
        for folder in ["reports", "bin"] {
            try FileManager.default.createDirectory(
                at: workshop.folder.appending(path: folder), withIntermediateDirectories: true)
        }
        try FileManager.default.createSymbolicLink(
            at: workshop.folder.appending(path: "bin/picket"), withDestinationURL: Project.program("picket"))
        let script = try #require(container.args.first)
            .replacing("/suite", with: "./suite").replacing("/reports", with: "./reports")
        try workshop.write(script, to: "script.sh")
        var statuses: [Int32] = []
        // An order in which the failed shard is not the last.
        for index in (0..<count).reversed() {
            #expect(try !workshop.names(in: "reports").contains("all.json"))
            try Self.mount(["a.picket": tests], on: "suite", in: workshop, as: "..2026_01_01_00_00_0\(index)")
            let run = try workshop.run(
                "export PATH=\"$PWD/bin:$PATH\" XDG_STATE_HOME=\"$PWD/state\" JOB_COMPLETION_INDEX=\(index); sh script.sh"
            )
            statuses.insert(run.status, at: 0)
        }
        #expect(statuses == [0, 1] + Array(repeating: 0, count: count - 2))
        #expect(try workshop.text("reports/shard-1.xml").contains("classname=\"a\""))
        let names = try workshop.names(in: "reports")
        #expect(["all.html", "all.json", "all.xml"].allSatisfy(names.contains), "\(names)")
        let report = try workshop.text("reports/all.xml")
        #expect(report.matches(of: #/<testcase /#).count == 2 * count, "\(report)")
        #expect(report.matches(of: #/<failure /#).count == 1, "\(report)")
        #expect(try workshop.text("reports/all.json").contains("\"exitStatus\": 1"))
    }

    /// Lays out a ConfigMap as each pod has it: links into a hidden folder, whose name has the time of the mount.
    private static func mount(
        _ files: [String: String], on folder: String, in workshop: Workshop, as hidden: String
    ) throws {
        let place = workshop.folder.appending(path: folder)
        if FileManager.default.fileExists(atPath: place.path()) { try FileManager.default.removeItem(at: place) }
        try FileManager.default.createDirectory(
            at: place.appending(path: hidden), withIntermediateDirectories: true)
        try FileManager.default.createSymbolicLink(
            atPath: place.appending(path: "..data").path(), withDestinationPath: hidden)
        for (name, text) in files {
            try workshop.write(text, to: "\(folder)/\(hidden)/\(name)")
            try FileManager.default.createSymbolicLink(
                atPath: place.appending(path: name).path(), withDestinationPath: "..data/\(name)")
        }
    }
}

extension Workshop {
    fileprivate func names(in folder: String) throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: path(folder)).sorted()
    }
}
