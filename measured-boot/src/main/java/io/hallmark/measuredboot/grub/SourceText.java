package io.hallmark.measuredboot.grub;

import java.util.ArrayList;
import java.util.List;

/**
 * A script as GRUB's parser gets it: line by line.
 *
 * <p>Of a configuration file GRUB drops carriage returns ({@code grub-core/lib/getline.c}) and, before the parser sees
 * them, all lines that begin with {@code #}, even within quotes and menu entries ({@code read_config_file_getline} in
 * {@code grub-core/normal/main.c}). Bodies of menu entries are read without that ({@code
 * grub_script_execute_sourcecode} in {@code grub-core/script/execute.c}).
 */
final class SourceText {
    private final String name;
    private final String text;
    private final int[] starts;
    private final int[] numbers;

    private SourceText(String name, List<String> lines, List<Integer> numbers) {
        this.name = name;
        this.starts = new int[lines.size() + 1];
        this.numbers = numbers.stream().mapToInt(Integer::intValue).toArray();
        StringBuilder joined = new StringBuilder();
        for (int i = 0; i < lines.size(); i++) {
            starts[i] = joined.length();
            joined.append(lines.get(i)).append('\n');
        }
        starts[lines.size()] = joined.length();
        this.text = joined.toString();
    }

    /** A configuration file. */
    static SourceText configuration(String name, String content) {
        return of(name, content.replace("\r", ""), true);
    }

    /** The body of a menu entry. */
    static SourceText body(String name, String content) {
        return of(name, content, false);
    }

    private static SourceText of(String name, String content, boolean dropComments) {
        List<String> lines = new ArrayList<>();
        List<Integer> numbers = new ArrayList<>();
        int number = 0;
        int start = 0;
        while (start < content.length()) {
            int newline = content.indexOf('\n', start);
            int end = newline < 0 ? content.length() : newline;
            String line = content.substring(start, end);
            int nul = line.indexOf('\0');
            line = nul < 0 ? line : line.substring(0, nul);
            number++;
            if (!dropComments || !line.startsWith("#")) {
                lines.add(line);
                numbers.add(number);
            }
            start = end + 1;
        }
        return new SourceText(name, lines, numbers);
    }

    String text() {
        return text;
    }

    /** The offset at which the line after the one with {@code offset} begins. */
    int nextLine(int offset) {
        int newline = text.indexOf('\n', offset);
        return newline < 0 ? text.length() : newline + 1;
    }

    /** Where an offset is, for people: {@code grub.cfg:12:3}. */
    String position(int offset) {
        if (numbers.length == 0) {
            return name + ":1:1";
        }
        int low = 0;
        int high = numbers.length - 1;
        while (low < high) {
            int middle = (low + high + 1) >>> 1;
            if (starts[middle] <= offset) {
                low = middle;
            } else {
                high = middle - 1;
            }
        }
        return name + ":" + numbers[low] + ":" + (offset - starts[low] + 1);
    }
}
