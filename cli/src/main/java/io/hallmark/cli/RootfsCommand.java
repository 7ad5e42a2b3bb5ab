package io.hallmark.cli;

import io.hallmark.baselines.BaselinesException;
import io.hallmark.baselines.document.CanonicalJson;
import io.hallmark.baselines.rootfs.InstalledPackage;
import io.hallmark.baselines.rootfs.InstalledPackages;
import io.hallmark.baselines.rootfs.LocalPrograms;
import io.hallmark.baselines.rootfs.Programs;
import io.hallmark.baselines.rootfs.RootEntry;
import io.hallmark.baselines.rootfs.RootLimits;
import io.hallmark.baselines.rootfs.RootQuestion;
import io.hallmark.baselines.rootfs.RootTree;
import io.hallmark.baselines.rootfs.RootWalk;
import io.hallmark.measuredboot.digest.Bank;
import io.hallmark.puppetbridge.aide.AideConfiguration;
import io.hallmark.puppetbridge.aide.AideDatabase;
import io.hallmark.verifierbridge.keylime.RuntimePolicyDocument;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Makes from one walk over a root file system what verifiers and host IDS know it by. */
@Command(
        name = "rootfs",
        mixinStandardHelpOptions = true,
        description =
                "Read the root file system of an image once: a folder, a tar archive, an initramfs, or a squashfs or"
                        + " ext4 file system in a file. Make AIDE's database and Keylime's runtime policy of it, and list its"
                        + " packages.")
final class RootfsCommand implements Callable<Integer> {
    private final Console console;

    @Parameters(paramLabel = "PATH", description = "The folder or file.")
    private Path image;

    @ArgGroup(exclusive = false)
    private Aide aide;

    @ArgGroup(exclusive = false)
    private Policy policy;

    @Option(names = "--packages", description = "List the packages that dpkg or rpm has installed in it.")
    private boolean packages;

    @Option(names = "--json", description = "Show what was found as JSON.")
    private boolean json;

    /** A database of AIDE. */
    private static final class Aide {
        @Option(
                names = "--aide-conf",
                required = true,
                paramLabel = "FILE",
                description = "The configuration of AIDE as nodes have it.")
        private Path configuration;

        @Option(
                names = "--aide-db",
                required = true,
                paramLabel = "FILE",
                description = "Write the database of AIDE to this file, as aide --init would.")
        private Path database;
    }

    /** A runtime policy of Keylime. */
    private static final class Policy {
        @Option(
                names = "--runtime-policy",
                required = true,
                paramLabel = "FILE",
                description =
                        "Write Keylime's runtime policy (IMA) to this file; put it into the folder of the baselines"
                                + " repository that the target's 'runtime-policies' names.")
        private Path file;

        @Option(
                names = "--exclude",
                paramLabel = "REGEX",
                description = "Paths that the policy says nothing of; may be given several times.")
        private List<String> excludes = new ArrayList<>();
    }

    RootfsCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws IOException {
        Optional<AideConfiguration> configuration = configuration();
        RootQuestion question = RootQuestion.nothing();
        if (configuration.isPresent()) {
            question = question.and(configuration.get().question());
        }
        if (policy != null) {
            question = question.and(RuntimePolicyDocument.question());
        }
        if (packages) {
            question = question.and(InstalledPackages.question());
        }
        Programs programs = new LocalPrograms();
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("schema", "hallmark/rootfs/v1");
        try (RootWalk walk = RootWalk.over(image, question, RootLimits.DEFAULT, programs)) {
            RootTree tree = walk.tree();
            document.put("files", tree.entries().size());
            document.put(
                    "regularFiles",
                    tree.entries().stream().filter(RootEntry::isRegular).count());
            List<InstalledPackage> installed = packages ? List.copyOf(InstalledPackages.of(tree, programs)) : List.of();
            if (policy != null) {
                RuntimePolicyDocument.Written written = RuntimePolicyDocument.write(tree, policy.excludes);
                document.put("runtimePolicy", entry(policy.file, written.bytes(), "paths", written.paths()));
            }
            if (configuration.isPresent()) {
                AideDatabase.Written written = AideDatabase.write(configuration.get(), tree);
                document.put("aideDatabase", entry(aide.database, written.bytes(), "files", written.files()));
            }
            show(document, installed);
        }
        return ExitCode.OK;
    }

    private Optional<AideConfiguration> configuration() throws IOException {
        if (aide == null) {
            return Optional.empty();
        }
        try {
            String text = Files.readString(aide.configuration, StandardCharsets.UTF_8);
            return Optional.of(AideConfiguration.parse(aide.configuration.toString(), text));
        } catch (NoSuchFileException e) {
            throw new BaselinesException(aide.configuration + ": there is no such file", e);
        } catch (java.nio.charset.CharacterCodingException e) {
            throw new BaselinesException(aide.configuration + ": is no text in UTF-8", e);
        }
    }

    /** Writes a file; what to tell of it. */
    private static Map<String, Object> entry(Path file, byte[] content, String counted, int count) {
        OutputFile.write(file, content);
        String sha256 = Bank.SHA256.hash(content).hex();
        Map<String, Object> entry = new LinkedHashMap<>();
        entry.put("file", file.toString());
        entry.put("sha256", sha256);
        entry.put(counted, count);
        return entry;
    }

    private void show(Map<String, Object> document, List<InstalledPackage> installed) {
        if (json) {
            if (packages) {
                document.put(
                        "packages", installed.stream().map(RootfsCommand::entry).toList());
            }
            console.data(CanonicalJson.write(document));
            return;
        }
        Table table = new Table();
        installed.forEach(one -> table.row(one.name(), one.version(), one.architecture()));
        console.data(table.render());
        document.forEach((name, value) -> {
            if (value instanceof Map<?, ?> written) {
                console.message("wrote " + written.get("file") + " (sha256 " + written.get("sha256") + ")");
            }
        });
        console.message(document.get("files") + " files, " + document.get("regularFiles") + " of them regular"
                + (packages ? ", " + installed.size() + " packages" : ""));
    }

    private static Map<String, Object> entry(InstalledPackage one) {
        Map<String, Object> entry = new LinkedHashMap<>();
        entry.put("name", one.name());
        entry.put("version", one.version());
        entry.put("architecture", one.architecture());
        return entry;
    }
}
