package io.hallmark.puppetbridge.chef;

import io.hallmark.baselines.document.PlainJson;
import io.hallmark.measuredboot.artifact.Content;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The cookbook {@code node_hardening}, which comes with Hallmark: it reads a data bag item and brings a node to it.
 *
 * @param version as its metadata says; raised with each change
 * @param files by path within the cookbook
 */
public record Cookbook(String version, SortedMap<String, Content> files) {
    /** Its name. */
    public static final String NAME = "node_hardening";

    private static final String METADATA = "metadata.json";

    /** A jar can't be listed portably; a test holds this against the folder. */
    static final List<String> FILES = List.of(
            "README.md",
            "attributes/default.rb",
            "libraries/node_hardening.rb",
            METADATA,
            "metadata.rb",
            "recipes/default.rb",
            "resources/download.rb",
            "resources/file.rb",
            "resources/link.rb",
            "resources/mount.rb",
            "resources/own_files.rb",
            "resources/package.rb",
            "resources/selinux_boolean.rb",
            "resources/setting.rb",
            "resources/unit.rb");

    public Cookbook {
        files = Collections.unmodifiableSortedMap(new TreeMap<>(files));
    }

    /** The one that comes with this version of Hallmark. */
    public static Cookbook shipped() {
        SortedMap<String, Content> files = new TreeMap<>();
        FILES.forEach(path -> files.put(path, resource(path)));
        return new Cookbook((String) metadata(files).get("version"), files);
    }

    /** Its metadata, as Chef Infra Server keeps it with the cookbook. */
    Map<String, Object> metadata() {
        return metadata(files);
    }

    private static Map<String, Object> metadata(SortedMap<String, Content> files) {
        return PlainJson.readObject(METADATA, files.get(METADATA).bytes());
    }

    private static Content resource(String path) {
        try (InputStream in = Cookbook.class.getResourceAsStream(NAME + "/" + path)) {
            return new Content(in.readAllBytes());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
