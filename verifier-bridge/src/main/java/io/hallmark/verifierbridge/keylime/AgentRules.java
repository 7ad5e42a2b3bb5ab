package io.hallmark.verifierbridge.keylime;

import io.hallmark.baselines.document.BaselineDocument;
import io.hallmark.baselines.document.TargetSettings;
import io.hallmark.verifierbridge.keylime.client.NamedPolicies;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * Which agent is held to what. Keylime does not tell the policies of an agent, so settings must.
 *
 * @param byPattern the baseline as {@code image/chain/profile}, or the name of a runtime policy, by the id of an agent, or
 *     by its beginning and {@code *}
 */
record AgentRules(Map<String, String> byPattern) {
    private static final Pattern PATTERN = Pattern.compile("[A-Za-z0-9._-]{0,79}\\*|[A-Za-z0-9._-]{1,80}");
    private static final Pattern BASELINE = Pattern.compile("[a-z0-9._-]+/[a-z0-9._-]+/[a-z0-9._-]+");

    AgentRules {
        byPattern = Map.copyOf(byPattern);
    }

    /** Baselines of agents. */
    static AgentRules of(TargetSettings settings, String field) {
        return of(settings, field, BASELINE, "is no baseline: write image/chain/profile, as in its path");
    }

    /** Runtime policies of agents. */
    static AgentRules ofPolicies(TargetSettings settings, String field) {
        return of(settings, field, NamedPolicies.NAME, "can't be the name of a policy in Keylime");
    }

    private static AgentRules of(TargetSettings settings, String field, Pattern value, String otherwise) {
        Map<String, String> rules = new TreeMap<>(settings.textsByName(field));
        rules.forEach((pattern, text) -> {
            if (!PATTERN.matcher(pattern).matches()) {
                throw settings.refuse(
                        field,
                        "'" + pattern + "' is neither the id of an agent nor the beginning of one followed by '*'");
            }
            if (!value.matcher(text).matches()) {
                throw settings.refuse(field, "'" + text + "' " + otherwise);
            }
        });
        return new AgentRules(rules);
    }

    boolean isEmpty() {
        return byPattern.isEmpty();
    }

    /** What an agent is held to; where several patterns match, the longest counts. */
    Optional<String> find(String agent) {
        String exact = byPattern.get(agent);
        if (exact != null) {
            return Optional.of(exact);
        }
        for (int length = agent.length(); length >= 0; length--) {
            String baseline = byPattern.get(agent.substring(0, length) + "*");
            if (baseline != null) {
                return Optional.of(baseline);
            }
        }
        return Optional.empty();
    }

    /** Rules that name a baseline which is not there. */
    List<String> dangling(List<BaselineDocument> baselines) {
        List<String> known = baselines.stream().map(AgentRules::key).toList();
        return byPattern.entrySet().stream()
                .filter(rule -> !known.contains(rule.getValue()))
                .map(rule -> "'" + rule.getKey() + "': " + rule.getValue())
                .sorted()
                .toList();
    }

    static String key(BaselineDocument baseline) {
        return baseline.image() + "/" + baseline.chain() + "/" + baseline.hardware();
    }
}
