package io.hallmark.puppetbridge.puppet;

import io.hallmark.baselines.BaselinesException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** Reads {@code last_run_report.yaml}, formats 10 to 12 (Puppet 5.5 to 9, OpenVox). */
public final class RunReport {
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
        List<String> roles = new ArrayList<>();
        int[] changed = {0};
        boolean[] locked = {true};
        report.require("resource_statuses").each((name, resource) -> {
            boolean failure = is(resource, "failed") || is(resource, "failed_to_restart");
            if (failure) {
                failed.add(name);
                locked[0] &= saysLock(resource);
            } else if (is(resource, "changed")) {
                changed[0]++;
            } else if (is(resource, "out_of_sync")) {
                pending.add(name);
            }
            for (TaggedYaml tag : resource.get("tags").map(TaggedYaml::items).orElse(List.of())) {
                if (tag.text().startsWith(ROLE_TAG) && !roles.contains(tag.text())) {
                    roles.add(tag.text());
                }
            }
        });
        if (status.equals("failed") && failed.isEmpty()) {
            // The catalog could not be compiled or applied at all.
            failed.add("the catalog");
            locked[0] = false;
        }
        return new NodeRun(
                report.require("host").text(),
                roles.size() == 1 ? Optional.of(roles.get(0).substring(ROLE_TAG.length())) : Optional.empty(),
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
                .anyMatch(message -> LOCK.matcher(message.text()).find());
    }
}
