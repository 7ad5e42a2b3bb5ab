package io.hallmark.puppetbridge;

import io.hallmark.baselines.BaselinesException;
import io.hallmark.baselines.document.Quoted;
import java.util.Collections;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * What a run on nodes is confined to.
 *
 * @param roles names of roles; all when empty
 * @param hosts by the names that inventories and the fleet file give them; all of these roles when empty
 */
public record Scope(Set<String> roles, Set<String> hosts) {
    /** All nodes of all roles. */
    public static final Scope ALL = new Scope(Set.of(), Set.of());

    /** Ansible reads patterns from others. */
    private static final Pattern HOST = Pattern.compile("[A-Za-z0-9_]([A-Za-z0-9._-]{0,253}[A-Za-z0-9_])?");

    /** @throws BaselinesException when a host has a name that none can have */
    public Scope {
        roles = Collections.unmodifiableSortedSet(new TreeSet<>(roles));
        hosts = Collections.unmodifiableSortedSet(new TreeSet<>(hosts));
        hosts.stream().filter(host -> !HOST.matcher(host).matches()).findFirst().ifPresent(host -> {
            throw new BaselinesException(
                    Quoted.of(host) + " is no name of a host: give one for each, without patterns");
        });
    }

    /** Whether it leaves anything out. */
    public boolean part() {
        return !equals(ALL);
    }

    /** Whether a role is in it. */
    public boolean has(String role) {
        return roles.isEmpty() || roles.contains(role);
    }

    /** Those of some hosts that are in it. */
    public SortedSet<String> of(Set<String> some) {
        SortedSet<String> in = new TreeSet<>(some);
        if (!hosts.isEmpty()) {
            in.retainAll(hosts);
        }
        return in;
    }
}
