package io.hallmark.puppetbridge.puppet;

import java.util.List;
import java.util.Optional;

/**
 * What a run of Puppet did on a node. Exit codes don't tell it: that of a noop run is 0 whatever it would change.
 *
 * @param node its certificate's name
 * @param role from the tags of what it applied; empty when it applied no profile, or a summary says nothing of it
 * @param baseline what its catalog was made from, as {@code config_version} printed it; empty when it printed none
 * @param time when it began, as Puppet writes it
 * @param noop whether it only looked
 * @param changed how many resources it changed
 * @param pending names of resources that are not as they should be, and were left so, and of those of a profile that the run
 *     skipped
 * @param failed names of resources that could not be brought about
 * @param locked whether all that failed did so since another program held the lock of the packages: the next run may succeed
 */
public record NodeRun(
        String node,
        Optional<String> role,
        Optional<String> baseline,
        String time,
        boolean noop,
        int changed,
        List<String> pending,
        List<String> failed,
        boolean locked) {
    public NodeRun {
        pending = List.copyOf(pending);
        failed = List.copyOf(failed);
    }

    /** What it means for the node. */
    public enum State {
        /** It has all of a baseline. */
        APPLIED("applied"),
        /** Something is not as it should be, and nothing failed. */
        PENDING("pending"),
        /** Something failed, and may succeed by itself. */
        RETRY("locked, will retry"),
        /** Something failed. */
        FAILED("failed");

        private final String label;

        State(String label) {
            this.label = label;
        }

        /** In words, for tables. */
        public String label() {
            return label;
        }
    }

    /** What it means for the node. */
    public State state() {
        if (!failed.isEmpty()) {
            return locked ? State.RETRY : State.FAILED;
        }
        return pending.isEmpty() ? State.APPLIED : State.PENDING;
    }
}
