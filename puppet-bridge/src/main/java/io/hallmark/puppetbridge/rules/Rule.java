package io.hallmark.puppetbridge.rules;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A rule of hardening guides.
 *
 * @param name as ComplianceAsCode names it, or {@code hallmark_…} for the project's own reading of a control
 * @param references ids of the rule, by guide: {@code cis_debian12}, {@code stig_rhel9}, {@code anssi}, {@code cce_rhel9},
 *     {@code nist_800_53}
 */
public record Rule(String name, Map<String, List<String>> references) {
    public Rule {
        Map<String, List<String>> copy = new LinkedHashMap<>();
        references.forEach((guide, ids) -> copy.put(guide, List.copyOf(ids)));
        references = Collections.unmodifiableMap(copy);
    }

    /** Whether the mapping to its controls is Hallmark's own reading, and no guide's. */
    public boolean ownMapping() {
        return name.startsWith("hallmark_");
    }
}
