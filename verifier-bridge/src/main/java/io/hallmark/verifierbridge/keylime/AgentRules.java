package io.hallmark.verifierbridge.keylime;

import io.hallmark.baselines.document.BaselineDocument;
import io.hallmark.baselines.document.TargetSettings;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * Which agent is held to which baseline. Keylime does not tell the policy of an agent, so settings must.
 *
 * @param byPattern the baseline as {@code image/chain/profile}, by the id of an agent, or by its beginning and {@code *}
 */
record AgentRules(Map<String, String> byPattern) {
    private static final Pattern PATTERN = Pattern.compile("[A-Za-z0-9._-]{0,79}\\*|[A-Za-z0-9._-]{1,80}");
    private static final Pattern BASELINE = Pattern.compile("[a-z0-9._-]+/[a-z0-9._-]+/[a-z0-9._-]+");

    AgentRules {
        byPattern = Map.copyOf(byPattern);
    }

    static AgentRules of(TargetSettings settings, String field) {
        Map<String, String> rules = new TreeMap<>(settings.textsByName(field));
        rules.forEach((pattern, baseline) -> {
            if (!PATTERN.matcher(pattern).matches()) {
                throw settings.refuse(
                        field,
                        "'" + pattern + "' is neither the id of an agent nor the beginning of one followed by '*'");
            }
            if (!BASELINE.matcher(baseline).matches()) {
                throw settings.refuse(
                        field, "'" + baseline + "' is no baseline: write image/chain/profile, as in its path");
            }
        });
        return new AgentRules(rules);
    }

    boolean isEmpty() {
        return byPattern.isEmpty();
    }

    /** The baseline of an agent; where several patterns match, the longest counts. */
    Optional<String> baseline(String agent) {
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
