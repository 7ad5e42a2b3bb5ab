package io.hallmark.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.hallmark.testsupport.Tools;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The people around one baselines repository, and what they type: a build that signs what it proposes, and two who approve,
 * with SSH keys made by ssh-keygen. Git is Git itself.
 */
final class Team {
    private final Path folder;

    /** A bare repository {@code baselines.git} in the folder, and a clone of it. */
    Team(Path folder) throws IOException, InterruptedException {
        this.folder = folder;
        Tools.require("git");
        Tools.require("ssh-keygen");
        for (String name : List.of("alice", "bob", "build")) {
            run(folder, "ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-C", name, "-f", key(name));
        }
        run(folder, "git", "init", "-q", "--bare", "-b", "main", "baselines.git");
        run(folder, "git", "clone", "-q", "baselines.git", tree().toString());
        run(tree(), "git", "checkout", "-q", "-b", "main");
    }

    Path tree() {
        return folder.resolve("clone");
    }

    String url() {
        return folder.resolve("baselines.git").toString();
    }

    /** The rules under which both approvers are needed. */
    String rules() throws IOException {
        return """
                approvals:
                  needed: 2
                  approvers:
                    alice: ["%s"]
                    bob: ["%s"]
                  proposers:
                    build: ["%s"]
                """.formatted(publicKey("alice"), publicKey("bob"), publicKey("build"));
    }

    String key(String name) {
        return folder.resolve(name).toString();
    }

    private String publicKey(String name) throws IOException {
        return Files.readString(folder.resolve(name + ".pub")).strip();
    }

    /** Commits all of a working tree; the commit. */
    String commit(Path tree, String message) throws IOException, InterruptedException {
        run(tree, "git", "add", "-A");
        run(tree, "git", "commit", "-q", "-m", message);
        return run(tree, "git", "rev-parse", "HEAD").strip();
    }

    void push() throws IOException, InterruptedException {
        run(tree(), "git", "push", "-q", "origin", "main");
    }

    /** As a forge merges a proposal, without a signature of its own. */
    void merge(String branch) throws IOException, InterruptedException {
        run(tree(), "git", "fetch", "-q", "origin");
        run(tree(), "git", "reset", "-q", "--hard", "origin/main");
        run(tree(), "git", "merge", "-q", "--no-ff", "-m", "Merge " + branch, "origin/" + branch);
        push();
    }

    /** The id of a branch's newest commit, as a forge shows it to those who approve. */
    String head(String branch) throws IOException, InterruptedException {
        return run(folder, "git", "-C", url(), "rev-parse", "refs/heads/" + branch)
                .strip();
    }

    /** A new repository for an image. */
    Path image(String name) throws IOException, InterruptedException {
        Path image = Files.createDirectories(folder.resolve("images").resolve(name));
        run(image, "git", "init", "-q", "-b", "main");
        return image;
    }

    /** Runs {@code hallmark}. */
    Run hallmark(String... arguments) {
        return Run.of(Stream.concat(
                        Arrays.stream(arguments),
                        Stream.of("--cache", folder.resolve("cache").toString()))
                .toArray(String[]::new));
    }

    /** The same; it must end with 0. */
    Run succeeds(String... arguments) {
        Run run = hallmark(arguments);
        assertThat(run.exit())
                .as("hallmark %s: %s%s", String.join(" ", arguments), run.err(), run.out())
                .isZero();
        return run;
    }

    private static String run(Path where, String... command) throws IOException, InterruptedException {
        ProcessBuilder builder =
                new ProcessBuilder(command).directory(where.toFile()).redirectErrorStream(true);
        builder.environment()
                .putAll(Map.of(
                        "GIT_CONFIG_NOSYSTEM", "1",
                        "GIT_CONFIG_GLOBAL", "/dev/null",
                        "GIT_AUTHOR_NAME", "Ada",
                        "GIT_AUTHOR_EMAIL", "ada@example.org",
                        "GIT_COMMITTER_NAME", "Ada",
                        "GIT_COMMITTER_EMAIL", "ada@example.org"));
        Process process = builder.start();
        process.getOutputStream().close();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor())
                .as("%s: %s", String.join(" ", command), output)
                .isZero();
        return output;
    }
}
