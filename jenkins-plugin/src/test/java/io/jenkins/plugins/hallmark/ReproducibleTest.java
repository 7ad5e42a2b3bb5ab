package io.jenkins.plugins.hallmark;

import static org.assertj.core.api.Assertions.assertThat;

import io.hallmark.measuredboot.digest.Bank;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Maven hands sources to the compiler in an order that hangs on the folder that the project lies in. Classes and the index of
 * extensions must not; that nothing else of a machine gets into the file, {@link PackagedPluginTest} holds.
 */
class ReproducibleTest {
    @TempDir
    private Path folder;

    @Test
    void classes_and_the_index_of_extensions_are_the_same_in_whatever_order_sources_are_compiled() throws Exception {
        List<Path> sources = new ArrayList<>();
        for (String root : List.of("src/main/java", "target/generated-sources/localizer")) {
            try (Stream<Path> files = Files.walk(Path.of(root))) {
                files.filter(file -> file.toString().endsWith(".java")).forEach(sources::add);
            }
        }
        Collections.sort(sources);
        Map<String, String> first = compile(sources, folder.resolve("first"));
        Collections.reverse(sources);
        Map<String, String> second = compile(sources, folder.resolve("second"));
        assertThat(first).hasSizeGreaterThan(50).containsKey("META-INF/annotations/hudson.Extension");
        assertThat(second).isEqualTo(first);
    }

    private static Map<String, String> compile(List<Path> sources, Path target) throws Exception {
        Files.createDirectories(target);
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, StandardCharsets.UTF_8)) {
            List<String> options = List.of(
                    "-d",
                    target.toString(),
                    "-g",
                    "-parameters",
                    "-nowarn",
                    "-cp",
                    System.getProperty("java.class.path"),
                    "-processor",
                    "net.java.sezpoz.impl.Indexer");
            assertThat(compiler.getTask(null, files, null, options, null, files.getJavaFileObjectsFromPaths(sources))
                            .call())
                    .isTrue();
        }
        Map<String, String> digests = new TreeMap<>();
        try (Stream<Path> made = Files.walk(target)) {
            for (Path file : made.filter(Files::isRegularFile).toList()) {
                digests.put(
                        target.relativize(file).toString(),
                        Bank.SHA256.hash(Files.readAllBytes(file)).toString());
            }
        }
        return digests;
    }
}
