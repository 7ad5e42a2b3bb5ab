package hudson;

/** Signature of Jenkins' {@code Util}. */
public class Util {
    protected Util() {}

    public static String fixNull(String text) {
        return text == null ? "" : text;
    }

    public static String fixEmptyAndTrim(String text) {
        return text == null || text.isBlank() ? null : text.trim();
    }
}
