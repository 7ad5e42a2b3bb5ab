package io.hallmark.cli;

import io.hallmark.baselines.BaselinesException;
import io.hallmark.baselines.document.CanonicalJson;
import io.hallmark.baselines.document.ChainDescription;
import io.hallmark.baselines.propose.LoadedProfile;
import io.hallmark.baselines.propose.MeasuredImage;
import io.hallmark.baselines.repository.BaselinesRepository;
import io.hallmark.baselines.repository.Credentials;
import io.hallmark.baselines.repository.Snapshot;
import io.hallmark.baselines.secureboot.FirmwareKeys;
import io.hallmark.baselines.secureboot.Preflight;
import io.hallmark.measuredboot.artifact.Content;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Says before the boot whether Secure Boot will let an image start. */
@Command(
        name = "preflight",
        mixinStandardHelpOptions = true,
        description = "Say which images of the chains Secure Boot lets start on the hardware profiles, who vouches for"
                + " each, and why one is refused; with the keys as they are, or after an update that is pending.",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:every image that could be checked starts",
            "1:an image would be refused",
            "2:wrong usage or input"
        })
final class PreflightCommand implements Callable<Integer> {
    private static final long LARGEST = 16 * 1024 * 1024;

    private final Console console;

    @Mixin
    private ImageOptions image;

    @Option(names = "--baselines", paramLabel = "URL", required = true, description = "The baselines repository.")
    private String baselines;

    @Option(
            names = "--append-db",
            paramLabel = "FILE",
            description = "An update that is appended to db before the boot: signature lists, or an authenticated one.")
    private Path db;

    @Option(names = "--append-dbx", paramLabel = "FILE", description = "The same for dbx.")
    private Path dbx;

    @Option(
            names = "--sbat-level",
            paramLabel = "FILE",
            description = "The SBAT level that will be in force: rows of component and generation.")
    private Path sbatLevel;

    @Option(names = "--json", description = "Show the verdicts as JSON.")
    private boolean json;

    PreflightCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        MeasuredImage measured = image.measure(console);
        Map<String, Preflight> verdicts = new LinkedHashMap<>();
        try (BaselinesRepository repository = BaselinesRepository.open(
                baselines, image.cacheFolder().resolve("repositories"), Credentials.usersOwn())) {
            Snapshot snapshot = repository.head(repository.defaultBranch());
            for (ChainDescription chain : measured.description().chains().values()) {
                for (String hardware : chain.hardware()) {
                    verdicts.put(
                            "chain " + chain.chain().name() + " on " + hardware,
                            LoadedProfile.load(snapshot, hardware)
                                    .preflight(
                                            chain.chain(),
                                            measured.artifactSet(chain.chain()),
                                            measured.contents(),
                                            this::pending));
                }
            }
        }
        console.data(json ? json(verdicts) : text(verdicts));
        return verdicts.values().stream().allMatch(verdict -> verdict.refusals().isEmpty())
                ? ExitCode.OK
                : ExitCode.FINDING;
    }

    private FirmwareKeys pending(FirmwareKeys keys) {
        FirmwareKeys next = keys;
        if (db != null) {
            next = next.appendingDb(content(db));
        }
        if (dbx != null) {
            next = next.appendingDbx(content(dbx));
        }
        return sbatLevel == null ? next : next.withSbatLevel(content(sbatLevel));
    }

    private static Content content(Path file) {
        try {
            if (Files.size(file) > LARGEST) {
                throw new BaselinesException(
                        file + " has " + Files.size(file) + " bytes: no update is over " + LARGEST);
            }
            return new Content(Files.readAllBytes(file));
        } catch (IOException e) {
            throw new BaselinesException(file + " can't be read: " + e, e);
        }
    }

    private static String text(Map<String, Preflight> verdicts) {
        StringBuilder out = new StringBuilder();
        verdicts.forEach((where, verdict) -> {
            out.append(where).append('\n');
            verdict.words().forEach(words -> out.append("  ").append(words).append('\n'));
        });
        return out.toString();
    }

    private static String json(Map<String, Preflight> verdicts) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("schema", "hallmark/preflight/v1");
        verdicts.forEach((where, verdict) -> {
            Map<String, Object> entry = new LinkedHashMap<>();
            entry.put("secureBoot", verdict.secureBoot());
            entry.put("images", verdict.words());
            entry.put("refused", verdict.refusals());
            document.put(where, entry);
        });
        return CanonicalJson.write(document);
    }
}
