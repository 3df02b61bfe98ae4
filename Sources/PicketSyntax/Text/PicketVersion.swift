/// The version of the package, which its programs and its reports name.
package enum PicketVersion {
    package static let text = "0.1.0"
}
