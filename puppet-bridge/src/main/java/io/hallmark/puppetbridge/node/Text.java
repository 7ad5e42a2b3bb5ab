package io.hallmark.puppetbridge.node;

import java.util.Arrays;
import java.util.List;

/** Text as the tools of a shell take it apart: lines end with LF, words are parted by ASCII white space. */
final class Text {
    private Text() {}

    static List<String> lines(String text) {
        if (text.isEmpty()) {
            return List.of();
        }
        String body = text.endsWith("\n") ? text.substring(0, text.length() - 1) : text;
        return Arrays.asList(body.split("\n", -1));
    }

    static List<String> words(String text) {
        return Arrays.stream(text.split("[ \t\n\r\f\u000B]+", -1))
                .filter(word -> !word.isEmpty())
                .toList();
    }
}
