package io.hallmark.baselines.document;

import java.util.regex.Pattern;

/** Object ids and digests, in lower-case hex. */
final class Hex {
    static final Pattern COMMIT = Pattern.compile("[0-9a-f]{40}");
    static final Pattern SHA256 = Pattern.compile("[0-9a-f]{64}");

    private Hex() {}

    static String read(YamlValue value, Pattern form, String what) {
        if (!form.matcher(value.asText()).matches()) {
            throw YamlValue.error(value.source(), Quoted.of(value.asText()) + " is no " + what);
        }
        return value.asText();
    }
}
