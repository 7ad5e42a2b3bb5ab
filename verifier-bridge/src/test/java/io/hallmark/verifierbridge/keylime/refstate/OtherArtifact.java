package io.hallmark.verifierbridge.keylime.refstate;

import io.hallmark.measuredboot.artifact.Artifact;
import io.hallmark.measuredboot.artifact.Content;
import io.hallmark.measuredboot.artifact.FileFacts;
import io.hallmark.measuredboot.artifact.PeFacts;
import io.hallmark.measuredboot.digest.Bank;
import io.hallmark.measuredboot.digest.Digests;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/** A file that was built anew: other bytes, so other digests, under the same name. */
final class OtherArtifact {
    private static final List<Bank> BANKS = Bank.allComputable();

    private OtherArtifact() {}

    static Artifact of(Artifact artifact) {
        FileFacts facts = artifact.facts();
        Optional<Content> content = facts.content().map(before -> changed(artifact, before));
        byte[] bytes =
                content.map(Content::bytes).orElse(("another " + artifact.name()).getBytes(StandardCharsets.UTF_8));
        Digests digests = Digests.hash(BANKS, bytes);
        Optional<PeFacts> pe = facts.pe().map(before -> new PeFacts(digests, before.sections(), before.signers()));
        return new Artifact(
                artifact.name(),
                artifact.origin(),
                new FileFacts(
                        facts.size(), digests, pe, facts.product(), content, facts.compositions(), facts.notes()));
    }

    private static Content changed(Artifact artifact, Content before) {
        byte[] bytes = before.bytes();
        switch (artifact.name()) {
            // The unique GUID of the first partition.
            case "gpt" -> bytes[1024 + 16] ^= 1;
            case "mbr" -> bytes[0] ^= 1;
            // Of a loader entry only the command line is measured.
            case "entry" -> {
                return text(before.text().replaceFirst("(?m)^options ", "options another "));
            }
            default -> {
                return text(before.text() + "# another\n");
            }
        }
        return new Content(bytes);
    }

    private static Content text(String text) {
        return new Content(text.getBytes(StandardCharsets.UTF_8));
    }
}
