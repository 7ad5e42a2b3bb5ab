package io.hallmark.puppetbridge.aide;

import io.hallmark.baselines.rootfs.FileType;
import java.util.EnumSet;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A rule of a configuration: which files are in the database.
 *
 * @param line of the configuration, counted from 1
 * @param node the folder that its path begins with, up to the last slash before the first sign of a regular expression
 * @param pattern matched from the start of a path, and not to its end
 * @param types of files that it is for; none for all
 */
record AideRule(Kind kind, int line, String node, Pattern pattern, Set<FileType> types, Set<Attribute> attributes) {
    /** What a match means. */
    enum Kind {
        /** The file is in the database, and what is below it, when the path goes on so that it still matches. */
        SELECTIVE,
        /** The same for files that are in the very folder that the rule hangs on. */
        EQUAL,
        /** The file is not in the database, and nothing below it. */
        NEGATIVE
    }

    /** How a path and a rule agree. */
    enum Match {
        NONE,
        /** The path could go on so that it matches, or matches but for the type of the file. */
        PARTIAL,
        FULL
    }

    AideRule {
        types = types.isEmpty() ? Set.of() : EnumSet.copyOf(types);
        attributes = attributes.isEmpty() ? Set.of() : EnumSet.copyOf(attributes);
    }

    boolean restricted() {
        return !types.isEmpty();
    }

    Match match(String path, FileType type) {
        Matcher matcher = pattern.matcher(path);
        if (matcher.lookingAt()) {
            return types.isEmpty() || types.contains(type) ? Match.FULL : Match.PARTIAL;
        }
        return matcher.hitEnd() ? Match.PARTIAL : Match.NONE;
    }
}
