package io.hallmark.puppetbridge.aide;

import io.hallmark.baselines.rootfs.FileName;
import io.hallmark.baselines.rootfs.FileType;
import io.hallmark.puppetbridge.aide.AideRule.Kind;
import io.hallmark.puppetbridge.aide.AideRule.Match;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Which rule a file falls under (AIDE 0.18.3, {@code src/seltree.c}): rules hang on folders; those of the file's own
 * folder are asked first, then those of the folders above, and last what is left out, from the top down.
 */
final class RuleTree {
    private final Map<String, List<AideRule>> rules = new HashMap<>();
    private final Set<String> folders = new HashSet<>();

    RuleTree(List<AideRule> all) {
        for (AideRule rule : all) {
            rules.computeIfAbsent(rule.node(), node -> new java.util.ArrayList<>())
                    .add(rule);
            for (String folder = rule.node(); !folder.equals("/"); folder = parent(folder)) {
                folders.add(folder);
            }
        }
    }

    /**
     * What becomes of a file.
     *
     * @param rule that puts it into the database
     * @param descends whether what is below it is looked at
     */
    record Decision(Optional<AideRule> rule, boolean descends) {}

    Decision decide(String path, FileType type) {
        Found found = find(parent(path), path, type, new Found(Optional.empty(), false), true);
        boolean descends = found.rule().isPresent() || found.partial() || folders.contains(path);
        return new Decision(found.rule(), descends);
    }

    /** The folder that something is in; the root is in itself. */
    static String parent(String path) {
        int slash = path.lastIndexOf('/');
        return slash <= 0 ? "/" : path.substring(0, slash);
    }

    /**
     * What is known on the way up and back down.
     *
     * @param rule that was found
     * @param partial whether a rule may match something below
     */
    private record Found(Optional<AideRule> rule, boolean partial) {}

    /** @param own whether the node is the file's own folder: elsewhere {@link Kind#EQUAL} doesn't count */
    private Found find(String node, String path, FileType type, Found below, boolean own) {
        List<AideRule> here = rules.getOrDefault(node, List.of());
        Found found = below;
        if (own) {
            found = ask(here, Kind.EQUAL, path, type, found);
        }
        found = ask(here, Kind.SELECTIVE, path, type, found);
        if (!node.equals("/")) {
            found = find(parent(node), path, type, found, false);
        }
        return found.rule().isPresent() ? withoutExcluded(here, node, path, type, found) : found;
    }

    private static Found withoutExcluded(List<AideRule> here, String node, String path, FileType type, Found found) {
        for (String folder = parent(path); folder.compareTo(node) > 0; folder = parent(folder)) {
            if (excludesFolder(here, folder)) {
                return new Found(Optional.empty(), false);
            }
        }
        Optional<AideRule> negative = first(here, Kind.NEGATIVE, path, type);
        // A rule for one type of files says nothing of what is below.
        return negative.isEmpty()
                ? found
                : new Found(Optional.empty(), negative.get().restricted());
    }

    private static boolean excludesFolder(List<AideRule> here, String folder) {
        return here.stream()
                .filter(rule -> rule.kind() == Kind.NEGATIVE && !rule.restricted())
                .anyMatch(rule -> match(rule, folder, FileType.DIRECTORY) == Match.FULL);
    }

    private static Found ask(List<AideRule> here, Kind kind, String path, FileType type, Found found) {
        if (found.rule().isPresent()) {
            return found;
        }
        boolean partial =
                here.stream().anyMatch(rule -> rule.kind() == kind && match(rule, path, type) == Match.PARTIAL);
        return new Found(first(here, kind, path, type), found.partial() || partial);
    }

    private static Optional<AideRule> first(List<AideRule> here, Kind kind, String path, FileType type) {
        return here.stream()
                .filter(rule -> rule.kind() == kind && match(rule, path, type) == Match.FULL)
                .findFirst();
    }

    /** AIDE's patterns are for UTF-8, and never match anything else. */
    private static Match match(AideRule rule, String path, FileType type) {
        return FileName.isText(path) ? rule.match(path, type) : Match.NONE;
    }
}
