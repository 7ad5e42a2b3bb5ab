package io.hallmark.puppetbridge.ansible;

import io.hallmark.baselines.BaselinesException;
import io.hallmark.baselines.document.CanonicalYaml;
import io.hallmark.baselines.document.Fields;
import io.hallmark.baselines.document.Quoted;
import io.hallmark.baselines.document.Schemas;
import io.hallmark.baselines.document.YamlReader;
import io.hallmark.baselines.document.YamlValue;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * {@code fleet.yaml} of a baselines repository: which hosts have which role. A host has one role: two profiles would undo
 * each other's files.
 *
 * @param roles hosts, each by the name that it is reached at, by role
 */
record Fleet(SortedMap<String, SortedSet<String>> roles) {
    /** Where it lies in the baselines repository, if the settings say nothing else. */
    static final String FILE = "fleet.yaml";

    private static final String SCHEMA = "hallmark/fleet/v1";
    private static final Pattern HOST = Pattern.compile("[A-Za-z0-9]([A-Za-z0-9._-]{0,252}[A-Za-z0-9])?");

    Fleet {
        SortedMap<String, SortedSet<String>> copy = new TreeMap<>();
        roles.forEach((role, hosts) -> copy.put(role, Collections.unmodifiableSortedSet(new TreeSet<>(hosts))));
        roles = Collections.unmodifiableSortedMap(copy);
    }

    /**
     * Reads the document.
     *
     * @throws io.hallmark.baselines.BaselinesException with line and column
     */
    static Fleet read(String file, byte[] bytes) {
        Fields fields = Fields.of(YamlReader.read(file, bytes), "the fleet");
        Schemas.checkIfGiven(fields, SCHEMA);
        SortedMap<String, SortedSet<String>> roles = new TreeMap<>();
        Map<String, String> roleOf = new TreeMap<>();
        YamlValue.Mapping named = fields.required("roles").asMapping();
        named.values().forEach((role, list) -> {
            Fields.name(new YamlValue.Scalar(named.keys().get(role), role));
            SortedSet<String> hosts = new TreeSet<>();
            for (YamlValue item : list.asList()) {
                String host = host(item);
                String other = roleOf.put(host, role);
                if (other != null) {
                    throw YamlValue.error(
                            item.source(), Quoted.of(host) + " has role '" + other + "' already; a host has one role");
                }
                hosts.add(host);
            }
            roles.put(role, hosts);
        });
        fields.done();
        return new Fleet(roles);
    }

    private static String host(YamlValue value) {
        String host = value.asText();
        if (!HOST.matcher(host).matches()) {
            throw YamlValue.error(value.source(), Quoted.of(host) + " is no name of a host, and no IPv4 address");
        }
        return host;
    }

    /** The hosts of a role, if it has any. */
    SortedSet<String> hosts(String role) {
        return Optional.ofNullable(roles.get(role)).orElseGet(TreeSet::new);
    }

    /** An inventory with the hosts of one role, in one group. */
    static byte[] inventory(String group, SortedSet<String> hosts) {
        return inventory(Map.of(group, hosts)).getBytes(StandardCharsets.UTF_8);
    }

    /** An inventory with all hosts, in the groups of their roles. */
    String inventory() {
        Map<String, SortedSet<String>> groups = new TreeMap<>();
        roles.forEach((role, hosts) -> {
            if (groups.put(AnsibleRendering.group(role), hosts) != null) {
                throw new BaselinesException("role " + role + " and another one have the group "
                        + AnsibleRendering.group(role) + " in an inventory: give one of them another name");
            }
        });
        return inventory(groups);
    }

    private static String inventory(Map<String, SortedSet<String>> groups) {
        Map<String, Object> children = new LinkedHashMap<>();
        groups.forEach((group, hosts) -> {
            Map<String, Object> entries = new LinkedHashMap<>();
            hosts.forEach(host -> entries.put(host, Map.of()));
            children.put(group, Map.of("hosts", entries));
        });
        return CanonicalYaml.write(Map.of("all", Map.of("children", children)));
    }

    /** The roles, sorted. */
    List<String> names() {
        return List.copyOf(roles.keySet());
    }
}
