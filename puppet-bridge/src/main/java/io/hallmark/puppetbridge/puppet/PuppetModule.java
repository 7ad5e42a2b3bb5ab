package io.hallmark.puppetbridge.puppet;

import io.hallmark.measuredboot.artifact.Content;
import io.hallmark.puppetbridge.render.RenderedFiles;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/** The module {@code node_hardening}, as it comes with Hallmark: types, classes and tests. */
public final class PuppetModule {
    /** Its name, and the name of its folder. */
    public static final String NAME = "node_hardening";

    /** Lists the files of the module: a jar can't be asked for them. */
    static final String INDEX = "FILES";

    private PuppetModule() {}

    /** All its files, by path below {@code modules/}: {@code node_hardening/manifests/init.pp}. */
    public static RenderedFiles files() {
        SortedMap<String, Content> files = new TreeMap<>();
        for (String path : index()) {
            files.put(NAME + "/" + path, new Content(bytes(path)));
        }
        return new RenderedFiles(files);
    }

    private static List<String> index() {
        return new String(bytes(INDEX), StandardCharsets.UTF_8).lines().toList();
    }

    private static byte[] bytes(String path) {
        try (InputStream in = PuppetModule.class.getResourceAsStream(NAME + "/" + path)) {
            if (in == null) {
                throw new IOException("the module has no file " + path + ", though its index has");
            }
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
