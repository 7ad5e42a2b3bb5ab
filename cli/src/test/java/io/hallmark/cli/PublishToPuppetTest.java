package io.hallmark.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.hallmark.testsupport.Tools;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.eclipse.jgit.api.Git;
import org.eclipse.jgit.api.errors.GitAPIException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The kind {@code puppet}, from the profile and the settings to the control repository. */
class PublishToPuppetTest {
    private static final String PROFILE = """
            schema: hallmark/hardening/v1
            role: edge
            platform: debian
            updates: packages
            applied-in: node
            modules-disabled: [cramfs]
            """;

    @TempDir
    Path folder;

    private Sandbox sandbox;
    private Path control;

    @BeforeEach
    void aMergedProfileAndAnEmptyControlRepository() throws IOException, GitAPIException {
        Tools.require("git");
        sandbox = Sandbox.afterDemo(folder);
        control = folder.resolve("control.git");
        Git.init().setBare(true).setDirectory(control.toFile()).call().close();
        sandbox.settings("""
                targets:
                  nodes:
                    kind: puppet
                    url: %s
                    branch: production
                    attempts: 1
                """.formatted(control));
        Path clone = Files.createTempDirectory(folder, "profile-");
        try (Git git = Git.cloneRepository()
                .setURI(sandbox.baselines().toUri().toString())
                .setDirectory(clone.toFile())
                .setBranch("main")
                .call()) {
            Files.createDirectories(clone.resolve("hardening"));
            Files.writeString(clone.resolve("hardening/edge.yaml"), PROFILE);
            git.add().addFilepattern(".").call();
            git.commit().setMessage("A profile").setSign(false).call();
            git.push().setRemote("origin").add("main").call();
        }
    }

    @Test
    void the_profile_its_module_and_the_name_of_what_was_approved_are_committed_once() throws IOException {
        Run first = publish();
        assertThat(first.exit()).as(first.err()).isZero();
        String commit = head();
        assertThat(show("data/hardening/BASELINE")).isEqualTo("hallmark-" + sandbox.head("main") + "\n");
        assertThat(show("data/hardening/edge.yaml")).contains("\"node_hardening::role\": edge");
        assertThat(show("site-modules/node_hardening/metadata.json")).contains("hallmark-node_hardening");

        Run second = publish();
        assertThat(second.exit()).as(second.err()).isZero();
        assertThat(second.out()).contains("nothing to change");
        assertThat(head()).isEqualTo(commit);
    }

    private Run publish() {
        return Run.of(
                "publish",
                sandbox.baselines().toString(),
                "--without-approval",
                "--cache",
                folder.resolve("cache").toString());
    }

    private String head() throws IOException {
        try (Git git = Git.open(control.toFile())) {
            var head = git.getRepository().resolve("refs/heads/production");
            return head == null ? "" : head.name();
        }
    }

    private String show(String path) throws IOException {
        try (Git git = Git.open(control.toFile())) {
            var blob = git.getRepository().resolve("refs/heads/production:" + path);
            return new String(git.getRepository().open(blob).getBytes(), StandardCharsets.UTF_8);
        }
    }
}
