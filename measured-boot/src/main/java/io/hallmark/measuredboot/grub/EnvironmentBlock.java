package io.hallmark.measuredboot.grub;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** The file {@code grubenv} ({@code grub-core/lib/envblk.c}). */
final class EnvironmentBlock {
    private static final String SIGNATURE = "# GRUB Environment Block\n";

    private EnvironmentBlock() {}

    /** The variables in order; empty when GRUB does not take the file for an environment block. */
    static Optional<Map<String, String>> parse(String content) {
        if (!content.startsWith(SIGNATURE)) {
            return Optional.empty();
        }
        Map<String, String> variables = new LinkedHashMap<>();
        int at = SIGNATURE.length();
        while (at < content.length()) {
            if (content.charAt(at) != '#') {
                int equals = content.indexOf('=', at);
                int end = equals < 0 ? content.length() : endOfValue(content, equals + 1);
                if (end >= content.length()) {
                    break;
                }
                variables.put(content.substring(at, equals), unescape(content.substring(equals + 1, end)));
                at = end;
            }
            int newline = content.indexOf('\n', at);
            at = newline < 0 ? content.length() : newline + 1;
        }
        return Optional.of(variables);
    }

    private static int endOfValue(String content, int start) {
        int at = start;
        while (at < content.length() && content.charAt(at) != '\n') {
            at += content.charAt(at) == '\\' ? 2 : 1;
        }
        return at;
    }

    private static String unescape(String value) {
        StringBuilder result = new StringBuilder(value.length());
        for (int at = 0; at < value.length(); at++) {
            if (value.charAt(at) == '\\' && at + 1 < value.length()) {
                at++;
            }
            result.append(value.charAt(at));
        }
        return result.toString();
    }
}
