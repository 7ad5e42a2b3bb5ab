package io.hallmark.baselines.propose;

import io.hallmark.baselines.diff.ProposalReport;
import io.hallmark.baselines.diff.TextReport;
import io.hallmark.baselines.propose.Computation.BaselineChange;
import io.hallmark.baselines.repository.BaselinesRepository;
import io.hallmark.baselines.repository.Change;
import io.hallmark.baselines.repository.CommitSigner;
import io.hallmark.baselines.repository.Identity;
import io.hallmark.baselines.repository.Proposal;
import io.hallmark.baselines.repository.ProposalResult;
import io.hallmark.baselines.repository.Snapshot;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;

/**
 * The main job: computes the baselines of a measured image upon the newest state of the baselines repository and puts
 * those that changed on a branch for review, with a report.
 */
public final class Propose {
    private final BaselinesRepository repository;
    private final Identity author;
    private final Optional<CommitSigner> signer;
    private final BiFunction<MeasuredImage, ProposalReport, ProposalReport> enrich;

    /** @param enrich adds to the report what only the faces know, such as what changed inside an initramfs */
    public Propose(
            BaselinesRepository repository,
            Identity author,
            Optional<CommitSigner> signer,
            BiFunction<MeasuredImage, ProposalReport, ProposalReport> enrich) {
        this.repository = repository;
        this.author = author;
        this.signer = signer;
        this.enrich = enrich;
    }

    /**
     * What became of a proposal.
     *
     * @param report of the computation upon the state that the result names
     * @param weaker in what verifiers would hold nodes to less than before, when the proposal was refused for that
     */
    public record Outcome(ProposalResult result, ProposalReport report, List<String> weaker) {
        public Outcome {
            weaker = List.copyOf(weaker);
        }
    }

    /**
     * Proposes.
     *
     * @param replaceLater whether a proposal from a later commit of the image repository is replaced too
     * @param allowWeaker whether baselines that hold nodes to less than before are proposed too; else nothing is pushed
     *     and the outcome says in what they are weaker
     * @throws io.hallmark.baselines.BaselinesException when the image or the repository can't be used
     */
    public Outcome run(MeasuredImage image, boolean replaceLater, boolean allowWeaker) {
        Map<String, ProposalReport> reports = new LinkedHashMap<>();
        Proposal proposal = new Proposal(
                repository.defaultBranch(),
                Proposal.branchFor(image.description().image()),
                author,
                signer,
                snapshot -> {
                    Computation computation = Computation.of(image, snapshot);
                    ProposalReport report = enrich.apply(image, report(image, computation));
                    reports.put(snapshot.commit(), report);
                    return allowWeaker || report.shrinking().isEmpty()
                            ? change(image, computation, report)
                            : new Change(Map.of(), report.title(), image.time());
                },
                replaceLater);
        ProposalResult result = repository.propose(proposal);
        ProposalReport report = reports.get(result.base());
        return new Outcome(result, report, allowWeaker ? List.of() : report.shrinking());
    }

    /** Computes without proposing, for a look at what would change. */
    public static ProposalReport preview(MeasuredImage image, Snapshot snapshot) {
        return report(image, Computation.of(image, snapshot));
    }

    static ProposalReport report(MeasuredImage image, Computation computation) {
        List<ProposalReport.Change> changes = computation.changed().stream()
                .map(change -> ProposalReport.Change.of(change.before(), change.after(), change.leftOut()))
                .toList();
        List<String> unchanged = computation.changes().stream()
                .filter(change -> !change.changed())
                .map(BaselineChange::path)
                .toList();
        return ProposalReport.of(image.description().image(), image.source(), changes, unchanged)
                .withSecureBoot(computation.secureBoot());
    }

    private static Change change(MeasuredImage image, Computation computation, ProposalReport report) {
        Map<String, Optional<byte[]>> files = new LinkedHashMap<>();
        computation
                .changed()
                .forEach(change ->
                        files.put(change.path(), Optional.of(change.after().toYaml())));
        String text = TextReport.render(report);
        String body = text.substring(text.indexOf('\n') + 1);
        return new Change(files, report.title() + "\n\n" + body, image.time());
    }
}
