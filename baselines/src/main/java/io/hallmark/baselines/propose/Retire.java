package io.hallmark.baselines.propose;

import io.hallmark.baselines.BaselinesException;
import io.hallmark.baselines.document.BaselineDocument;
import io.hallmark.baselines.document.EvidenceDocument;
import io.hallmark.baselines.repository.BaselinesRepository;
import io.hallmark.baselines.repository.Change;
import io.hallmark.baselines.repository.CommitSigner;
import io.hallmark.baselines.repository.Identity;
import io.hallmark.baselines.repository.Proposal;
import io.hallmark.baselines.repository.ProposalResult;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Proposes that only the newest set of an image's baselines is accepted, once no node shows the others any more. */
public final class Retire {
    private final BaselinesRepository repository;
    private final Identity author;
    private final Optional<CommitSigner> signer;

    public Retire(BaselinesRepository repository, Identity author, Optional<CommitSigner> signer) {
        this.repository = repository;
        this.author = author;
        this.signer = signer;
    }

    /**
     * Which baselines to look at.
     *
     * @param chain only those of this chain; all when empty
     * @param hardware only those of this hardware profile; all when empty
     */
    public record Scope(String image, Optional<String> chain, Optional<String> hardware) {
        boolean covers(BaselineDocument document) {
            return chain.map(document.chain()::equals).orElse(true)
                    && hardware.map(document.hardware()::equals).orElse(true);
        }
    }

    /**
     * What became of it.
     *
     * @param objections why the evidence does not allow it, one line each; unless it was done without evidence, nothing
     *     was proposed then
     */
    public record Outcome(ProposalResult result, List<String> objections) {
        public Outcome {
            objections = List.copyOf(objections);
        }
    }

    /**
     * Proposes the retirement on a branch of its own.
     *
     * @param evidence what nodes have shown
     * @param nodes that must be there, by the names that evidence gives them; empty when nobody says which
     * @param withoutEvidence whether it is proposed although the evidence does not allow it; the proposal says so
     * @throws BaselinesException when the image has no such baseline
     */
    public Outcome propose(
            Scope scope, List<EvidenceDocument> evidence, Optional<Set<String>> nodes, boolean withoutEvidence) {
        List<EvidenceDocument.Observation> observations = evidence.stream()
                .flatMap(document -> document.observations().stream())
                .toList();
        Map<String, Retirement> computed = new LinkedHashMap<>();
        ProposalResult result = repository.propose(new Proposal(
                repository.defaultBranch(), Proposal.branchFor(scope.image()) + "-retire", author, signer, snapshot -> {
                    Retirement retirement = Retirement.of(snapshot, scope, observations, nodes);
                    computed.put(snapshot.commit(), retirement);
                    return withoutEvidence || retirement.objections().isEmpty()
                            ? retirement.change(scope.image())
                            : new Change(Map.of(), "Nothing is retired", Optional.empty());
                }));
        return new Outcome(result, computed.get(result.base()).objections());
    }
}
