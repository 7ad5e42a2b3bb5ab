package io.hallmark.baselines.publish;

import io.hallmark.baselines.repository.BaselinesRepository;
import io.hallmark.baselines.repository.Snapshot;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What was published last: by the note of this machine, and by the receipts.
 *
 * <p>Both are kept, since the note knows nothing of other machines, and receipts can be deleted or forged by whoever may
 * push.
 *
 * @param commits full ids, the note's before the receipts'; some may not be in the repository any more
 */
record LastPublished(List<String> commits) {
    LastPublished {
        commits = List.copyOf(commits);
    }

    static LastPublished of(BaselinesRepository repository, Receipts receipts) {
        return new LastPublished(Stream.of(repository.lastPublishedHere(), receipts.lastPublished())
                .flatMap(Optional::stream)
                .distinct()
                .toList());
    }

    /** The first that is not in the history of a commit. */
    Optional<String> lostBy(BaselinesRepository repository, Snapshot head) {
        return commits.stream()
                .filter(before -> !repository.isInHistory(before, head.commit()))
                .findFirst();
    }

    /**
     * Those that the repository still has, without those in the history of another one: what that one holds nodes to came
     * after them, on whichever machine, and whether it was weaker was decided then.
     */
    List<Snapshot> newest(BaselinesRepository repository) {
        List<Snapshot> there = commits.stream()
                .flatMap(commit -> repository.find(commit).stream())
                .toList();
        return there.stream()
                .filter(state -> there.stream()
                        .noneMatch(other -> !other.commit().equals(state.commit())
                                && repository.isInHistory(state.commit(), other.commit())))
                .toList();
    }
}
