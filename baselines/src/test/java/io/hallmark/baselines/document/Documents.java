package io.hallmark.baselines.document;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.Function;

/** Each kind of document with a valid example of it, written by hand in the canonical form. */
enum Documents {
    IMAGE(ImageDescription::read, ImageDescription::toYaml),
    SETTINGS(Settings::read, Settings::toYaml),
    PROFILE(ProfileDocument::read, ProfileDocument::toYaml),
    DIGESTS(DigestFile::read, DigestFile::toYaml),
    BASELINE(BaselineDocument::read, BaselineDocument::toYaml),
    RESPONSE(ResponseDocument::read, ResponseDocument::toYaml),
    RECEIPT(ReceiptDocument::read, ReceiptDocument::toYaml),
    EVIDENCE(EvidenceDocument::read, EvidenceDocument::toYaml);

    private final BiFunction<String, byte[], byte[]> again;
    private final BiFunction<String, byte[], Object> read;

    <T> Documents(BiFunction<String, byte[], T> read, Function<T, byte[]> write) {
        this.read = read::apply;
        this.again = (file, bytes) -> write.apply(read.apply(file, bytes));
    }

    /** {@code image}, as in the names of the example and the schema. */
    String label() {
        return name().toLowerCase(java.util.Locale.ROOT);
    }

    String file() {
        return label() + ".yaml";
    }

    String example() {
        try (InputStream in = Documents.class.getResourceAsStream(file())) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new IllegalStateException(file(), e);
        }
    }

    Object read(String text) {
        return read.apply(file(), text.getBytes(StandardCharsets.UTF_8));
    }

    /** The text after it was read and written. */
    String again(String text) {
        return new String(again.apply(file(), text.getBytes(StandardCharsets.UTF_8)), StandardCharsets.UTF_8);
    }

    static Documents of(String label) {
        return List.of(values()).stream()
                .filter(kind -> kind.label().equals(label))
                .findFirst()
                .orElseThrow();
    }
}
