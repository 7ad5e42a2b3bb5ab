package io.hallmark.verifierbridge.keylime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hallmark.baselines.document.PlainJson;
import io.hallmark.baselines.rootfs.LocalPrograms;
import io.hallmark.baselines.rootfs.RootLimits;
import io.hallmark.baselines.rootfs.RootTree;
import io.hallmark.baselines.rootfs.RootWalk;
import io.hallmark.measuredboot.Tool;
import io.hallmark.testsupport.Tools;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The runtime policy of an image beside the one that Keylime's own tool makes of the same tree. */
class RuntimePolicyDocumentTest {
    @TempDir
    Path folder;

    private Path root;

    @BeforeEach
    void make() throws IOException {
        root = Files.createDirectory(folder.resolve("root"));
        write("usr/bin/tool", "#!/bin/sh\n");
        write("usr/bin/a b", "one");
        write("usr/bin/a_b", "another with the same name in IMA's log");
        write("usr/lib/Főtanúsítvány.so", "\u0001\u0002");
        write("var/lib/state", "left out");
        write("tmp/x", "left out");
        write("srv/tmp/x", "kept: only folders of the root are left out");
        write("run", "a file of that name is no folder");
        Files.createSymbolicLink(root.resolve("usr/bin/link"), Path.of("tool"));
        Files.createLink(root.resolve("usr/bin/second"), root.resolve("usr/bin/tool"));
    }

    @Test
    @SuppressWarnings("unchecked") // objects of JSON
    void it_is_the_one_that_keylime_makes() throws IOException {
        Path python = InstalledKeylime.python();
        Tools.require(Files.getAttribute(root, "unix:uid").equals(0), "root: Keylime takes files of root only");
        write("usr/bin/not-of-root", "x");
        Tool.run(root, new byte[0], "chown", "1234", "usr/bin/not-of-root");
        Path made = folder.resolve("made.json");
        Path logging = Files.writeString(folder.resolve("logging.conf"), RunningKeylime.logging());
        Tool.run(
                folder,
                new byte[0],
                "env",
                "PYTHONPATH=" + InstalledKeylime.placeholders(),
                "KEYLIME_LOGGING_CONFIG=" + logging,
                python.toString(),
                "-m",
                "keylime.cmd.keylime_policy",
                "create",
                "runtime",
                "--rootfs",
                root.toString(),
                "-o",
                made.toString());

        Map<String, Object> theirs = new LinkedHashMap<>(PlainJson.readObject("made", Files.readAllBytes(made)));
        Map<String, Object> meta = new LinkedHashMap<>((Map<String, Object>) theirs.get("meta"));
        meta.remove("timestamp");
        theirs.put("meta", meta);

        assertThat(PlainJson.readObject("ours", policy(root, List.of()))).isEqualTo(theirs);
        assertThat((Map<String, Object>) theirs.get("digests")).hasSize(6);
    }

    @Test
    void an_archive_gives_the_same_bytes_and_the_publication_takes_them() throws IOException {
        Path archive = folder.resolve("root.tar");
        Tool.run(root, new byte[0], "tar", "--owner=0", "--group=0", "-cf", archive.toString(), ".");

        byte[] policy = policy(archive, List.of("^/srv/.*", "^/opt/x$"));

        assertThat(new String(policy, StandardCharsets.US_ASCII))
                .contains("\"excludes\": [\n    \"^/opt/x$\",\n    \"^/srv/.*\"\n  ]")
                .contains("\"/usr/lib/F\\u0151tan\\u00fas\\u00edtv\\u00e1ny.so\"")
                .doesNotContain("timestamp");
        assertThat(policy(archive, List.of("^/opt/x$", "^/srv/.*"))).isEqualTo(policy);
        RuntimePolicies.check("runtime/image.json", policy);
    }

    @Test
    void a_policy_that_would_refuse_all_and_a_wrong_expression_are_refused() throws IOException {
        Path empty = Files.createDirectories(folder.resolve("empty/etc")).getParent();

        assertThatThrownBy(() -> policy(empty, List.of())).hasMessageContaining("no file of root is in it");
        Path archive = folder.resolve("root.tar");
        Tool.run(root, new byte[0], "tar", "--owner=0", "--group=0", "-cf", archive.toString(), ".");
        assertThatThrownBy(() -> policy(archive, List.of("("))).hasMessageContaining("'(' is no regular expression");
    }

    private static byte[] policy(Path image, List<String> excludes) {
        try (RootWalk walk =
                RootWalk.over(image, RuntimePolicyDocument.question(), RootLimits.DEFAULT, new LocalPrograms())) {
            RootTree tree = walk.tree();
            return RuntimePolicyDocument.write(tree, excludes).bytes();
        }
    }

    private void write(String path, String content) throws IOException {
        Path file = root.resolve(path);
        Files.createDirectories(file.getParent());
        Files.writeString(file, content);
    }
}
