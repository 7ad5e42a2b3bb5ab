package io.hallmark.verifierbridge.corim;

import java.util.Locale;
import java.util.Optional;

/** How PCR values are laid out as measurements of a reference triple. */
enum Form {
    /** One measurement a PCR, whose key is the index: what Veraison's scheme PARSEC_TPM reads. */
    PARSEC_TPM(Optional.of("tag:github.com/parallaxsecond,2023-03-03:tpm")),
    /** One measurement with all PCRs as integrity registers: the draft's own model. */
    INTEGRITY_REGISTERS(Optional.empty());

    private final Optional<String> profile;

    Form(Optional<String> profile) {
        this.profile = profile;
    }

    /** The profile that tells readers of this form, where there is one. */
    Optional<String> profile() {
        return profile;
    }

    /** The word in settings: {@code parsec-tpm}. */
    String label() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    static Form ofLabel(String label) {
        return valueOf(label.toUpperCase(Locale.ROOT).replace('-', '_'));
    }
}
