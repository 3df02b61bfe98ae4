/// What stands in the place of a secret, whatever its length: the one mark in everything that is shown.
package enum Mask {
    package static let text = "•••"
    package static let bytes = Array(text.utf8)
}
