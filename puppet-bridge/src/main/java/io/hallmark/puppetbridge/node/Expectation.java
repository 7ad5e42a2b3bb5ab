package io.hallmark.puppetbridge.node;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/** What a probe must find. {@link ShellScript} writes each as a filter of standard input that means the same. */
public sealed interface Expectation {
    /** Whether what was found is as expected. */
    boolean accepts(String found);

    /** In words, for people. */
    String words();

    /** There is nothing of that name. */
    record Absent() implements Expectation {
        @Override
        public boolean accepts(String found) {
            return false;
        }

        @Override
        public String words() {
            return "nothing is there";
        }
    }

    /** The whole text, to the byte. */
    record Content(String content) implements Expectation {
        @Override
        public boolean accepts(String found) {
            return found.equals(content);
        }

        @Override
        public String words() {
            return "its content is the one of the profile";
        }
    }

    /** The text is this one, with white space taken as one space. */
    record Value(String value) implements Expectation {
        @Override
        public boolean accepts(String found) {
            return String.join(" ", Text.words(found)).equals(value);
        }

        @Override
        public String words() {
            return "it is '" + value + "'";
        }
    }

    /** The first line is one of these. */
    record FirstLine(Set<String> lines) implements Expectation {
        public FirstLine {
            lines = Collections.unmodifiableSet(new LinkedHashSet<>(lines));
        }

        @Override
        public boolean accepts(String found) {
            return lines.contains(Text.lines(found).stream().findFirst().orElse(""));
        }

        @Override
        public String words() {
            return "it is " + String.join(" or ", lines);
        }
    }

    /** One line is exactly this. */
    record HasLine(String line) implements Expectation {
        @Override
        public boolean accepts(String found) {
            return Text.lines(found).contains(line);
        }

        @Override
        public String words() {
            return "it has the line '" + line + "'";
        }
    }

    /**
     * Of the lines that begin with the key, blanks or none, and {@code =} there is one, and it is this: programs take the
     * first or the last, as they like.
     */
    record OnlyLine(String key, String line) implements Expectation {
        @Override
        public boolean accepts(String found) {
            return Text.lines(found).stream()
                    .filter(one -> one.startsWith(key)
                            && one.substring(key.length())
                                    .replaceFirst("^[ \\t]+", "")
                                    .startsWith("="))
                    .toList()
                    .equals(List.of(line));
        }

        @Override
        public String words() {
            return "its only line for " + key + " is '" + line + "'";
        }
    }

    /** No line is exactly this. */
    record LacksLine(String line) implements Expectation {
        @Override
        public boolean accepts(String found) {
            return !Text.lines(found).contains(line);
        }

        @Override
        public String words() {
            return "it does not say '" + line + "'";
        }
    }

    /**
     * Of profiles of AppArmor none has this flag: of the lines that are no comments none has it in {@code flags=(…)}, where
     * commas and blanks part flags ({@code apparmor.d(5)}).
     */
    record NoFlag(String flag) implements Expectation {
        /** For regular expressions of Java and of {@code grep -E} alike. */
        String pattern() {
            return "^[ \t]*([^# \t].*)?flags[ \t]*=[ \t]*[(]([^)]*[ \t,])?" + flag + "[ \t,)]";
        }

        @Override
        public boolean accepts(String found) {
            Pattern flagged = Pattern.compile(pattern());
            return Text.lines(found).stream()
                    .noneMatch(line -> flagged.matcher(line).find());
        }

        @Override
        public String words() {
            return "no profile in it has the flag " + flag;
        }
    }

    /** A line begins with this, and goes on: what follows is a secret. */
    record LineBeginning(String beginning) implements Expectation {
        @Override
        public boolean accepts(String found) {
            return Text.lines(found).stream()
                    .anyMatch(line -> line.startsWith(beginning) && line.length() > beginning.length());
        }

        @Override
        public String words() {
            return "a line begins with '" + beginning + "'";
        }
    }

