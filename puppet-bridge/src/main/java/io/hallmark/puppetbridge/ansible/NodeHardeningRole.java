package io.hallmark.puppetbridge.ansible;

import io.hallmark.measuredboot.artifact.Content;
import io.hallmark.puppetbridge.render.RenderedFiles;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/** The role {@code node_hardening}: the same for all profiles, which give it its variables. */
public final class NodeHardeningRole {
    /** Where a project of Ansible has it. */
    public static final String FOLDER = "roles/node_hardening";

    private static final List<String> FILES = List.of(
            "README.md",
            "defaults/main.yml",
            "handlers/main.yml",
            "meta/argument_specs.yml",
            "meta/main.yml",
            "tasks/configuration.yml",
            "tasks/main.yml",
            "tasks/mounts.yml",
            "tasks/packages.yml",
            "tasks/services.yml",
            "vars/main.yml");

    private NodeHardeningRole() {}

    /** All its files, by path from the root of the project. */
    public static RenderedFiles files() {
        SortedMap<String, Content> files = new TreeMap<>();
        for (String file : FILES) {
            try (InputStream in = NodeHardeningRole.class.getResourceAsStream("node_hardening/" + file)) {
                files.put(FOLDER + "/" + file, new Content(in.readAllBytes()));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return new RenderedFiles(files);
    }
}
