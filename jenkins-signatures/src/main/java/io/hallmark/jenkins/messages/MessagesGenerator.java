package io.hallmark.jenkins.messages;

import java.io.IOException;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.Format;
import java.text.MessageFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Makes class {@code Messages} beside each {@code Messages.properties}, with the names that the localizer's Maven plugin
 * gives: key {@code a.b-c} becomes the methods {@code a_b_c}, which formats in the reader's language, and {@code _a_b_c},
 * which puts that off. So one source compiles here and in Jenkins' own build.
 */
public final class MessagesGenerator {
    private MessagesGenerator() {}

    /**
     * Generates for a whole folder.
     *
     * @param arguments the folder with the resources, and the one to write to
     */
    public static void main(String[] arguments) throws IOException {
        generate(Path.of(arguments[0]), Path.of(arguments[1]));
    }

    /**
     * Generates for each {@code Messages.properties}; a file that says the same already is left alone, so that nothing is
     * compiled anew.
     *
     * @throws IllegalArgumentException when a text asks for numbers or dates, for which the localizer makes other
     *     parameters
     */
    public static void generate(Path resources, Path output) throws IOException {
        List<Path> found;
        try (Stream<Path> files = Files.walk(resources)) {
            found = files.filter(file -> file.endsWith("Messages.properties"))
                    .sorted()
                    .toList();
        }
        for (Path properties : found) {
            Path folder = resources.relativize(properties).getParent();
            String name = folder.toString().replace(folder.getFileSystem().getSeparator(), ".");
            Path target = output.resolve(folder).resolve("Messages.java");
            String source = source(name, read(properties));
            if (!Files.exists(target) || !Files.readString(target).equals(source)) {
                Files.createDirectories(target.getParent());
                Files.writeString(target, source);
            }
        }
    }

    private static Map<String, String> read(Path file) throws IOException {
        Properties properties = new Properties();
        try (Reader reader = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
            properties.load(reader);
        }
        Map<String, String> texts = new TreeMap<>();
        properties.forEach((key, text) -> texts.put((String) key, (String) text));
        return texts;
    }

    private static String source(String name, Map<String, String> texts) {
        StringBuilder source = new StringBuilder("package ").append(name).append(";\n\n");
        source.append("import org.jvnet.localizer.Localizable;\n");
        source.append("import org.jvnet.localizer.ResourceBundleHolder;\n\n");
        source.append(
                "/** Generated from Messages.properties. */\n@SuppressWarnings(\"all\")\npublic class Messages {\n");
        source.append("    private static final ResourceBundleHolder holder ="
                + " ResourceBundleHolder.get(Messages.class);\n");
        texts.forEach((key, text) -> {
            int count = arguments(key, text);
            String parameters = listed(count, "Object arg");
            String more = count == 0 ? "" : ", " + listed(count, "arg");
            String method = key.replaceAll("[^A-Za-z0-9_]", "_");
            source.append(String.format(
                    Locale.ROOT,
                    "%n    public static String %s(%s) {%n        return holder.format(\"%s\"%s);%n    }%n",
                    method,
                    parameters,
                    key,
                    more));
            source.append(String.format(
                    Locale.ROOT,
                    "%n    public static Localizable _%s(%s) {%n        return new Localizable(holder, \"%s\"%s);%n    }%n",
                    method,
                    parameters,
                    key,
                    more));
        });
        return source.append("}\n").toString().replace(System.lineSeparator(), "\n");
    }

    private static int arguments(String key, String text) {
        Format[] formats = new MessageFormat(text, Locale.ROOT).getFormatsByArgumentIndex();
        for (Format format : formats) {
            if (format != null) {
                throw new IllegalArgumentException(key + ": only plain arguments such as {0} are known, not '" + text
                        + "': format numbers and dates before");
            }
        }
        return formats.length;
    }

    private static String listed(int count, String before) {
        return IntStream.range(0, count).mapToObj(i -> before + i).collect(Collectors.joining(", "));
    }
}
