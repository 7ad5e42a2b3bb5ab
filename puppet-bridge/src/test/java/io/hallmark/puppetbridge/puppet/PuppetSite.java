package io.hallmark.puppetbridge.puppet;

import io.hallmark.baselines.delivery.Host;
import io.hallmark.baselines.publish.Pause;
import io.hallmark.baselines.publish.Publish;
import io.hallmark.baselines.publish.RequiredApprovals;
import io.hallmark.baselines.publish.SecretFolder;
import io.hallmark.baselines.publish.TargetOutcome;
import io.hallmark.baselines.repository.BaselinesRepository;
import io.hallmark.baselines.repository.Credentials;
import io.hallmark.baselines.repository.Identity;
import io.hallmark.puppetbridge.Programs;
import io.hallmark.puppetbridge.process.LocalMachine;
import io.hallmark.testsupport.Tools;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** A baselines repository, a control repository and r10k's settings, below one folder. */
final class PuppetSite {
    static final String ROLE = """
            schema: hallmark/hardening/v1
            role: edge
            platform: debian
            updates: packages
            applied-in: node
            mounts:
              - {path: /tmp, device: tmpfs, fstype: tmpfs, options: [rw, noexec, nodev, nosuid]}
            sysctls:
              kernel.dmesg_restrict: "1"
            modules-disabled: [cramfs]
            """;

    /** As people have it before Hallmark comes, without environment.conf. */
    static final Map<String, String> CONTROL = Map.of(
            "README", "ours\n", "manifests/site.pp", "node default { include node_hardening }\n", "hiera.yaml", """
            ---
            version: 5
            defaults: {datadir: data, data_hash: yaml_data}
            hierarchy:
              - {name: hardening, path: "hardening/%{trusted.extensions.pp_role}.yaml"}
              - {name: common, path: common.yaml}
            """);

    final Path folder;
    final Path secrets;

    /** How long was waited before servers were asked again. */
    final List<Duration> pauses = new ArrayList<>();

    /** What happens while it is waited. */
    Runnable meanwhile = () -> {};

    PuppetSite(Path folder) {
        Tools.require("git");
        this.folder = folder;
        this.secrets = make(folder.resolve("secrets"));
        git(folder, "init", "--quiet", "--bare", "--initial-branch=main", "baselines.git");
        git(folder, "init", "--quiet", "--bare", "--initial-branch=production", "control.git");
        git(folder, "clone", "--quiet", "baselines.git", "baselines");
        git(folder, "clone", "--quiet", "control.git", "control");
        git(folder.resolve("baselines"), "checkout", "--quiet", "-B", "main");
    }

    String control() {
        return folder.resolve("control.git").toString();
    }

    /** Commits to a branch of the control repository, as its people do. */
    void push(String branch, Map<String, String> files) {
        Path work = folder.resolve("control");
        git(work, "fetch", "--quiet", "origin");
        boolean there = !git(work, "ls-remote", "--heads", "origin", branch).isEmpty();
        git(
                work,
                there
                        ? new String[] {"checkout", "--quiet", "-B", branch, "origin/" + branch}
                        : new String[] {"checkout", "--quiet", "--orphan", branch});
        if (!there) {
            git(work, "rm", "-r", "--force", "--quiet", "--ignore-unmatch", ".");
        }
        files.forEach((path, text) -> write(work.resolve(path), text));
        commit(work);
        git(work, "push", "--quiet", "origin", branch);
    }

    /** Merges settings of the target and, where it is given, a profile, and gives the id of what nodes then report. */
    String approve(String target, String profile) {
        Path work = folder.resolve("baselines");
        write(
                work.resolve("hallmark.yaml"),
                "schema: hallmark/settings/v1\nbanks: [sha256]\nenforce: [4]\ntargets:\n"
                        + "  puppet:\n    kind: puppet\n    attempts: 1\n" + target.indent(4));
        Optional.ofNullable(profile).ifPresent(text -> write(work.resolve("hardening/edge.yaml"), text));
        commit(work);
        git(work, "push", "--quiet", "origin", "main");
        return "hallmark-" + git(work, "rev-parse", "HEAD");
    }

    TargetOutcome publish() {
        return run(false);
    }

    TargetOutcome plan() {
        return run(true);
    }

    private TargetOutcome run(boolean planOnly) {
        Path cache = folder.resolve("cache");
        Pause pause = duration -> {
            pauses.add(duration);
            meanwhile.run();
        };
        try (BaselinesRepository repository =
                BaselinesRepository.open(folder.resolve("baselines.git").toString(), cache, Credentials.usersOwn())) {
            Publish publish = new Publish(
                    repository,
                    Identity.HALLMARK,
                    new RequiredApprovals(repository, Optional.empty(), "", true, InstantSource.system()),
                    List.of(new PuppetKind(cache, Host.OF_USER, new LocalMachine(), pause)),
                    new SecretFolder(secrets),
                    pause,
                    InstantSource.system(),
                    said -> {});
            return ((Publish.Result.Done)
                            publish.run(new Publish.Request(Optional.empty(), planOnly, Optional.empty(), Set.of())))
                    .outcomes()
                    .get(0);
        }
    }

    /** Writes settings of r10k that deploy to a folder, and gives their path. */
    Path r10k(Path environments) {
        Tools.require("r10k");
        return write(
                folder.resolve("r10k.yaml"),
                "cachedir: " + folder.resolve("r10k-cache") + "\nsources:\n  control: {remote: " + control()
                        + ", basedir: " + environments + "}\n");
    }

    /** The paths in a branch of the control repository. */
    List<String> tree(String branch) {
        return git(Path.of(control()), "ls-tree", "-r", "--name-only", branch)
                .lines()
                .toList();
    }

    String show(String branch, String path) {
        return git(Path.of(control()), "show", branch + ":" + path);
    }

    static String git(Path folder, String... arguments) {
        List<String> command = new ArrayList<>(List.of("git", "-c", "user.name=Op", "-c", "user.email=op@example.org"));
        command.addAll(Arrays.asList(arguments));
        Programs.Answer answer = Programs.run(folder, command);
        if (answer.exit() != 0) {
            throw new IllegalStateException(String.join(" ", command) + ": " + answer.output());
        }
        return answer.output().strip();
    }

    private static void commit(Path work) {
        git(work, "add", "--all");
        git(work, "commit", "--quiet", "--allow-empty", "--message=merged");
    }

    private static Path make(Path folder) {
        try {
            return Files.createDirectories(folder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Path write(Path file, String text) {
        make(file.getParent());
        try {
            return Files.writeString(file, text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
