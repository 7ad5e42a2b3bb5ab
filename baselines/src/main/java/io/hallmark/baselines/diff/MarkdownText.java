package io.hallmark.baselines.diff;

/** Foreign text in Markdown: it stays text on every forge, and nobody is notified by it. */
final class MarkdownText {
    /**
     * Breaks mentions, references and links. An entity or a backslash is not enough: forges look for them in the rendered
     * text.
     */
    private static final String BREAK = "&#8203;";

    private MarkdownText() {}

    static String escape(String text) {
        return escaped(TextReport.oneLine(text));
    }

    /** @param longest how many characters of the text are kept */
    static String escape(String text, int longest) {
        return escaped(TextReport.oneLine(text, longest));
    }

    private static String escaped(String line) {
        StringBuilder escaped = new StringBuilder();
        for (int i = 0; i < line.length(); i++) {
            char c = line.charAt(i);
            boolean wordFollows = i + 1 < line.length() && isWord(line.charAt(i + 1));
            switch (c) {
                case '<' -> escaped.append("&lt;");
                case '>' -> escaped.append("&gt;");
                case '&' -> escaped.append("&amp;").append(wordFollows ? BREAK : "");
                case '@' -> escaped.append('@').append(BREAK);
                case '#' -> escaped.append("\\#").append(wordFollows ? BREAK : "");
                case '!', '~', '$' -> escaped.append('\\').append(c).append(wordFollows ? BREAK : "");
                case '%' -> escaped.append(c).append(wordFollows ? BREAK : "");
                case ':' -> escaped.append(c).append(line.startsWith("//", i + 1) ? BREAK : "");
                case '|', '\\', '`', '*', '_', '[', ']' -> escaped.append('\\').append(c);
                default -> escaped.append(c);
            }
            if (isReferencePrefix(line, i)) {
                escaped.append(BREAK);
            }
        }
        return escaped.toString();
    }

    /** A code span, in which forges look for nothing; what would end it or the table's cell is replaced. */
    static String code(String text) {
        String line = TextReport.oneLine(text).replace('`', '\'').replace('|', '/');
        return line.isEmpty() ? "–" : "`" + line + "`";
    }

    /** GitHub's {@code GH-12} and the {@code www.} that becomes a link. */
    private static boolean isReferencePrefix(String line, int i) {
        return line.regionMatches(true, i - 2, "GH-", 0, 3) || line.regionMatches(true, i - 3, "www.", 0, 4);
    }

    private static boolean isWord(char c) {
        return Character.isLetterOrDigit(c) || c == '"';
    }
}
