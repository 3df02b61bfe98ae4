import COpenSSL

/// A certificate of X.509, in PEM (https://www.rfc-editor.org/rfc/rfc5280).
package struct Certificate: Sendable, Equatable {
    package let pem: String

    /// Reads the first certificate of a PEM text; nil if there is none.
    package init?(pem: String) {
        self.pem = pem
        guard (try? withCertificate { _ in }) != nil else { return nil }
    }

    /// Creates a certificate of an authority; without one it is signed by its own key.
    package init(
        _ content: CertificateContent, for key: PrivateKey, signedBy authority: (name: String, key: PrivateKey)? = nil
    ) throws(CryptoFailure) {
        let action = "a certificate cannot be made"
        pem = try withHandle(X509_new(), freedBy: X509_free, or: action) { certificate throws(CryptoFailure) in
            guard X509_set_version(certificate, 2) == 1, setRandomSerialNumber(certificate),
                ASN1_TIME_set(X509_getm_notBefore(certificate), content.validity.lowerBound) != nil,
                ASN1_TIME_set(X509_getm_notAfter(certificate), content.validity.upperBound) != nil,
                setName(content.commonName, of: X509_get_subject_name(certificate)),
                setName(authority?.name ?? content.commonName, of: X509_get_issuer_name(certificate)),
                try key.withKey({ X509_set_pubkey(certificate, $0) }) == 1
            else { throw CryptoFailure(action) }
            try add(content.role, to: certificate)
            try add(content.names, to: certificate)
            let signingKey = authority?.key ?? key
            let size = try signingKey.withKey { X509_sign(certificate, $0, EVP_sha256()) }
            guard size > 0 else { throw CryptoFailure(action) }
            return try text(or: action) { PEM_write_bio_X509($0, certificate) == 1 }
        }
    }

    /// Whether it is still valid at a time in seconds since 1970.
    package func isValid(until time: Int) -> Bool {
        var time = time
        let order = try? withCertificate { X509_cmp_time(X509_get0_notAfter($0), &time) }
        // 1: the certificate ends later. 0 would be an error.
        return order == 1
    }

    /// Whether a name is one of its names, literally.
    package func names(_ name: AlternativeName) -> Bool {
        let result = try? withCertificate { certificate in
            switch name {
            case .dns(let text):
                X509_check_host(
                    certificate, text, text.utf8.count,
                    UInt32(X509_CHECK_FLAG_NO_WILDCARDS | X509_CHECK_FLAG_NEVER_CHECK_SUBJECT), nil)
            case .address(let bytes): X509_check_ip(certificate, bytes, bytes.count, 0)
            }
        }
        return result == 1
    }

    private func withCertificate<Result>(
        _ body: (OpaquePointer) throws(CryptoFailure) -> Result
    ) throws(CryptoFailure) -> Result {
        let action = "a certificate cannot be read"
        return try withSource(pem, or: action) { source throws(CryptoFailure) in
            try withHandle(PEM_read_bio_X509(source, nil, nil, nil), freedBy: X509_free, or: action, body)
        }
    }
}

/// Sets a positive number of 159 random bits, as many as a certificate may have.
private func setRandomSerialNumber(_ certificate: OpaquePointer) -> Bool {
    let number = BN_new()
    defer { BN_free(number) }
    return BN_rand(number, 159, BN_RAND_TOP_ONE, BN_RAND_BOTTOM_ANY) == 1
        && BN_to_ASN1_INTEGER(number, X509_get_serialNumber(certificate)) != nil
}

private func setName(_ text: String, of name: OpaquePointer?) -> Bool {
    let bytes = Array(text.utf8)
    return X509_NAME_add_entry_by_NID(name, NID_commonName, MBSTRING_FLAG, bytes, Int32(bytes.count), -1, 0) == 1
}

private func add(_ role: CertificateContent.Role, to certificate: OpaquePointer) throws(CryptoFailure) {
    let extensions: [(Int32, String)] =
        switch role {
        case .authority: [(NID_basic_constraints, "critical,CA:TRUE")]
        case .member: [(NID_basic_constraints, "critical,CA:FALSE")]
        case .selfSignedServer:
            [
                (NID_basic_constraints, "critical,CA:TRUE,pathlen:0"),
                (NID_key_usage, "critical,digitalSignature,keyCertSign"), (NID_ext_key_usage, "serverAuth"),
            ]
        }
    for (kind, value) in extensions {
        let action = "the extension \(value) cannot be made"
        try withHandle(
            X509V3_EXT_conf_nid(nil, nil, kind, value), freedBy: X509_EXTENSION_free, or: action
        ) { value throws(CryptoFailure) in
            guard X509_add_ext(certificate, value, -1) == 1 else { throw CryptoFailure(action) }
        }
    }
}

private func add(_ names: [AlternativeName], to certificate: OpaquePointer) throws(CryptoFailure) {
    guard !names.isEmpty else { return }
    let action = "the certificate's names cannot be set"
    try withHandle(GENERAL_NAMES_new(), freedBy: GENERAL_NAMES_free, or: action) { list throws(CryptoFailure) in
        for name in names {
            let (kind, type, bytes) =
                switch name {
                case .dns(let text): (GEN_DNS, V_ASN1_IA5STRING, Array(text.utf8))
                case .address(let bytes): (GEN_IPADD, V_ASN1_OCTET_STRING, bytes)
                }
            let entry = GENERAL_NAME_new()
            // The entry owns the text, and the list owns the entry.
            guard let entry, let text = ASN1_STRING_type_new(type), OPENSSL_sk_push(list, entry) > 0,
                ASN1_STRING_set(text, bytes, Int32(clamping: bytes.count)) == 1
            else { throw CryptoFailure(action) }
            GENERAL_NAME_set0_value(entry, kind, text)
        }
        guard X509_add1_ext_i2d(certificate, NID_subject_alt_name, UnsafeMutableRawPointer(list), 0, 0) == 1 else {
            throw CryptoFailure(action)
        }
    }
}
