package io.hallmark.measuredboot.verity;

import io.hallmark.measuredboot.digest.Bank;
import io.hallmark.testsupport.Fixtures;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** One recorded call of veritysetup, see fixtures/verity/ORIGIN. */
record Vector(String name, Map<String, Object> fields) {

    static List<Vector> all() {
        Yaml yaml = new Yaml(new SafeConstructor(new LoaderOptions()));
        try {
            Map<String, List<Map<String, Object>>> document =
                    yaml.load(Files.readString(Fixtures.path("verity/vectors.json")));
            return document.get("vectors").stream()
                    .map(fields -> new Vector((String) fields.get("name"), fields))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    boolean succeeded() {
        return number("exit_code") == 0;
    }

    boolean superblock() {
        return (boolean) fields.get("superblock");
    }

    String text(String field) {
        return fields.get(field).toString();
    }

    int number(String field) {
        return Integer.parseInt(text(field));
    }

    boolean has(String field) {
        return fields.containsKey(field);
    }

    VerityParameters parameters() {
        return new VerityParameters(
                HashType.of(number("hash_type")),
                Bank.ofLabel(text("hash_algorithm")).orElseThrow(),
                number("data_block_size"),
                number("hash_block_size"),
                Salt.ofHex(text("salt")));
    }

    /** How many blocks veritysetup protected: it leaves out what follows the last whole one without a word. */
    OptionalLong dataBlocks() {
        return has("data_blocks") ? OptionalLong.of(number("data_blocks")) : OptionalLong.empty();
    }

    /** Writes the data. */
    Path writeData(Path file) throws IOException {
        try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file), 1 << 16)) {
            int left = number("data_size");
            for (int counter = 0; left > 0; counter++) {
                byte[] piece = Bank.SHA256
                        .hash(("verity-vector-" + counter).getBytes(StandardCharsets.US_ASCII))
                        .bytes();
                int size = Math.min(left, piece.length);
                out.write(piece, 0, size);
                left -= size;
            }
        }
        return file;
    }

    @Override
    public String toString() {
        return name;
    }
}
