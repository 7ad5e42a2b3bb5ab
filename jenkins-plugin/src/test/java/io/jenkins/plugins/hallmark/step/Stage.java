package io.jenkins.plugins.hallmark.step;

import hudson.EnvVars;
import hudson.FilePath;
import hudson.Launcher;
import hudson.model.Run;
import hudson.model.TaskListener;
import io.hallmark.baselines.delivery.Host;
import io.hallmark.baselines.publish.TargetKind;
import io.hallmark.cli.demo.Demo;
import io.hallmark.puppetbridge.HardeningTargets;
import io.hallmark.verifierbridge.directory.DirectoryKind;
import io.jenkins.plugins.hallmark.agent.Agent;
import io.jenkins.plugins.hallmark.config.BaselinesSource;
import io.jenkins.plugins.hallmark.config.HallmarkConfiguration;
import io.jenkins.plugins.hallmark.fake.FakeAgent;
import io.jenkins.plugins.hallmark.fake.FakeContext;
import io.jenkins.plugins.hallmark.fake.FakeCredentials;
import io.jenkins.plugins.hallmark.fake.FakeJenkins;
import io.jenkins.plugins.hallmark.fake.FakeJob;
import io.jenkins.plugins.hallmark.fake.FakeLauncher;
import io.jenkins.plugins.hallmark.fake.FakeLog;
import io.jenkins.plugins.hallmark.fake.FakeRun;
import io.jenkins.plugins.hallmark.view.OverviewStore;
import io.jenkins.plugins.hallmark.view.Overviews;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Function;
import org.eclipse.jgit.api.Git;
import org.eclipse.jgit.api.errors.GitAPIException;
import org.eclipse.jgit.lib.PersonIdent;

/** A Jenkins with one agent, on which the sample image is checked out, and a baselines repository. */
final class Stage {
    static final String NAME = "sample-baselines";

    final Path folder;
    final FakeJenkins jenkins;
    final FakeCredentials credentials = new FakeCredentials();
    final FakeAgent agent = new FakeAgent();
    final FakeJob job;
    private final HallmarkConfiguration configuration = new HallmarkConfiguration();
    BaselinesSource source;
    final Map<String, Agent> agents = new HashMap<>();
    Function<FilePath, Agent> known =
            workspace -> agents.getOrDefault(workspace.getRemote(), new Agent("other", "other"));
    final EnvVars environment = new EnvVars();
    private final List<FakeLauncher> launchers = new ArrayList<>();
    private Instant time = Instant.now();
    FakeLog log = new FakeLog();
    FakeRun run;

    private Stage(Path folder) throws IOException {
        this.folder = folder;
        this.jenkins = new FakeJenkins(folder.resolve("jenkins"));
        this.job = new FakeJob("image", folder.resolve("builds"));
        baselinesAt(baselines().toString());
        jenkins.with(configuration).with(Overviews.store(jenkins)).with(job);
        agents.put(image().toString(), new Agent("one", "linux"));
        this.run = job.build();
    }

    /** The repositories as the demo makes them, before its first proposal. */
    static Stage of(Path folder) throws IOException {
        int stopped = new Demo(folder, true, text -> {}, arguments -> 1).run();
        if (stopped != 1) {
            throw new IllegalStateException("the demo did not stop at its first command");
        }
        return new Stage(folder);
    }

    /** Configures where the repository is. */
    void baselinesAt(String url) {
        source = new BaselinesSource(NAME, url);
        configuration.setRepositories(List.of(source));
    }

    Path image() {
        return folder.resolve("image");
    }

    Path baselines() {
        return folder.resolve("baselines.git");
    }

    Surroundings surroundings() {
        return new Surroundings(
                jenkins,
                run -> credentials,
                workspace -> known.apply(workspace),
                machine -> {
                    List<TargetKind> kinds =
                            new ArrayList<>(HardeningTargets.all(folder.resolve("repositories"), Host.SHARED, machine));
                    kinds.add(new DirectoryKind());
                    return kinds;
                },
                duration -> {},
                InstantSource.system());
    }

    FilePath workspace() {
        return agent.workspace(image());
    }

    /** The next build, with a log of its own. */
    void nextBuild() throws IOException {
        run = job.build();
        log = new FakeLog();
    }

    /** Runs a step in the newest build. */
    void perform(HallmarkBuilder builder) throws IOException, InterruptedException {
        perform(builder, workspace());
    }

    void perform(HallmarkBuilder builder, FilePath workspace) throws IOException, InterruptedException {
        builder.in(surroundings());
        FakeLauncher launcher = new FakeLauncher(log);
        launchers.add(launcher);
        builder.perform(run, workspace, environment, launcher, log);
    }

    /** Starts a step of a Pipeline in the newest build. */
    HallmarkStep.Execution start(HallmarkStep step) throws Exception {
        step.in(surroundings());
        return (HallmarkStep.Execution) step.start(new FakeContext()
                .with(EnvVars.class, environment)
                .with(Run.class, run)
                .with(FilePath.class, workspace())
                .with(Launcher.class, new FakeLauncher(log))
                .with(TaskListener.class, log));
    }

