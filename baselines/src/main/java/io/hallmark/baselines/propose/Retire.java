package io.hallmark.baselines.propose;

import io.hallmark.baselines.BaselinesException;
import io.hallmark.baselines.document.BaselineDocument;
import io.hallmark.baselines.repository.BaselinesRepository;
import io.hallmark.baselines.repository.Change;
import io.hallmark.baselines.repository.CommitSigner;
import io.hallmark.baselines.repository.Identity;
import io.hallmark.baselines.repository.Proposal;
import io.hallmark.baselines.repository.ProposalResult;
import io.hallmark.baselines.repository.Snapshot;
import io.hallmark.baselines.rollout.RollOut;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Proposes that only the newest set of an image's baselines is accepted, once no node shows the others any more. */
public final class Retire {
    private Retire() {}

    /**
     * Proposes the retirement on a branch of its own.
     *
     * @param chain only baselines of this chain; all when empty
     * @param hardware only baselines of this hardware profile; all when empty
     * @throws BaselinesException when the image has no such baseline
     */
    public static ProposalResult propose(
            BaselinesRepository repository,
            String image,
            Optional<String> chain,
            Optional<String> hardware,
            Identity author,
            Optional<CommitSigner> signer) {
        return repository.propose(new Proposal(
                repository.defaultBranch(),
                Proposal.branchFor(image) + "-retire",
                author,
                signer,
                snapshot -> change(snapshot, image, chain, hardware)));
    }

    private static Change change(Snapshot snapshot, String image, Optional<String> chain, Optional<String> hardware) {
        Map<String, Optional<byte[]>> files = new LinkedHashMap<>();
        StringBuilder report = new StringBuilder();
        boolean found = false;
        for (String path : snapshot.list("baselines/" + image)) {
            BaselineDocument document = BaselineDocument.read(path, snapshot.require(path));
            boolean wanted = chain.map(document.chain()::equals).orElse(true)
                    && hardware.map(document.hardware()::equals).orElse(true);
            found |= wanted;
            if (wanted && document.accepted().size() > 1) {
                BaselineDocument retired = RollOut.retire(document);
                files.put(path, Optional.of(retired.toYaml()));
                report.append(path)
                        .append(": ")
                        .append(document.accepted().size() - 1)
                        .append(" sets retired, what remains is of ")
                        .append(retired.accepted().get(0).source().commit())
                        .append('\n');
            }
        }
        if (!found) {
            throw new BaselinesException("image '" + image + "' has no such baseline in " + snapshot.describe());
        }
        return new Change(
                files,
                "Retire previous sets of " + image + "\n\nNodes that still boot one of them will fail attestation.\n\n"
                        + report,
                Optional.empty());
    }
}
