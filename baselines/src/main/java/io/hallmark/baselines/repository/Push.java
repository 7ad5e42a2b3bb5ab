package io.hallmark.baselines.repository;

import io.hallmark.baselines.BaselinesException;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.transport.RemoteRefUpdate;
import org.eclipse.jgit.transport.Transport;

/** Sets one branch, or another reference, of the remote, if it still is where it was seen. */
final class Push {

    /** What Git's and JGit's servers answer when somebody else was faster. */
    private static final List<String> RACES = List.of(
            "failed to lock",
            "cannot lock ref",
            "cannot update ref",
            "failed to update ref",
            "reference already exists",
            "incorrect old value");

    private final Connections connections;
    private final Steps steps;

    Push(Connections connections, Steps steps) {
        this.connections = connections;
        this.steps = steps;
    }

    /**
     * @param commit the new head; empty deletes the branch
     * @param expected the head that the branch was seen at; empty when it was not there
     * @return why it has to be tried again from the remote's newest state; empty when the branch is set
     */
    Optional<String> set(Repository local, String branch, Optional<ObjectId> commit, Optional<ObjectId> expected) {
        return setRef(local, Constants.R_HEADS + branch, commit, expected);
    }

    /** The same for a reference by its full name. */
    Optional<String> setRef(Repository local, String ref, Optional<ObjectId> commit, Optional<ObjectId> expected) {
        String shown = Repository.shortenRefName(ref);
        try (Transport transport = connections.open(local)) {
            RemoteRefUpdate update = new RemoteRefUpdate(
                    local, null, commit.orElse(ObjectId.zeroId()), ref, true, null, expected.orElse(ObjectId.zeroId()));
            transport.push(new StepMonitor(steps, "push"), List.of(update));
            return judge(update, shown);
        } catch (IOException e) {
            throw RemoteFailure.of("pushing " + shown + " to", connections.url(), e);
        }
    }

    private Optional<String> judge(RemoteRefUpdate update, String shown) {
        String answer = Optional.ofNullable(update.getMessage()).orElse("no reason given");
        return switch (update.getStatus()) {
            case OK, UP_TO_DATE, NON_EXISTING -> Optional.empty();
            case REJECTED_REMOTE_CHANGED -> Optional.of("it was changed meanwhile");
            case REJECTED_OTHER_REASON -> {
                if (RACES.stream().anyMatch(answer.toLowerCase(Locale.ROOT)::contains)) {
                    yield Optional.of(answer);
                }
                throw refused(shown, answer);
            }
            default -> throw refused(shown, update.getStatus() + ", " + answer);
        };
    }

    private BaselinesException refused(String shown, String answer) {
        return new BaselinesException(connections.url().shown() + " refused the push to " + shown + ": "
                + answer.lines().findFirst().orElse("") + "; let this account push"
                + (shown.startsWith(Proposal.BRANCH_PREFIX)
                        ? ", also by force, to branches " + Proposal.BRANCH_PREFIX + "*"
                        : " to " + shown));
    }
}