    /** The commands of all programs that were started. */
    List<List<String>> launched() {
        return launchers.stream().flatMap(each -> each.started().stream()).toList();
    }

    OverviewStore overview() {
        return jenkins.extension(OverviewStore.class);
    }

    /** A new SSH key; the public part lies beside it. */
    Path key(String name) throws IOException, InterruptedException {
        Path key = folder.resolve(name);
        int exit = new ProcessBuilder("ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-C", name, "-f", key.toString())
                .start()
                .waitFor();
        if (exit != 0) {
            throw new IllegalStateException("ssh-keygen ended with " + exit);
        }
        return key;
    }

    /** What a reviewer's merge of the open proposal does. */
    void merge() throws IOException {
        mainAt("refs/heads/hallmark/sample");
    }

    /** Sets the reviewed branch to a commit, whatever it held. */
    void mainAt(String revision) throws IOException {
        try (Git git = Git.open(baselines().toFile())) {
            var update = git.getRepository().updateRef("refs/heads/main");
            update.setNewObjectId(git.getRepository().resolve(revision));
            update.forceUpdate();
        }
    }

    String head(String branch) throws IOException {
        try (Git git = Git.open(baselines().toFile())) {
            var id = git.getRepository().resolve("refs/heads/" + branch);
            return id == null ? "" : id.name();
        }
    }

    /** A commit of the image that changes a file. */
    void change(String path, byte[] content) throws IOException {
        // Which of two proposals is the later one is told by the second.
        time = time.plusSeconds(1);
        Files.write(image().resolve(path), content);
        try (Git git = Git.open(image().toFile())) {
            git.add().addFilepattern(".").call();
            git.commit()
                    .setMessage("Change " + path)
                    .setAuthor("T", "t@example.org")
                    .setCommitter(new PersonIdent("T", "t@example.org", time, ZoneOffset.UTC))
                    .setSign(false)
                    .call();
        } catch (GitAPIException e) {
            throw new IOException(e);
        }
    }

    /** From now on the first chain has two initrds, which iPXE puts together: an agent digests them as one. */
    void twoInitrds() throws IOException {
        byte[] large = new byte[100_001];
        new Random(8).nextBytes(large);
        change("boot/firmware.img", large);
        change(
                "hallmark.yaml",
                Files.readString(image().resolve("hallmark.yaml"))
                        .replace(
                                "  initrd:       boot/initrd.img",
                                "  initrd: boot/initrd.img\n  more: boot/firmware.img")
                        .replace(
                                "initrd: [initrd], cmdline: \"vmlinuz initrd=initrd.img",
                                "initrd: [more, initrd], cmdline: \"vmlinuz initrd=initrd.img")
                        .getBytes(StandardCharsets.UTF_8));
    }

    /** Checks out another commit of the image. */
    void imageAt(String revision) throws IOException {
        try (Git git = Git.open(image().toFile())) {
            git.checkout().setName(git.getRepository().resolve(revision).name()).call();
        } catch (GitAPIException e) {
            throw new IOException(e);
        }
    }

    /** What a reviewer's merge of more settings does. */
    void settings(String more) throws IOException {
        settings(more, Map.of());
    }

    /** @param files of the repository besides, by path */
    void settings(String more, Map<String, String> files) throws IOException {
        merge(clone -> {
            Path file = clone.resolve("hallmark.yaml");
            Files.writeString(file, Files.readString(file) + more);
            for (Map.Entry<String, String> each : files.entrySet()) {
                Path path = clone.resolve(each.getKey());
                Files.createDirectories(path.getParent());
                Files.writeString(path, each.getValue());
            }
        });
    }

    /** What a reviewer's merge of another setting does. */
    void replaceSetting(String before, String after) throws IOException {
        merge(clone -> {
            Path file = clone.resolve("hallmark.yaml");
            String text = Files.readString(file);
            if (!text.contains(before)) {
                throw new IllegalArgumentException("the settings have no '" + before + "'");
            }
            Files.writeString(file, text.replace(before, after));
        });
    }

    /** What a reviewer's merge of a commit without a file does. */
    void remove(String path) throws IOException {
        merge(clone -> Files.delete(clone.resolve(path)));
    }

    /** A change of the files of a clone. */
    @FunctionalInterface
    private interface Edit {
        void of(Path clone) throws IOException;
    }

    private void merge(Edit edit) throws IOException {
        Path clone = Files.createTempDirectory(folder, "settings-");
        try (Git git = Git.cloneRepository()
                .setURI(baselines().toUri().toString())
                .setDirectory(clone.toFile())
                .setBranch("main")
                .call()) {
            edit.of(clone);
            git.add().addFilepattern(".").call();
            git.commit().setAll(true).setMessage("Settings").setSign(false).call();
            git.push().setRemote("origin").add("main").call();
        } catch (GitAPIException e) {
            throw new IOException(e);
        }
    }
}
