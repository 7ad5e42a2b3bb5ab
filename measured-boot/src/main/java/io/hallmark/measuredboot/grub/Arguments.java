package io.hallmark.measuredboot.grub;

import io.hallmark.measuredboot.MeasuredBootException;
import java.util.ArrayList;
import java.util.List;

/**
 * Arguments as they are put together from pieces ({@code grub-core/script/argv.c}): an argument to which nothing was
 * ever appended does not exist, one to which an empty text was appended does.
 */
final class Arguments {
    /** More than GRUB finds memory for when it boots. */
    private static final int MOST_BYTES = 1024 * 1024;

    private final List<StringBuilder> done = new ArrayList<>();
    private StringBuilder current;
    private int bytes;

    /** Begins the next argument, unless nothing was appended to the last one. */
    void next() {
        if (current != null) {
            done.add(current);
            current = null;
        }
    }

    void append(String text) {
        bytes += text.length() + 1;
        if (bytes > MOST_BYTES) {
            throw new MeasuredBootException(
                    "GRUB configuration: the arguments of one command are larger than " + MOST_BYTES + " bytes");
        }
        if (current == null) {
            current = new StringBuilder();
        }
        current.append(text);
    }

    List<String> finish() {
        next();
        return done.stream().map(StringBuilder::toString).toList();
    }
}
