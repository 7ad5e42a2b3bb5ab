package io.hallmark.puppetbridge.ansible.runner;

import io.hallmark.puppetbridge.render.RenderedFiles;
import java.time.Duration;
import java.util.Collections;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * One run of a playbook.
 *
 * @param ident names the run in its events: letters, digits, '.', '_' and '-'
 * @param project playbooks, roles and variables
 * @param playbook path of the playbook in the project
 * @param check whether to say what would change, and change nothing
 * @param inventory where hosts are
 * @param hosts that the run is meant for, by the names of the inventory; it succeeds only when it reached each of them
 */
public record RunnerJob(
        String ident,
        RenderedFiles project,
        String playbook,
        boolean check,
        Inventory inventory,
        SortedSet<String> hosts,
        Access access,
        Limits limits) {

    /** How the machine gets onto nodes. */
    public record Access(Optional<String> user, Optional<byte[]> knownHosts, RunnerSecrets secrets) {}

    /**
     * Bounds of a run.
     *
     * @param idle how long nothing may happen; whole seconds
     * @param whole how long all of it may take; whole seconds
     * @param forks how many nodes at once
     */
    public record Limits(Duration idle, Duration whole, int forks) {}

    /** Where hosts are. */
    public sealed interface Inventory {
        /** A document that is written for the run. */
        record Document(byte[] yaml) implements Inventory {}

        /**
         * What somebody keeps on the machine; it may be a program.
         *
         * @param only hosts of it that the run comes to; all when empty
         */
        record Place(String path, Set<String> only) implements Inventory {
            public Place {
                only = Collections.unmodifiableSortedSet(new TreeSet<>(only));
            }

            /** With all its hosts. */
            public Place(String path) {
                this(path, Set.of());
            }
        }
    }
}
