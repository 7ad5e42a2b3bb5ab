package io.hallmark.baselines.document;

import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import java.util.regex.Pattern;

/** Points in time as documents have them: UTC, whole seconds, {@code 2026-11-25T11:08:39Z}. */
final class Times {
    private static final Pattern FORM = Pattern.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}Z");

    private Times() {}

    static Instant read(YamlValue value) {
        String text = value.asText();
        if (FORM.matcher(text).matches()) {
            try {
                Instant time = Instant.parse(text);
                // 24:00:00 and the like are read as another time than what stands there.
                if (time.toString().equals(text)) {
                    return time;
                }
            } catch (DateTimeParseException e) {
                throw error(value);
            }
        }
        throw error(value);
    }

    /** The time as documents can hold it. */
    static Instant whole(Instant time) {
        return time.truncatedTo(ChronoUnit.SECONDS);
    }

    private static RuntimeException error(YamlValue value) {
        return YamlValue.error(
                value.source(),
                Quoted.of(value.asText()) + " is no time: write UTC to the second, such as 2026-11-25T11:08:39Z");
    }
}
