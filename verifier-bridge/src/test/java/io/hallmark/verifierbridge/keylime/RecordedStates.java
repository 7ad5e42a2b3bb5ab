package io.hallmark.verifierbridge.keylime;

import io.hallmark.baselines.document.AcceptedSet;
import io.hallmark.baselines.document.BaselineDocument;
import io.hallmark.baselines.document.Settings;
import io.hallmark.baselines.document.TargetSettings;
import io.hallmark.baselines.publish.ApprovedState;
import io.hallmark.baselines.repository.RepositoryFiles;
import io.hallmark.measuredboot.digest.Bank;
import io.hallmark.measuredboot.recordings.RecordedBoots;
import io.hallmark.measuredboot.recordings.RecordedBoots.RecordedBoot;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Approved states whose baselines are what recorded machines booted. */
public final class RecordedStates {
    static final Instant TIME = Instant.parse("2026-11-20T10:00:00Z");
    private static final String COMMIT = "0123456789012345678901234567890123456789";
    private static final List<Integer> ENFORCE = List.of(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 11, 12, 13, 14);
    private static final Map<String, RecordedBoot> BOOTS = boots();

    private RecordedStates() {}

    public static RecordedBoot boot(String name) {
        return Optional.ofNullable(BOOTS.get(name)).orElseThrow(() -> new AssertionError("no recording " + name));
    }

    /** The baseline of an image on one machine that accepts what these recordings booted. */
    public static BaselineDocument baseline(String image, String... recordings) {
        List<AcceptedSet> sets = new ArrayList<>();
        for (String recording : recordings) {
            RecordedBoot boot = boot(recording);
            sets.add(new AcceptedSet(
                    new AcceptedSet.Source("images", COMMIT),
                    "",
                    boot.chain(),
                    boot.artifacts(),
                    new TreeMap<>(boot.compositions()),
                    boot.predict(boot.chain(), boot.artifacts())));
        }
        return new BaselineDocument(image, "disk", "lab", List.of(Bank.SHA256), ENFORCE, sets);
    }

    static ApprovedState state(BaselineDocument... baselines) {
        return new ApprovedState(COMMIT, TIME, files(Map.of()), List.of(baselines));
    }

    static ApprovedState state(Map<String, String> files, BaselineDocument... baselines) {
        return new ApprovedState(COMMIT, TIME, files(files), List.of(baselines));
    }

    static ApprovedState state(RepositoryFiles files, BaselineDocument... baselines) {
        return new ApprovedState(COMMIT, TIME, files, List.of(baselines));
    }

    /** Settings of one target, as they stand in {@code hallmark.yaml}. */
    static TargetSettings settings(String... lines) {
        String text = "targets:\n  verifier:\n    kind: keylime\n    " + String.join("\n    ", lines) + "\n";
        return Settings.read("hallmark.yaml", text.getBytes(StandardCharsets.UTF_8))
                .targets()
                .get(0);
    }

    private static Map<String, RecordedBoot> boots() {
        Map<String, RecordedBoot> boots = new TreeMap<>();
        RecordedBoots.all().forEach(boot -> boots.put(boot.name(), boot));
        return boots;
    }

    private static RepositoryFiles files(Map<String, String> texts) {
        return new RepositoryFiles() {
            @Override
            public String describe() {
                return "the test";
            }

            @Override
            public Optional<byte[]> read(String path) {
                return Optional.ofNullable(texts.get(path)).map(text -> text.getBytes(StandardCharsets.UTF_8));
            }

            @Override
            public List<String> list(String folder) {
                return texts.keySet().stream()
                        .filter(path -> path.startsWith(folder + "/"))
                        .sorted()
                        .toList();
            }
        };
    }
}
