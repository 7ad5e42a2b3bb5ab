package io.hallmark.puppetbridge.chef;

import io.hallmark.measuredboot.digest.Bank;
import java.util.Arrays;
import java.util.List;

/** A version of the protocol that requests to a Chef Infra Server are signed with (mixlib-authentication). */
enum SigningVersion {
    V1_0("1.0", Bank.SHA1, "NONEwithRSA"),
    V1_1("1.1", Bank.SHA1, "NONEwithRSA"),
    V1_3("1.3", Bank.SHA256, "SHA256withRSA");

    private final String label;
    private final Bank digest;
    private final String signature;

    SigningVersion(String label, Bank digest, String signature) {
        this.label = label;
        this.digest = digest;
        this.signature = signature;
    }

    static List<String> labels() {
        return Arrays.stream(values()).map(SigningVersion::label).toList();
    }

    static SigningVersion ofLabel(String label) {
        return Arrays.stream(values())
                .filter(version -> version.label.equals(label))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(label));
    }

    /** The name in settings and headers: {@code 1.3}. */
    String label() {
        return label;
    }

    /** What body, path and user id are hashed with. */
    Bank digest() {
        return digest;
    }

    /**
     * Java's name of the signature. Before 1.3 the text itself is padded (PKCS #1 v1.5, type 1) and not its digest, which
     * is what Java calls NONE.
     */
    String signature() {
        return signature;
    }

    /** The value of the header {@code X-Ops-Sign}. */
    String header() {
        return "algorithm=" + digest.label() + ";version=" + label + ";";
    }
}
