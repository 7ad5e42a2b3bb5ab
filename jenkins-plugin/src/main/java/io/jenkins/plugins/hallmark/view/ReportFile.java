package io.jenkins.plugins.hallmark.view;

import hudson.model.Run;
import io.hallmark.baselines.document.PlainJson;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The JSON documents of builds, in a folder of each, beside {@code build.xml}: that one is read for every list of builds. */
final class ReportFile {
    private static final String FOLDER = "hallmark";

    private ReportFile() {}

    /** Keeps a document. */
    static void write(Run<?, ?> run, String name, String json) throws IOException {
        write(folder(run).resolve(checked(name)), json);
    }

    /** Writes a file so that it is there as a whole or not at all. */
    static void write(Path file, String json) throws IOException {
        Files.createDirectories(file.getParent());
        Path part = Files.createTempFile(file.getParent(), file.getFileName().toString(), ".part");
        try {
            Files.writeString(part, json, StandardCharsets.UTF_8);
            try {
                Files.move(part, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            } catch (AtomicMoveNotSupportedException e) {
                Files.move(part, file, StandardCopyOption.REPLACE_EXISTING);
            }
        } finally {
            Files.deleteIfExists(part);
        }
    }

    /** A document as maps, lists, texts, numbers and truth values; empty when the file is gone. */
    static Map<String, Object> read(Run<?, ?> run, String name) throws IOException {
        return read(folder(run).resolve(checked(name)));
    }

    static Map<String, Object> read(Path file) throws IOException {
        if (!Files.exists(file)) {
            return Map.of();
        }
        return object(PlainJson.readObject(file.getFileName().toString(), Files.readAllBytes(file)));
    }

    /** Without members that are null: whoever shows the document asks whether there is one. */
    private static Map<String, Object> object(Map<?, ?> members) {
        Map<String, Object> object = new LinkedHashMap<>();
        members.forEach((name, value) -> {
            if (!Optional.empty().equals(value)) {
                object.put((String) name, value(value));
            }
        });
        return object;
    }

    private static Object value(Object value) {
        if (value instanceof Map<?, ?> members) {
            return object(members);
        }
        if (value instanceof List<?> items) {
            return items.stream().map(ReportFile::value).toList();
        }
        return value instanceof BigDecimal number ? number(number) : value;
    }

    /** Of the types that Stapler writes. */
    private static Number number(BigDecimal number) {
        try {
            return number.longValueExact();
        } catch (ArithmeticException e) {
            return number.doubleValue();
        }
    }

    private static Path folder(Run<?, ?> run) {
        return run.getRootDir().toPath().resolve(FOLDER);
    }

    /** The name comes out of {@code build.xml}. */
    private static String checked(String name) throws IOException {
        if (!name.matches("[a-z]+-[0-9]{1,4}\\.json")) {
            throw new IOException("'" + name + "' is no name of a report of Hallmark");
        }
        return name;
    }
}
