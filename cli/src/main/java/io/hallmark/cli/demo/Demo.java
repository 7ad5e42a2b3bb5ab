package io.hallmark.cli.demo;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.ToIntFunction;
import org.eclipse.jgit.api.Git;
import org.eclipse.jgit.api.errors.GitAPIException;
import org.eclipse.jgit.lib.PersonIdent;
import org.eclipse.jgit.transport.RefSpec;
import org.eclipse.jgit.transport.URIish;

/** Makes the sample repositories and runs the commands that a team would run. */
public final class Demo {
    private static final List<String> PROFILES = List.of("qemu-q35-disk", "qemu-q35-pxe");
    private static final List<String> PROFILE_FILES = List.of("profile.yaml", "eventlog.bin", "pcrs.json");
    private static final PersonIdent PERSON = new PersonIdent(
            "Demo", "demo@example.org", java.time.Instant.ofEpochSecond(1_764_028_800L), java.time.ZoneOffset.UTC);

    private final Path folder;
    private final boolean offline;
    private final Consumer<String> out;
    private final ToIntFunction<String[]> hallmark;

    /** @param hallmark runs a command line and gives its exit code */
    public Demo(Path folder, boolean offline, Consumer<String> out, ToIntFunction<String[]> hallmark) {
        this.folder = folder;
        this.offline = offline;
        this.out = out;
        this.hallmark = hallmark;
    }

    /** Runs the demo; gives the exit code of the first command that failed, or 0. */
    public int run() throws IOException {
        try {
            return story();
        } catch (GitAPIException | java.net.URISyntaxException e) {
            throw new IOException("the sample repositories can't be made: " + e.getMessage(), e);
        }
    }

    private int story() throws IOException, GitAPIException, java.net.URISyntaxException {
        BootFiles files = files();
        say("The boot files are " + files.description() + ".");
        Path image = folder.resolve("image");
        Path baselines = folder.resolve("baselines.git");
        try (Git imageGit = image(image, files);
                Git baselinesGit = baselines(baselines)) {
            say("An image repository (" + image + ") and a baselines repository (" + baselines + ") with two hardware"
                    + " profiles stand ready. The first baseline is proposed:");
            int result = propose(image, baselines);
            if (result != 0) {
                return result;
            }
            merge(baselinesGit);
            say("A reviewer has merged it. Now somebody changes the initramfs:");
            write(image.resolve("boot/initrd.img"), initramfs("echo hello from the new initramfs"));
            commit(imageGit, "A new initramfs");
            result = propose(image, baselines);
            if (result != 0) {
                return result;
            }
            say("The prediction behind it, on the profile that boots from disk:");
            result = command(
                    "measure",
                    image.toString(),
                    "--baselines",
                    baselines.toString(),
                    "--chain",
                    "disk",
                    "--cache",
                    cache());
            if (result != 0) {
                return result;
            }
            say("Proposing the same commit once more changes nothing:");
            return propose(image, baselines);
        }
    }

    private BootFiles files() throws IOException {
        if (!offline) {
            Path packages = Files.createDirectories(folder.resolve("packages"));
            Optional<BootFiles> real = BootFiles.ofDebian(packages);
            if (real.isPresent()) {
                return real.get();
            }
            say("Debian's packages can't be downloaded here.");
        }
        return BootFiles.madeUp();
    }

    private Git image(Path image, BootFiles files) throws IOException, GitAPIException {
        Git git =
                Git.init().setDirectory(image.toFile()).setInitialBranch("main").call();
        write(image.resolve("boot/vmlinuz"), files.kernel());
        write(image.resolve("boot/snponly.efi"), files.ipxe());
        write(image.resolve("boot/systemd-bootx64.efi"), files.systemdBoot());
        write(image.resolve("boot/initrd.img"), initramfs("echo hello"));
        for (String name : List.of("hallmark.yaml", "boot/boot.ipxe", "boot/loader.conf", "boot/entry.conf")) {
            write(image.resolve(name), resource("image/" + name));
        }
        commit(git, "The image as it is now");
        return git;
    }

    private Git baselines(Path bare) throws IOException, GitAPIException, java.net.URISyntaxException {
        Git git = Git.init()
                .setDirectory(bare.toFile())
                .setBare(true)
                .setInitialBranch("main")
                .call();
        Path tree = folder.resolve("baselines-template");
        try (Git template =
                Git.init().setDirectory(tree.toFile()).setInitialBranch("main").call()) {
            write(tree.resolve("hallmark.yaml"), resource("baselines/hallmark.yaml"));
            for (String profile : PROFILES) {
                for (String file : PROFILE_FILES) {
                    write(
                            tree.resolve("hardware").resolve(profile).resolve(file),
                            resource("hardware/" + profile + "/" + file));
                }
            }
            commit(template, "Settings and hardware profiles");
            template.push()
                    .setRemote(new URIish(bare.toUri().toURL()).toString())
                    .setRefSpecs(new RefSpec("refs/heads/main:refs/heads/main"))
                    .call();
        }
        return git;
    }

    /** What a reviewer's merge does: the branch moves to the proposal. */
    private static void merge(Git baselines) throws GitAPIException, IOException {
        var update = baselines.getRepository().updateRef("refs/heads/main");
        update.setNewObjectId(baselines.getRepository().resolve("refs/heads/hallmark/sample"));
        update.update();
    }

    private int propose(Path image, Path baselines) {
        return command("propose", image.toString(), "--baselines", baselines.toString(), "--cache", cache());
    }

    private String cache() {
        return folder.resolve("cache").toString();
    }

    private int command(String... arguments) {
        out.accept("\n$ hallmark " + String.join(" ", arguments).replace(folder.toString(), "…") + "\n\n");
        return hallmark.applyAsInt(arguments);
    }

    private static byte[] initramfs(String line) {
        return SampleInitramfs.of(new TreeMap<>(Map.of(
                "init", "#!/bin/sh\n" + line + "\n",
                "etc/hostname", "node\n",
                "usr/lib/hook.sh", "#!/bin/sh\nexit 0\n")));
    }

    private static void commit(Git git, String message) throws GitAPIException {
        git.add().addFilepattern(".").call();
        git.commit()
                .setMessage(message)
                .setAuthor(PERSON)
                .setCommitter(PERSON)
                .setSign(false)
                .call();
    }

    private static void write(Path file, byte[] content) throws IOException {
        Files.createDirectories(file.getParent());
        Files.write(file, content);
    }

    private static byte[] resource(String name) {
        try (InputStream in = Demo.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException("the command was built without its resource " + name);
            }
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void say(String text) {
        out.accept("\n" + text + "\n");
    }
}
