package io.hallmark.measuredboot.artifact;

import io.hallmark.measuredboot.digest.Digests;
import java.util.List;
import java.util.Optional;

/**
 * What a PE/COFF file has besides its bytes.
 *
 * @param authenticode the digest that firmware measures and signatures are over (Microsoft, "Windows Authenticode
 *     Portable Executable Signature Format"), in every bank
 * @param sections in the order of the section table
 * @param signers the certificates that signed it, outermost signature first
 */
public record PeFacts(Digests authenticode, List<SectionFacts> sections, List<SignerFacts> signers) {

    public PeFacts {
        sections = List.copyOf(sections);
        signers = List.copyOf(signers);
    }

    /** The first section of that name. */
    public Optional<SectionFacts> section(String name) {
        return sections.stream().filter(s -> s.name().equals(name)).findFirst();
    }
}
