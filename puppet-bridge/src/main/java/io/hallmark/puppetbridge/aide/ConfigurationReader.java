package io.hallmark.puppetbridge.aide;

import io.hallmark.baselines.BaselinesException;
import io.hallmark.measuredboot.io.Printable;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads a configuration line by line: options, groups, definitions and rules. */
final class ConfigurationReader {
    private static final Pattern ASSIGNMENT = Pattern.compile("([A-Za-z0-9_%]+) *= *(.*)");
    private static final Pattern DEFINE = Pattern.compile("@@define[ \t]+([A-Za-z0-9_%]+)(?:[ \t]+(.*))?");
    private static final Pattern UNDEFINE = Pattern.compile("@@undef[ \t]+([A-Za-z0-9_%]+)[ \t]*");

    /** Options that say where reports and databases go and how they look; they change no line of a database. */
    private static final Set<String> OTHER_OPTIONS = Set.of(
            "database_in",
            "database",
            "database_out",
            "database_new",
            "database_attrs",
            "database_add_metadata",
            "warn_dead_symlinks",
            "report_grouped",
            "report_summarize_changes",
            "report_format",
            "report_level",
            "report_ignore_added_attrs",
            "report_ignore_removed_attrs",
            "report_ignore_changed_attrs",
            "report_force_attrs",
            "report_url",
            "report_detailed_init",
            "report_base16",
            "report_quiet",
            "report_append",
            "report_ignore_e2fsattrs",
            "log_level",
            "root_prefix",
            "config_check_warn_unrestricted_rules",
            "num_workers");

    private final String name;
    private final Map<String, Set<Attribute>> groups = new HashMap<>();
    private final Map<String, String> variables = new HashMap<>();
    private final List<AideRule> rules = new ArrayList<>();
    private Optional<String> version = Optional.empty();
    private int number;

    ConfigurationReader(String name) {
        this.name = name;
        for (Attribute attribute : Attribute.values()) {
            if (!attribute.group().isEmpty()) {
                groups.put(attribute.group(), EnumSet.of(attribute));
            }
        }
        Set<Attribute> common = Attribute.named("p", "ftype", "i", "n", "u", "g", "l");
        Set<Attribute> extended = Attribute.named("acl", "selinux", "xattrs", "e2fsattrs", "caps");
        groups.put("X", extended);
        groups.put("L", union(common, extended));
        groups.put("R", union(common, extended, Attribute.named("s", "m", "c", "md5")));
        groups.put(">", union(common, extended, Attribute.named("s", "growing")));
        groups.put(
                "H",
                Attribute.named(
                        "md5",
                        "sha1",
                        "rmd160",
                        "tiger",
                        "crc32",
                        "haval",
                        "gost",
                        "crc32b",
                        "sha256",
                        "sha512",
                        "whirlpool"));
        groups.put("E", EnumSet.noneOf(Attribute.class));
    }

    AideConfiguration read(String text) {
        for (String line : text.split("\n", -1)) {
            number++;
            line(line.endsWith("\r") ? line.substring(0, line.length() - 1) : line);
        }
        if (rules.stream().noneMatch(rule -> rule.kind() != AideRule.Kind.NEGATIVE)) {
            throw new BaselinesException(name + ": has no rule that puts a file into the database");
        }
        return new AideConfiguration(name, rules, version);
    }

    private void line(String raw) {
        String line = raw.replaceFirst("^[ \t]+", "");
        if (line.isEmpty() || line.startsWith("#")) {
            return;
        }
        if (line.startsWith("/") || line.startsWith("!/") || line.startsWith("=/")) {
            rules.add(new RuleReader(this, line).read(number));
        } else if (line.startsWith("@@")) {
            definition(line);
        } else {
            Matcher assignment = ASSIGNMENT.matcher(line);
            if (!assignment.matches()) {
                throw error("is no option, group or rule");
            }
            assign(assignment.group(1), assignment.group(2));
        }
    }

    private void assign(String key, String value) {
        // As AIDE tells them apart: options are of lower-case letters.
        if (!key.matches("[a-z_]+")) {
            groups.put(key, attributes(value));
            return;
        }
        String text = new PathText(this, value).whole();
        switch (key) {
            case "gzip_dbout" -> requireOff(key, text);
            case "acl_no_symlink_follow" -> requireOff(key, text);
            case "config_version" -> version = Optional.of(text);
            default -> {
                if (!OTHER_OPTIONS.contains(key)) {
                    throw error("the option '" + key + "' is not known");
                }
            }
        }
    }

    private void requireOff(String key, String value) {
        if (!Set.of("no", "false", "0").contains(value)) {
            throw error("the option '" + key + "' is understood only when it is 'no'");
        }
    }

    private void definition(String line) {
        Matcher define = DEFINE.matcher(line);
        Matcher undefine = UNDEFINE.matcher(line);
        if (define.matches()) {
            variables.put(define.group(1), define.group(2) == null ? "" : new PathText(this, define.group(2)).whole());
        } else if (undefine.matches()) {
            variables.remove(undefine.group(1));
        } else {
            throw error("of the lines with @@ only @@define and @@undef are understood: write out what it stands for");
        }
    }

    /** The attributes of groups that are added and taken away. */
    Set<Attribute> attributes(String expression) {
        Set<Attribute> attributes = EnumSet.noneOf(Attribute.class);
        String text = expression.replaceAll("[ \t]", "");
        if (!text.matches("[A-Za-z0-9_%>]+([+-][A-Za-z0-9_%>]+)*")) {
            throw error("'" + shown(expression) + "' is no list of attributes, such as p+u+g+sha256");
        }
        Matcher part = Pattern.compile("([+-]?)([A-Za-z0-9_%>]+)").matcher(text);
        while (part.find()) {
            Set<Attribute> group = groups.get(part.group(2));
            if (group == null) {
                throw error("the group '" + part.group(2) + "' is not defined");
            }
            if (part.group(1).equals("-")) {
                attributes.removeAll(group);
            } else {
                attributes.addAll(group);
            }
        }
        return attributes;
    }

    String variable(String variable) {
        String value = variables.get(variable);
        if (value == null) {
            throw error("the variable '" + variable + "' is not defined");
        }
        return value;
    }

    BaselinesException error(String what) {
        return new BaselinesException(name + ":" + number + ": " + what);
    }

    static String shown(String text) {
        return Printable.line(text);
    }

    @SafeVarargs
    private static Set<Attribute> union(Set<Attribute>... sets) {
        Set<Attribute> union = EnumSet.noneOf(Attribute.class);
        for (Set<Attribute> set : sets) {
            union.addAll(set);
        }
        return union;
    }
}
