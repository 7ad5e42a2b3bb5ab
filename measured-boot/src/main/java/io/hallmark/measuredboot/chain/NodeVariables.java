package io.hallmark.measuredboot.chain;

import java.util.regex.Pattern;

/** Variables in a command line that each node fills with something of its own, as iPXE templates have them. */
final class NodeVariables {
    private static final Pattern VARIABLE = Pattern.compile("\\$\\{[A-Za-z0-9_./:-]+}");

    private NodeVariables() {}

    static boolean in(String text) {
        return VARIABLE.matcher(text).find();
    }
}