    /** Among the words, which white space parts, is this one. */
    record HasWord(String word) implements Expectation {
        @Override
        public boolean accepts(String found) {
            return Text.words(found).contains(word);
        }

        @Override
        public String words() {
            return "it has '" + word + "'";
        }
    }

    /**
     * Among the words of a command line is this one, and none that sets the same key otherwise: of several the kernel and
     * systemd take the last, or all.
     */
    record OnlyWord(CommandLineWord word) implements Expectation {
        @Override
        public boolean accepts(String found) {
            return Text.words(found).stream()
                    .map(CommandLineWord::of)
                    .filter(one -> one.key().equals(word.key()))
                    .distinct()
                    .toList()
                    .equals(List.of(word));
        }

        @Override
        public String words() {
            return "it has '" + word.text() + "', and nothing else for " + word.key();
        }
    }

    /** Every line is one of these. */
    record LinesWithin(Set<String> lines) implements Expectation {
        public LinesWithin {
            lines = Collections.unmodifiableSet(new LinkedHashSet<>(lines));
        }

        @Override
        public boolean accepts(String found) {
            return lines.containsAll(Text.lines(found));
        }

        @Override
        public String words() {
            return lines.isEmpty() ? "there is none" : "it has nothing but the " + lines.size() + " that are allowed";
        }
    }

    /**
     * Of a list of packages, each with how far it is installed before its name, those that are there at all are installed, and
     * among these. Of one that was removed dpkg keeps the configuration files.
     */
    record PackagesWithin(Set<String> names) implements Expectation {
        static final List<String> GONE = List.of("config-files ", "not-installed ");
        static final String INSTALLED = "installed ";

        public PackagesWithin {
            names = Collections.unmodifiableSet(new LinkedHashSet<>(names));
        }

        @Override
        public boolean accepts(String found) {
            return Text.lines(found).stream()
                    .filter(line -> GONE.stream().noneMatch(line::startsWith))
                    .allMatch(line -> line.startsWith(INSTALLED) && names.contains(line.substring(INSTALLED.length())));
        }

        @Override
        public String words() {
            return "it has nothing but the " + names.size() + " that are allowed";
        }
    }

    /**
     * A table such as {@code /etc/fstab}: of the rows that are no comments and have {@code key} in the second column,
     * the last one has these values, and these options in the fourth column. Columns at its end may be missing, and are empty
     * then: {@code getmntent} of glibc, by which systemd reads it, takes two columns for a row, and libmount three.
     *
     * @param values by number of the column, from 1
     * @param only whether there must be no other one
     */
    record MountRow(String key, Map<Integer, String> values, Set<String> options, boolean only) implements Expectation {
        /** The column of mount points in {@code /etc/fstab} and {@code /proc/self/mounts}. */
        static final int PATH = 2;

        static final int OPTIONS = 4;

        public MountRow {
            values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
            options = Collections.unmodifiableSet(new LinkedHashSet<>(options));
        }

        @Override
        public boolean accepts(String found) {
            List<List<String>> rows = Text.lines(found).stream()
                    .map(Text::words)
                    .filter(words -> words.size() >= PATH
                            && !words.get(0).startsWith("#")
                            && words.get(PATH - 1).equals(key))
                    .toList();
            if (rows.isEmpty() || only && rows.size() > 1) {
                return false;
            }
            List<String> row = rows.get(rows.size() - 1);
            return values.entrySet().stream()
                            .allMatch(value -> column(row, value.getKey()).equals(value.getValue()))
                    && List.of(column(row, OPTIONS).split(",", -1)).containsAll(options);
        }

        private static String column(List<String> row, int number) {
            return number <= row.size() ? row.get(number - 1) : "";
        }

        @Override
        public String words() {
            return key + " has " + String.join(",", options)
                    + (values.isEmpty() ? "" : " and " + String.join(" ", values.values()))
                    + (only ? ", and there is no other row for it" : "");
        }
    }
}
