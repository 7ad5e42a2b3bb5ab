package io.hallmark.baselines.publish;

import io.hallmark.baselines.repository.BaselinesRepository;
import io.hallmark.baselines.repository.Identity;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * The second job: brings the targets of a baselines repository to its approved state.
 *
 * @param author of the receipts
 * @param gate says whether a state is approved
 * @param kinds of targets that are known
 * @param secrets where targets get their credentials
 * @param progress hears of notes, and of attempts that failed and are repeated
 */
public record Publish(
        BaselinesRepository repository,
        Identity author,
        ApprovalGate gate,
        Collection<TargetKind> kinds,
        SecretStore secrets,
        Pause pause,
        InstantSource clock,
        Consumer<String> progress) {

    /**
     * What is asked for.
     *
     * @param commit to publish on purpose; the newest reviewed one when empty
     * @param planOnly whether targets are only asked what would change
     * @param waiting how long to go on trying required targets that are down; empty to stop after their attempts
     * @param targets names of those that are wanted; all when empty
     * @param kinds names of the kinds of targets that are wanted; all when empty
     * @param part whether targets are brought to a part of the state: then no receipt says that they hold it
     * @param allowWeaker whether nodes may be held to less than by what was published last
     */
    public record Request(
            Optional<String> commit,
            boolean planOnly,
            Optional<Duration> waiting,
            Set<String> targets,
            Set<String> kinds,
            boolean part,
            boolean allowWeaker) {
        public Request {
            targets = Set.copyOf(targets);
            kinds = Set.copyOf(kinds);
        }

        /** What holds nodes to less than before is not published. */
        public Request(
                Optional<String> commit,
                boolean planOnly,
                Optional<Duration> waiting,
                Set<String> targets,
                Set<String> kinds,
                boolean part) {
            this(commit, planOnly, waiting, targets, kinds, part, false);
        }

        /** Targets of all kinds, and the whole state. */
        public Request(Optional<String> commit, boolean planOnly, Optional<Duration> waiting, Set<String> targets) {
            this(commit, planOnly, waiting, targets, Set.of(), false, false);
        }

        /** @param allowed whether nodes may be held to less than by what was published last */
        public Request allowingWeaker(boolean allowed) {
            return new Request(commit, planOnly, waiting, targets, kinds, part, allowed);
        }
    }

    /** What became of it. */
    public sealed interface Result {
        /** The state is not approved, and nothing was published. */
        record Refused(String reason) implements Result {}

        /** Each target in the order of the settings, with what became of it. */
        record Done(Choice.Approved choice, List<TargetOutcome> outcomes) implements Result {
            public Done {
                outcomes = List.copyOf(outcomes);
            }

            /** Whether there is a target that the publication is complete only with; without one it is so in any case. */
            public boolean requiresAny() {
                return outcomes.stream().anyMatch(TargetOutcome::required);
            }

            /** Whether every required target holds the state, or, where nothing was to be changed, would. */
            public boolean complete() {
                return outcomes.stream().allMatch(outcome -> outcome.good() || !outcome.required());
            }
        }
    }

    /**
     * Publishes. When the thread is interrupted, targets stop at their next step and the outcome says so.
     *
     * @throws io.hallmark.baselines.BaselinesException when the repository or its settings can't be read
     */
    public Result run(Request request) {
        Receipts receipts = new BranchReceipts(repository, author);
        Choice choice = Choice.of(repository, receipts, gate, request.commit(), request.allowWeaker());
        if (choice instanceof Choice.Refused refused) {
            return new Result.Refused(refused.reason());
        }
        Choice.Approved approved = (Choice.Approved) choice;
        WatchedSecrets watched = new WatchedSecrets(secrets);
        List<ConfiguredTarget> targets =
                ConfiguredTarget.of(approved.settings(), kinds, watched, request.targets()).stream()
                        .filter(target ->
                                request.kinds().isEmpty() || request.kinds().contains(target.kind()))
                        .toList();
        approved.notes().forEach(progress);
        Publication publication = new Publication(
                receipts, watched, repository::isInHistory, request.waiting(), pause, clock, progress, request.part());
        if (!request.planOnly()) {
            // Before the first target is reached: one that was, and no note of it, could be set back unnoticed.
            repository.notePublished(approved.state().commit());
        }
        return new Result.Done(
                approved,
                request.planOnly()
                        ? publication.plan(approved.state(), targets)
                        : publication.run(approved.state(), targets));
    }
}
