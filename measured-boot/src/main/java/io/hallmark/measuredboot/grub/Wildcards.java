package io.hallmark.measuredboot.grub;

import java.util.ArrayList;
import java.util.List;

/**
 * File name patterns in arguments ({@code grub-core/commands/wildcard.c}, part of the {@code regexp} module): only in
 * arguments that begin with {@code /}, {@code (} or {@code *}.
 */
final class Wildcards {
    private static final String PATTERN_CHARACTERS = "*.\\|+{}[]?";
    private static final int MOST_MATCHES = 4096;

    private Wildcards() {}

    /** The arguments that an argument with its backslashes still in it stands for. */
    static List<String> expand(String argument, Session session) {
        boolean path = !argument.isEmpty() && "/(*".indexOf(argument.charAt(0)) >= 0;
        if (!path || !session.modules.isLoaded("regexp")) {
            return List.of(unescape(argument, session));
        }
        if (!hasPattern(argument)) {
            return List.of(plain(argument));
        }
        int slash = argument.indexOf('/');
        if (slash < 0 || hasPattern(argument.substring(0, slash))) {
            session.unknown("the names of devices that match '" + ByteText.text(argument) + "'");
            return List.of(unescape(argument, session));
        }
        List<String> matches = List.of("");
        String[] components = argument.split("/", -1);
        for (int i = 0; i < components.length; i++) {
            matches = step(matches, components[i], i == 0, i == components.length - 1, session);
        }
        if (matches.size() > 1) {
            session.unknown("the order in which a folder lists what matches '" + ByteText.text(argument) + "'");
        }
        return matches.isEmpty() ? List.of(unescape(argument, session)) : matches;
    }

    private static List<String> step(
            List<String> folders, String component, boolean first, boolean last, Session session) {
        List<String> next = new ArrayList<>();
        for (String folder : folders) {
            String prefix = first ? "" : folder + "/";
            if (!hasPattern(component)) {
                next.add(prefix + plain(component));
                continue;
            }
            FileName name = session.name(prefix);
            if (GrubDevice.isNetwork(name.device())) {
                continue;
            }
            for (String entry : session.list(name)) {
                boolean directory = entry.endsWith("/");
                String bare = directory ? entry.substring(0, entry.length() - 1) : entry;
                if ((last || directory) && next.size() < MOST_MATCHES && matches(component, bare)) {
                    next.add(prefix + bare);
                }
            }
        }
        return next;
    }

    /** Matches by backtracking to the last star, which takes no more than the product of the lengths. */
    private static boolean matches(String pattern, String name) {
        int p = 0;
        int n = 0;
        int star = -1;
        int resume = 0;
        while (n < name.length()) {
            boolean escaped = p + 1 < pattern.length() && pattern.charAt(p) == '\\';
            if (p < pattern.length() && pattern.charAt(p) == '*') {
                star = p++;
                resume = n;
            } else if (p < pattern.length()
                    && (escaped
                            ? pattern.charAt(p + 1) == name.charAt(n)
                            : pattern.charAt(p) == '?' || pattern.charAt(p) == name.charAt(n))) {
                p += escaped ? 2 : 1;
                n++;
            } else if (star >= 0) {
                p = star + 1;
                n = ++resume;
            } else {
                return false;
            }
        }
        while (p < pattern.length() && pattern.charAt(p) == '*') {
            p++;
        }
        return p == pattern.length();
    }

    private static boolean hasPattern(String text) {
        for (int at = 0; at < text.length(); at++) {
            char c = text.charAt(at);
            if (c == '\\') {
                at++;
            } else if (c == '*' || c == '?') {
                return true;
            }
        }
        return false;
    }

    /** What the expansion of paths makes of backslashes: it drops only those before characters of its patterns. */
    private static String plain(String text) {
        StringBuilder result = new StringBuilder(text.length());
        for (int at = 0; at < text.length(); at++) {
            char c = text.charAt(at);
            if (c == '\\' && at + 1 < text.length() && PATTERN_CHARACTERS.indexOf(text.charAt(at + 1)) >= 0) {
                result.append(text.charAt(++at));
            } else {
                result.append(c);
            }
        }
        return result.toString();
    }

    private static String unescape(String text, Session session) {
        boolean redHat = session.build.redHat();
        StringBuilder result = new StringBuilder(text.length());
        for (int at = 0; at < text.length(); at++) {
            char c = text.charAt(at);
            if (c != '\\') {
                result.append(c);
            } else if (redHat && Expansion.isHexEscape(text, at)) {
                result.append(text, at, at + 4);
                at += 3;
            } else if (at + 1 < text.length()) {
                result.append(text.charAt(++at));
            }
        }
        return result.toString();
    }
}
