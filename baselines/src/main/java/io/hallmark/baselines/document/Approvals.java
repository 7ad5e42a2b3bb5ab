package io.hallmark.baselines.document;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Who approves what, as {@code hallmark.yaml} says it under 'approvals'.
 *
 * <p>A key is a text, or the path of a file in {@code approvers/}: an SSH public key, an OpenPGP public key or an X.509
 * certificate.
 *
 * @param needed how many people other than its proposer have to approve a change, where no rule says otherwise; 1 to 16
 * @param approvers the keys of those who may approve and propose, by the person's name
 * @param proposers the keys of those whose signature tells who proposed, but approves nothing, such as builds
 * @param paths other numbers for some paths; the first rule that matches a path counts
 */
public record Approvals(
        int needed, Map<String, List<String>> approvers, Map<String, List<String>> proposers, List<Rule> paths) {
    /** The folder that key files are in. */
    public static final String FOLDER = "approvers";

    private static final int MOST_NEEDED = 16;
    private static final int MOST_PEOPLE = 256;
    private static final int MOST_KEYS = 16;

    /**
     * How many approvals the paths of a pattern need.
     *
     * @param needed 1 to 16
     */
    public record Rule(PathPattern pattern, int needed) {}

    public Approvals {
        approvers = unmodifiable(approvers);
        proposers = unmodifiable(proposers);
        paths = List.copyOf(paths);
    }

    /** How many people other than its proposer have to approve a change of this path. */
    public int needed(String path) {
        return paths.stream()
                .filter(rule -> rule.pattern().matches(path))
                .map(Rule::needed)
                .findFirst()
                .orElse(needed);
    }

    /** Whether a key is given as the path of a file. A key itself has blanks or several lines, a path has none. */
    public static boolean isPath(String key) {
        return key.chars().noneMatch(Character::isWhitespace);
    }

    static Approvals of(YamlValue value) {
        Fields fields = Fields.of(value, "'approvals'");
        int needed = fields.optional("needed").map(Approvals::number).orElse(1);
        YamlValue named = fields.required("approvers");
        Map<String, List<String>> approvers = people(named);
        if (approvers.isEmpty()) {
            throw YamlValue.error(named.source(), "'approvers' names nobody; name at least one person with a key");
        }
        Map<String, List<String>> proposers =
                fields.optional("proposers").map(Approvals::people).orElse(Map.of());
        fields.optional("proposers")
                .ifPresent(given -> given.asMapping().keys().forEach((name, source) -> {
                    if (approvers.containsKey(name)) {
                        throw YamlValue.error(
                                source,
                                Quoted.of(name)
                                        + " is among the approvers already, who may propose as well; name it once");
                    }
                }));
        List<Rule> rules = fields.list("paths", Approvals::rule);
        fields.done();
        Approvals approvals = new Approvals(needed, approvers, proposers, rules);
        int most = rules.stream().mapToInt(Rule::needed).reduce(needed, Math::max);
        if (most > approvers.size()) {
            throw YamlValue.error(
                    value.source(),
                    most + " approvals can never come from " + approvers.size()
                            + " approver(s); name more people, or ask for fewer approvals");
        }
        return approvals;
    }

    /** As it is written. */
    Map<String, Object> plain() {
        Map<String, Object> plain = new LinkedHashMap<>();
        plain.put("needed", needed);
        plain.put("approvers", new LinkedHashMap<String, Object>(approvers));
        if (!proposers.isEmpty()) {
            plain.put("proposers", new LinkedHashMap<String, Object>(proposers));
        }
        if (!paths.isEmpty()) {
            List<Object> rules = new ArrayList<>();
            for (Rule rule : paths) {
                Map<String, Object> fields = new LinkedHashMap<>();
                fields.put("pattern", rule.pattern().text());
                fields.put("needed", rule.needed());
                rules.add(new CanonicalYaml.Line(fields));
            }
            plain.put("paths", rules);
        }
        return plain;
    }

    private static Rule rule(YamlValue value) {
        Fields fields = Fields.of(value, "a rule of 'paths'");
        Rule rule = new Rule(PathPattern.of(fields.required("pattern")), number(fields.required("needed")));
        fields.done();
        return rule;
    }

    private static int number(YamlValue value) {
        return Fields.number(value, 1, MOST_NEEDED);
    }

    private static Map<String, List<String>> people(YamlValue value) {
        Map<String, List<String>> people = new LinkedHashMap<>();
        YamlValue.Mapping named = value.asMapping();
        Fields all = Fields.of(value, "the people of 'approvals'");
        named.keys().forEach((name, source) -> {
            Fields.name(new YamlValue.Scalar(source, name));
            List<String> keys = all.filled(name, Approvals::key).orElseThrow();
            if (keys.size() > MOST_KEYS || people.size() == MOST_PEOPLE) {
                throw YamlValue.error(
                        source, "at most " + MOST_PEOPLE + " people with " + MOST_KEYS + " keys each can be named");
            }
            people.put(name, keys);
        });
        return people;
    }

    private static String key(YamlValue value) {
        String text = value.asText();
        if (isPath(text) && !RelativePath.of(value).startsWith(FOLDER + "/")) {
            throw YamlValue.error(
                    value.source(),
                    Quoted.of(text) + " is no key: write the key itself, or the path of its file in the folder "
                            + FOLDER + "/");
        }
        return text;
    }

    private static Map<String, List<String>> unmodifiable(Map<String, List<String>> people) {
        Map<String, List<String>> copy = new LinkedHashMap<>();
        people.forEach((name, keys) -> copy.put(name, List.copyOf(keys)));
        return java.util.Collections.unmodifiableMap(copy);
    }
}
