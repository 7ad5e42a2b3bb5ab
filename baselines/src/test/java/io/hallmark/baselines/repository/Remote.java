package io.hallmark.baselines.repository;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** A bare baselines repository made by the real Git, and a cache folder beside it. */
public final class Remote {
    public static final Instant SOURCE_TIME = Instant.parse("2026-04-01T08:00:00Z");
    public static final Identity BOT = new Identity("Build", "build@example.org");

    public final Path home;
    public final Path bare;
    public final Path cache;

    private Remote(Path home) {
        this.home = home;
        this.bare = home.resolve("baselines.git");
        this.cache = home.resolve("cache");
    }

    public static Remote empty(Path home) {
        Remote remote = new Remote(home);
        Shell.run(home, "git", "init", "-q", "--bare", "-b", "main", remote.bare.toString());
        return remote;
    }

    public static Remote withTemplate(Path home) {
        Remote remote = empty(home);
        remote.push("main", Map.of("hallmark.yaml", "banks: [sha256]\n", "baselines/compute/pxe/r650.yaml", "old\n"));
        return remote;
    }

    /** Commits files to a branch as people do, and pushes it. */
    public String push(String branch, Map<String, String> files) {
        Path clone = home.resolve("clone-" + branch.replace('/', '-'));
        if (!Files.exists(clone)) {
            Shell.run(home, "git", "clone", "-q", bare.toString(), clone.toString());
        }
        Shell.run(clone, "git", "fetch", "-q", "origin");
        boolean known = !Shell.run(clone, "git", "ls-remote", "origin", "refs/heads/" + branch)
                .isEmpty();
        if (known) {
            Shell.run(clone, "git", "checkout", "-q", "-B", branch, "origin/" + branch);
        } else {
            Shell.run(clone, "git", "symbolic-ref", "HEAD", "refs/heads/" + branch);
        }
        files.forEach((path, text) -> write(clone.resolve(path), text));
        Shell.run(clone, "git", "add", "-A");
        Shell.run(clone, "git", "commit", "-q", "--allow-empty", "-m", "By hand");
        Shell.run(clone, "git", "push", "-q", "origin", branch);
        return Shell.run(clone, "git", "rev-parse", "HEAD");
    }

    public BaselinesRepository open() {
        return BaselinesRepository.open(bare, cache);
    }

    public String git(String... arguments) {
        String[] command = new String[arguments.length + 3];
        command[0] = "git";
        command[1] = "-C";
        command[2] = bare.toString();
        System.arraycopy(arguments, 0, command, 3, arguments.length);
        return Shell.run(home, command);
    }

    public static Proposal proposal(String image, Function<Snapshot, Change> change) {
        return new Proposal("main", Proposal.branchFor(image), BOT, Optional.empty(), change);
    }

    public static Proposal proposal(String image, String text) {
        return proposal(image, base -> change(Map.of("baselines/" + image + "/pxe/r650.yaml", text)));
    }

    public static Change change(Map<String, String> files) {
        Map<String, Optional<byte[]>> contents = new LinkedHashMap<>();
        files.forEach((path, text) -> contents.put(path, Optional.of(text.getBytes(StandardCharsets.UTF_8))));
        return new Change(contents, "compute: new kernel\n\nPCR 4 changes.", Optional.of(SOURCE_TIME));
    }

    public static void write(Path file, String text) {
        try {
            Files.createDirectories(file.getParent());
            Files.writeString(file, text);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
