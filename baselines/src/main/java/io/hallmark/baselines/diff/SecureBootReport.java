package io.hallmark.baselines.diff;

import java.util.List;

/**
 * What Secure Boot makes of the images of a chain, on hardware where it is on.
 *
 * @param hardware names of the profiles that this holds for alike
 * @param words one line an image: who vouches for it, or why it is refused or could not be checked
 * @param refused those of the lines that say that a node would not start the image
 * @param unchecked those of the lines that say that it can't be told, or that nobody verifies the image
 */
public record SecureBootReport(
        String chain, List<String> hardware, List<String> words, List<String> refused, List<String> unchecked) {
    private static final int MOST_NAMES = 5;

    public SecureBootReport {
        hardware = List.copyOf(hardware);
        words = List.copyOf(words);
        refused = List.copyOf(refused);
        unchecked = List.copyOf(unchecked);
    }

    /** The hardware in one phrase. */
    String where() {
        int more = hardware.size() - MOST_NAMES;
        return String.join(", ", hardware.subList(0, Math.min(MOST_NAMES, hardware.size())))
                + (more > 0 ? " and " + more + " more" : "");
    }
}
