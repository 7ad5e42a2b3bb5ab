package io.hallmark.cli;

import io.hallmark.baselines.BaselinesException;
import io.hallmark.baselines.document.CanonicalJson;
import io.hallmark.baselines.document.ChainDescription;
import io.hallmark.baselines.propose.LoadedProfile;
import io.hallmark.baselines.propose.MeasuredImage;
import io.hallmark.baselines.repository.BaselinesRepository;
import io.hallmark.baselines.repository.Credentials;
import io.hallmark.baselines.repository.Snapshot;
import io.hallmark.baselines.secureboot.KeyUpdate;
import io.hallmark.baselines.secureboot.Preflight;
import io.hallmark.measuredboot.artifact.ArtifactSet;
import io.hallmark.measuredboot.artifact.Content;
import io.hallmark.measuredboot.chain.BootChain;
import io.hallmark.measuredboot.prediction.PredictedPcr;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Says before the boot whether Secure Boot will let an image start. */
@Command(
        name = "preflight",
        mixinStandardHelpOptions = true,
        description = "Say which images of the chains Secure Boot lets start on the hardware profiles, who vouches for"
                + " each, why one is refused, and what PCR 7 becomes; with the keys as they are, after each update that the"
                + " profile says is pending, and after one that is given here.",
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

    @Option(names = "--append-kek", paramLabel = "FILE", description = "The same for KEK.")
    private Path kek;

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
        Map<String, Answer> answers = new LinkedHashMap<>();
        KeyUpdate asked = asked();
        try (BaselinesRepository repository = BaselinesRepository.open(
                baselines, image.cacheFolder().resolve("repositories"), Credentials.usersOwn())) {
            Snapshot snapshot = repository.head(repository.defaultBranch());
            for (ChainDescription description : measured.description().chains().values()) {
                BootChain chain = description.chain();
                for (String hardware : description.hardware()) {
                    LoadedProfile profile = LoadedProfile.load(snapshot, hardware);
                    String where = "chain " + chain.name() + " on " + hardware;
                    answers.put(where, Answer.of(measured, chain, profile, asked));
                    profile.pending()
                            .forEach((words, update) -> answers.put(
                                    where + " " + words, Answer.of(measured, chain, profile, update.then(asked))));
                }
            }
        }
        console.data(json ? json(answers) : text(answers));
        return answers.values().stream()
                        .allMatch(answer -> answer.verdicts().refusals().isEmpty())
                ? ExitCode.OK
                : ExitCode.FINDING;
    }

    /**
     * What the next boot does.
     *
     * @param pcr7 what it makes of PCR 7, if the profile's log has that
     */
    private record Answer(Preflight verdicts, Optional<PredictedPcr> pcr7) {
        static Answer of(MeasuredImage image, BootChain chain, LoadedProfile profile, KeyUpdate update) {
            ArtifactSet artifacts = image.artifactSet(chain);
            return new Answer(
                    profile.preflight(chain, artifacts, image.contents(), update),
                    profile.predict(chain, artifacts, update).pcr(7));
        }

        /** The value in each bank, or why there is none to rely on. */
        List<String> pcr7Words() {
            return pcr7.map(pcr -> pcr.notEnforceable()
                            .map(reason -> List.of("PCR 7 is not enforced: " + reason))
                            .orElseGet(() -> pcr.values().all().stream()
                                    .map(digest -> "PCR 7 " + digest)
                                    .toList()))
                    .orElse(List.of());
        }
    }

    private KeyUpdate asked() {
        return new KeyUpdate(
                contents(kek),
                contents(db),
                contents(dbx),
                contents(sbatLevel).stream().findFirst());
    }

    private static List<Content> contents(Path file) {
        return file == null ? List.of() : List.of(content(file));
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

    private static String text(Map<String, Answer> answers) {
        StringBuilder out = new StringBuilder();
        answers.forEach((where, answer) -> {
            out.append(where).append('\n');
            answer.verdicts()
                    .words()
                    .forEach(words -> out.append("  ").append(words).append('\n'));
            answer.pcr7Words().forEach(words -> out.append("  ").append(words).append('\n'));
        });
        return out.toString();
    }

    private static String json(Map<String, Answer> answers) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("schema", "hallmark/preflight/v1");
        answers.forEach((where, answer) -> {
            Map<String, Object> entry = new LinkedHashMap<>();
            entry.put("secureBoot", answer.verdicts().secureBoot());
            entry.put("images", answer.verdicts().words());
            entry.put("refused", answer.verdicts().refusals());
            entry.put("notChecked", answer.verdicts().unchecked());
            answer.pcr7().ifPresent(pcr -> {
                Map<String, Object> values = new LinkedHashMap<>();
                pcr.values().all().forEach(digest -> values.put(digest.bank().label(), digest.hex()));
                pcr.notEnforceable().ifPresent(reason -> values.put("not-enforced", reason));
                entry.put("pcr7", values);
            });
            document.put(where, entry);
        });
        return CanonicalJson.write(document);
    }
}
