package io.hallmark.puppetbridge.puppet;

import io.hallmark.baselines.BaselinesException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Reads {@code last_run_report.yaml}, formats 10 to 12 (Puppet 5.5 to 9, OpenVox). What a run skipped of a profile is
 * pending, as is what it found to be otherwise and left so.
 */
public final class RunReport {
    /** What failed when the catalog could not be compiled or applied at all. */
    static final String CATALOG = "the catalog";

    private static final String ROLE_TAG = "hallmark_role_";

    /** What apt, dpkg, dnf and rpm say of a lock that another one holds. */
    private static final Pattern LOCK = Pattern.compile(
            "(?i)could not get lock|dpkg frontend lock|is another process using it|waiting for .* lock|transaction lock");

    private RunReport() {}

    /**
     * What the run did.
     *
     * @param file name for messages
     * @throws BaselinesException when it is no such report, or of a run that did not come to its end
     */
    public static NodeRun read(String file, byte[] bytes) {
        TaggedYaml report = TaggedYaml.read(file, bytes);
        String status = report.require("status").text();
        List<String> pending = new ArrayList<>();
        List<String> failed = new ArrayList<>();
        Set<String> tags = new LinkedHashSet<>();
        int[] changed = {0};
        boolean[] locked = {true};
        report.require("resource_statuses").each((name, resource) -> {
            boolean failure = is(resource, "failed") || is(resource, "failed_to_restart");
            if (failure) {
                failed.add(name);
                locked[0] &= saysLock(resource);
            } else if (is(resource, "changed")) {
                changed[0]++;
            }
            List<String> own = resource.get("tags").map(TaggedYaml::items).orElse(List.of()).stream()
                    .map(TaggedYaml::text)
                    .toList();
            tags.addAll(own);
            // Of what a run left aside, for its option --tags say, nobody knows how it is.
            boolean leftAside = is(resource, "skipped") && own.stream().anyMatch(tag -> tag.startsWith(ROLE_TAG));
            if (!failure && !is(resource, "changed") && (is(resource, "out_of_sync") || leftAside)) {
                pending.add(name);
            }
        });
        if (status.equals("failed") && failed.isEmpty()) {
            failed.add(CATALOG);
            locked[0] = false;
        }
        return new NodeRun(
                report.require("host").text(),
                role(tags),
                report.get("configuration_version").map(TaggedYaml::text),
                report.require("time").text(),
                is(report, "noop"),
                changed[0],
                pending,
                failed,
                !failed.isEmpty() && locked[0]);
    }

    private static boolean is(TaggedYaml mapping, String key) {
        return mapping.get(key).filter(TaggedYaml::isTrue).isPresent();
    }

    private static boolean saysLock(TaggedYaml resource) {
        return resource.get("events").map(TaggedYaml::items).orElse(List.of()).stream()
                .flatMap(event -> event.get("message").stream())
                .anyMatch(message -> saysLock(message.text()));
    }

    /** Whether a message of a failure says that another program held the lock of the packages. */
    static boolean saysLock(String message) {
        return LOCK.matcher(message).find();
    }

    /** The role that tags of resources name; empty when they name none, or several. */
    static Optional<String> role(Collection<String> tags) {
        List<String> roles = tags.stream()
                .filter(tag -> tag.startsWith(ROLE_TAG))
                .map(tag -> tag.substring(ROLE_TAG.length()))
                .distinct()
                .toList();
        return roles.size() == 1 ? Optional.of(roles.get(0)) : Optional.empty();
    }
}
