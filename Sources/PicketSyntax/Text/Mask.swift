/// Replaces a secret of any length in everything that is shown.
package enum Mask {
    package static let text = "•••"
    package static let bytes = Array(text.utf8)
}
