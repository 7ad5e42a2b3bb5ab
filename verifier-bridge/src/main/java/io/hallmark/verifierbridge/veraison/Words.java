package io.hallmark.verifierbridge.veraison;

/** Texts of a server, as they may be shown. */
final class Words {
    private static final int LONGEST = 300;

    private Words() {}

    /** One line of printable characters, cut where it is very long. */
    static String line(String text) {
        String line = text.replaceAll("[^ -~]+", " ").strip();
        return line.length() <= LONGEST ? line : line.substring(0, LONGEST) + "…";
    }
}
