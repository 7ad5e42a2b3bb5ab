package io.hallmark.cli;

import io.hallmark.cli.demo.Demo;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.eclipse.jgit.api.Git;
import org.eclipse.jgit.api.errors.GitAPIException;
import org.eclipse.jgit.treewalk.TreeWalk;

/** An image repository and a baselines repository in a folder, as the demo makes them. */
final class Sandbox {
    private final Path folder;

    private Sandbox(Path folder) {
        this.folder = folder;
    }

    /** The state in which the demo leaves its folder: one baseline merged, another proposed. */
    static Sandbox afterDemo(Path folder) throws IOException {
        int exit = new Demo(
                        folder, true, text -> {}, arguments -> Run.of(arguments).exit())
                .run();
        if (exit != 0) {
            throw new IllegalStateException("the demo failed with " + exit);
        }
        return new Sandbox(folder);
    }

    Path image() {
        return folder.resolve("image");
    }

    Path baselines() {
        return folder.resolve("baselines.git");
    }

    Run propose(String... more) {
        String[] arguments = {
            "propose",
            image().toString(),
            "--baselines",
            baselines().toString(),
            "--cache",
            folder.resolve("cache").toString()
        };
        String[] all = new String[arguments.length + more.length];
        System.arraycopy(arguments, 0, all, 0, arguments.length);
        System.arraycopy(more, 0, all, arguments.length, more.length);
        return Run.of(all);
    }

    /** What a reviewer's merge of the open proposal does. */
    void merge() throws IOException {
        try (Git git = Git.open(baselines().toFile())) {
            var update = git.getRepository().updateRef("refs/heads/main");
            update.setNewObjectId(git.getRepository().resolve("refs/heads/hallmark/sample"));
            update.forceUpdate();
        }
    }

    /** What a reviewer's merge of other settings does: this field at the end, in place of what was there from it on. */
    void settings(String field) throws IOException {
        String name = field.substring(0, field.indexOf(':') + 1);
        edit("hallmark.yaml", text -> text.replaceFirst("(?s)\n" + name + ".*", "\n") + field);
    }

    /** Somebody adds a profile of nodes that boot a chain: audited, their root checked by the hash that the chain has. */
    void harden(String chain) throws IOException {
        edit("hardening/node.yaml", none -> """
                schema: hallmark/hardening/v1
                role: node
                platform: debian
                updates: image
                applied-in: image-build
                boots: {image: sample, chains: [%s]}
                kernel-parameters: [audit=1]
                verity:
                  - {target: root, root-hash: of-the-chain}
                """.formatted(chain));
    }

    /** What the CI of the baselines repository says of main. */
    Run check() {
        return Run.of(
                "check",
                baselines().toString(),
                "--cache",
                folder.resolve("cache").toString());
    }

    /** Somebody edits a file of the baselines repository, or adds it, and pushes it to main. */
    void edit(String path, UnaryOperator<String> change) throws IOException {
        push(path, file -> Files.writeString(file, change.apply(Files.exists(file) ? Files.readString(file) : "")));
    }

    /** Somebody adds a file to the baselines repository and pushes it to main. */
    void add(String path, Path source) throws IOException {
        push(path, file -> Files.copy(source, file));
    }

    private interface Change {
        void of(Path file) throws IOException;
    }

    private void push(String path, Change change) throws IOException {
        Path clone = Files.createTempDirectory(folder, "edit-");
        try (Git git = Git.cloneRepository()
                .setURI(baselines().toUri().toString())
                .setDirectory(clone.toFile())
                .setBranch("main")
                .call()) {
            Path file = clone.resolve(path);
            Files.createDirectories(file.getParent());
            change.of(file);
            git.add().addFilepattern(".").call();
            git.commit().setMessage("Edited " + path).setSign(false).call();
            git.push().setRemote("origin").add("main").call();
        } catch (GitAPIException e) {
            throw new IOException(e);
        }
    }

    List<String> files(String branch) throws IOException {
        List<String> files = new ArrayList<>();
        try (Git git = Git.open(baselines().toFile());
                TreeWalk walk = new TreeWalk(git.getRepository())) {
            walk.addTree(git.getRepository().resolve("refs/heads/" + branch + "^{tree}"));
            walk.setRecursive(true);
            while (walk.next()) {
                files.add(walk.getPathString());
            }
        }
        return files;
    }

    String content(String branch, String path) throws IOException {
        try (Git git = Git.open(baselines().toFile())) {
            var blob = git.getRepository().resolve("refs/heads/" + branch + ":" + path);
            return new String(git.getRepository().open(blob).getBytes(), StandardCharsets.UTF_8);
        }
    }

    String message(String branch) throws IOException {
        try (Git git = Git.open(baselines().toFile())) {
            return git.getRepository()
                    .parseCommit(git.getRepository().resolve("refs/heads/" + branch))
                    .getFullMessage();
        }
    }

    String head(String branch) throws IOException {
        try (Git git = Git.open(baselines().toFile())) {
            var id = git.getRepository().resolve("refs/heads/" + branch);
            return id == null ? "" : id.name();
        }
    }

    /** The commits of all references of the baselines repository. */
    Map<String, String> branches() throws IOException {
        Map<String, String> branches = new TreeMap<>();
        try (Git git = Git.open(baselines().toFile())) {
            for (var ref : git.getRepository().getRefDatabase().getRefs()) {
                branches.put(ref.getName(), ref.getObjectId().name());
            }
        }
        return branches;
    }

    void write(String path, String text) throws IOException {
        Files.writeString(image().resolve(path), text, StandardCharsets.UTF_8);
    }

    void commit(String message) throws IOException {
        try (Git git = Git.open(image().toFile())) {
            git.add().addFilepattern(".").call();
            git.commit()
                    .setMessage(message)
                    .setAuthor("T", "t@example.org")
                    .setCommitter("T", "t@example.org")
                    .setSign(false)
                    .call();
        } catch (GitAPIException e) {
            throw new IOException(e);
        }
    }
}
