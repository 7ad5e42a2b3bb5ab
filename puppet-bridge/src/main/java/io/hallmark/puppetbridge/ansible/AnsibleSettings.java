package io.hallmark.puppetbridge.ansible;

import io.hallmark.baselines.document.TargetSettings;
import io.hallmark.puppetbridge.ansible.runner.RunnerJob;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A target of kind {@code ansible}.
 *
 * @param roles that it brings its nodes to; empty for all that are applied on nodes
 * @param fleet path of the fleet file in the baselines repository
 * @param inventory of a user's own on the machine, instead of the fleet file
 * @param groups of that inventory, by role
 * @param user on the nodes; empty for the one that Ansible takes
 * @param credentials id of a credential with {@code ssh_key} and more
 */
record AnsibleSettings(
        String name,
        List<String> roles,
        String fleet,
        Optional<String> inventory,
        Map<String, String> groups,
        Optional<String> user,
        Optional<String> credentials,
        RunnerJob.Limits limits) {
    private static final Pattern PLACE = Pattern.compile("(/[A-Za-z0-9_@+.-]+)+");
    private static final Pattern GROUP = Pattern.compile("[A-Za-z_][A-Za-z0-9_]{0,62}");
    private static final Pattern USER = Pattern.compile("[a-z_][a-z0-9_-]{0,31}");
    private static final int IDLE = 600;
    private static final int WHOLE = 3600;
    private static final int LONGEST = 7 * 24 * 3600;

    static AnsibleSettings of(TargetSettings settings) {
        List<String> roles = settings.texts("roles");
        Optional<String> fleet = settings.optionalText("fleet");
        Optional<String> inventory =
                formed(settings, "inventory", PLACE, "an absolute path of letters, digits and '_@+.-' on the machine");
        Map<String, String> groups = settings.textsByName("groups");
        if (inventory.isPresent() && fleet.isPresent()) {
            throw settings.refuse("inventory", "give 'fleet' or 'inventory', not both: each says where hosts are");
        }
        if (inventory.isEmpty() && !groups.isEmpty()) {
            throw settings.refuse("groups", "'groups' are those of an 'inventory', which is not given");
        }
        groups.values().stream()
                .filter(group -> !GROUP.matcher(group).matches())
                .findFirst()
                .ifPresent(group -> {
                    throw settings.refuse("groups", "'" + group + "' is no name of a group: letters, digits and '_'");
                });
        Optional<String> user = formed(settings, "user", USER, "the name of a user");
        Optional<String> credentials = settings.optionalText("credentials");
        RunnerJob.Limits limits = new RunnerJob.Limits(
                Duration.ofSeconds(settings.number("idle-timeout", 10, LONGEST, IDLE)),
                Duration.ofSeconds(settings.number("timeout", 10, LONGEST, WHOLE)),
                settings.number("forks", 1, 500, 20));
        settings.done();
        return new AnsibleSettings(
                settings.name(), roles, fleet.orElse(Fleet.FILE), inventory, groups, user, credentials, limits);
    }

    private static Optional<String> formed(TargetSettings settings, String field, Pattern form, String words) {
        Optional<String> text = settings.optionalText(field);
        if (text.isPresent() && !form.matcher(text.get()).matches()) {
            throw settings.refuse(field, "'" + field + "' is " + words);
        }
        return text;
    }

    /** The group of hosts that have a role. */
    String group(String role) {
        return groups.getOrDefault(role, AnsibleRendering.group(role));
    }
}
