package io.hallmark.baselines.propose;

import io.hallmark.baselines.BaselinesException;
import io.hallmark.baselines.diff.BaselineWeakening;
import io.hallmark.baselines.document.AcceptedSet;
import io.hallmark.baselines.document.BaselineDocument;
import io.hallmark.baselines.document.ProfileDocument;
import io.hallmark.baselines.document.ResponseDocument;
import io.hallmark.baselines.document.Settings;
import io.hallmark.baselines.repository.RepositoryFiles;
import io.hallmark.baselines.rollout.RollOut;
import io.hallmark.baselines.secureboot.KeyUpdate;
import io.hallmark.measuredboot.MeasuredBootException;
import io.hallmark.measuredboot.artifact.ArtifactSet;
import io.hallmark.measuredboot.chain.PredictedEvent;
import io.hallmark.measuredboot.digest.Bank;
import io.hallmark.measuredboot.digest.Digest;
import io.hallmark.measuredboot.digest.Digests;
import io.hallmark.measuredboot.eventlog.LogEvent;
import io.hallmark.measuredboot.eventlog.PcrValues;
import io.hallmark.measuredboot.eventlog.Replay;
import io.hallmark.measuredboot.prediction.PredictedPcr;
import io.hallmark.measuredboot.prediction.Prediction;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Checks a baselines repository: every document can be read and stands in its canonical form, every list of events gives
 * the PCR values that stand beside it, every set follows once more from its artifacts and the hardware profile, or was
 * accepted in a reviewed state, and what is enforced is what the settings ask for.
 */
public final class Check {
    private final RepositoryFiles files;
    private final List<String> findings = new ArrayList<>();
    private final List<String> notes = new ArrayList<>();
    private final Map<String, Optional<LoadedProfile>> profiles = new HashMap<>();
    private int baselines;

    private final Optional<RepositoryFiles> base;
    private final boolean allowWeaker;
    private Optional<Settings> settings = Optional.empty();

    private Check(RepositoryFiles files, Optional<RepositoryFiles> base, boolean allowWeaker) {
        this.files = files;
        this.base = base;
        this.allowWeaker = allowWeaker;
    }

    /**
     * The result of a check.
     *
     * @param baselines how many were checked
     * @param findings what is wrong, one line each; empty when all is well
     * @param notes what is worth knowing
     */
    public record Result(int baselines, List<String> findings, List<String> notes) {
        public Result {
            findings = List.copyOf(findings);
            notes = List.copyOf(notes);
        }
    }

    /** Checks a state by itself: what is accepted must follow from the artifacts and hardware profiles as they are now. */
    public static Result run(RepositoryFiles files) {
        return run(files, Optional.empty(), false);
    }

    /**
     * Checks a state, as a change of another one.
     *
     * @param base a reviewed state: sets that it accepts may be of older profiles, and what holds nodes to less than it
     *     does, or accepts sets that nothing in it explains, is a finding
     * @param allowWeaker whether that is a note only
     */
    public static Result run(RepositoryFiles files, Optional<RepositoryFiles> base, boolean allowWeaker) {
        Check check = new Check(files, base, allowWeaker);
        check.all();
        return new Result(check.baselines, check.findings, check.notes);
    }

    private void all() {
        attempt(() -> settings = Optional.of(Settings.read(Settings.FILE, files.require(Settings.FILE))));
        attempt(() -> files.read(ResponseDocument.FILE)
                .ifPresent(bytes -> ResponseDocument.read(ResponseDocument.FILE, bytes)));
        for (String path : files.list("hardware")) {
            if (path.endsWith("/" + ProfileDocument.FILE)) {
                profile(path.split("/")[1]);
            }
        }
        for (String path : files.list("baselines")) {
            if (path.endsWith(".yaml")) {
                baselines++;
                attempt(() -> baseline(path));
            }
        }
    }

    private Optional<LoadedProfile> profile(String name) {
        Optional<LoadedProfile> known = profiles.get(name);
        if (known == null) {
            known = Optional.empty();
            try {
                LoadedProfile profile = LoadedProfile.load(files, name);
                known = Optional.of(profile);
                profile.profile().leftOut().forEach(line -> notes.add("hardware profile '" + name + "': " + line));
                profile.selfTest().stream()
                        .flatMap(test -> test.divergences().stream())
                        .forEach(divergence -> notes.add("hardware profile '" + name + "': PCR " + divergence.pcr()
                                + " is not enforced: " + divergence.cause()));
                profile.tpm().stream()
                        .flatMap(test -> test.divergences().stream())
                        .forEach(divergence -> notes.add("hardware profile '" + name + "': PCR " + divergence.pcr()
                                + " is not enforced: " + divergence.words()));
                if (profile.selfTest().isEmpty()) {
                    notes.add(
                            "hardware profile '" + name + "' does not say what its reference log's node booted, so PCRs"
                                    + " that the chain measures into are enforced only where they come out as in that log; add"
                                    + " it with 'hallmark profile add --booted'");
                }
            } catch (BaselinesException | MeasuredBootException e) {
                findings.add(e.getMessage());
            }
            profiles.put(name, known);
        }
        return known;
    }

    private void baseline(String path) {
        byte[] bytes = files.require(path);
        BaselineDocument document = BaselineDocument.read(path, bytes);
        if (!path.equals(BaselineDocument.path(document.image(), document.chain(), document.hardware()))) {
            findings.add(path + ": the document is of image '" + document.image() + "', chain '" + document.chain()
                    + "', hardware '" + document.hardware() + "': it must lie at "
                    + BaselineDocument.path(document.image(), document.chain(), document.hardware()));
        }
        if (!Arrays.equals(bytes, document.toYaml())) {
            findings.add(
                    path + ": not in the canonical form: it was edited by hand or by another version; let 'hallmark"
                            + " propose' write it");
        }
        for (int i = 0; i < document.accepted().size(); i++) {
            replay(
                    path + ": accepted set " + (i + 1),
                    document.accepted().get(i).prediction());
        }
        Optional<BaselineDocument> reviewed =
                base.flatMap(state -> state.read(path)).map(content -> BaselineDocument.read(path, content));
        settings.ifPresent(asked -> asked(path, document, asked, reviewed));
        reviewed.ifPresent(known -> BaselineWeakening.of(known, document).forEach(this::weaker));
        Optional<LoadedProfile> profile = profile(document.hardware());
        profile.ifPresent(loaded -> {
            derive(path, document, loaded);
            AcceptedBefore others = new AcceptedBefore(path, document, loaded, reviewed, base.isPresent());
            others.unknown().forEach(this::weaker);
            findings.addAll(others.underived());
        });
    }

    /** What is enforced is decided by the settings, so that one place says it for all baselines. */
    private void asked(String path, BaselineDocument document, Settings asked, Optional<BaselineDocument> reviewed) {
        if (document.enforce().equals(asked.enforce()) && document.banks().equals(asked.banks())) {
            return;
        }
        String words = path + ": it enforces PCRs " + document.enforce() + " in banks " + labels(document.banks())
                + ", and the settings ask for PCRs " + asked.enforce() + " in banks " + labels(asked.banks())
                + "; propose it anew";
        // Settings change first, and baselines follow with the next proposal of their image.
        boolean follows = reviewed.filter(document::equals).isPresent();
        (follows ? notes : findings).add(words);
    }

    private static List<String> labels(List<Bank> banks) {
        return banks.stream().map(Bank::label).toList();
    }

    private void weaker(String line) {
        (allowWeaker ? notes : findings)
                .add(line + (allowWeaker ? "" : "; if that is meant, check it with --allow-weaker"));
    }

    /** The PCR values must follow from the events beside them. */
    private void replay(String where, Prediction prediction) {
        List<LogEvent> log = new ArrayList<>();
        for (PredictedEvent event : prediction.events()) {
            log.add(new LogEvent(log.size() + 1, -1, event.pcr(), event.type(), event.digests(), event.data()));
        }
        PcrValues values = Replay.of(log, prediction.banks());
        for (PredictedPcr pcr : prediction.pcrs()) {
            Digests replayed = Digests.of(prediction.banks().stream()
                    .flatMap((Bank bank) -> values.value(bank, pcr.pcr()).stream())
                    .toArray(Digest[]::new));
            if (!replayed.equals(pcr.values())) {
                findings.add(where + ": the events of PCR " + pcr.pcr() + " give " + replayed + ", not " + pcr.values()
                        + "; the document was changed, propose it anew");
            }
        }
    }

    /**
     * The newest set must follow from its artifacts and the profile as it is now, and so must those for pending updates;
     * for the others see {@link AcceptedBefore}.
     */
    private void derive(String path, BaselineDocument document, LoadedProfile profile) {
        AcceptedSet newest = document.accepted().get(0);
        ArtifactSet artifacts = ArtifactSet.of(newest.artifacts(), new TreeMap<>(newest.compositions()));
        derive(path, "the newest set", document, newest.prediction(), profile, artifacts, KeyUpdate.NONE);
        profile.pending().forEach((words, update) -> {
            if (!profile.starts(newest.chain(), artifacts, update)
                    || changesNothing(newest, profile, artifacts, update)) {
                return;
            }
            RollOut.remaining(document, List.of(words)).stream()
                    .filter(set -> set.mix().equals(words))
                    .findFirst()
                    .ifPresentOrElse(
                            set -> derive(
                                    path, "the set " + words, document, set.prediction(), profile, artifacts, update),
                            () -> findings.add(path + ": the set " + words
                                    + " is missing, which the profile says is pending; propose it anew"));
        });
    }

    private static boolean changesNothing(
            AcceptedSet newest, LoadedProfile profile, ArtifactSet artifacts, KeyUpdate update) {
        return profile.predict(newest.chain(), artifacts, update).equals(profile.predict(newest.chain(), artifacts));
    }

    private void derive(
            String path,
            String which,
            BaselineDocument document,
            Prediction stands,
            LoadedProfile profile,
            ArtifactSet artifacts,
            KeyUpdate update) {
        Prediction again;
        try {
            again = profile.predict(document.accepted().get(0).chain(), artifacts, update)
                    .only(document.banks());
        } catch (MeasuredBootException e) {
            findings.add(path + ": " + e.getMessage());
            return;
        }
        if (again.equals(stands)) {
            return;
        }
        for (PredictedPcr pcr : again.pcrs()) {
            Optional<PredictedPcr> before = stands.pcr(pcr.pcr());
            if (!before.equals(Optional.of(pcr))) {
                findings.add(path + ": PCR " + pcr.pcr() + " of " + which
                        + " does not follow from its artifacts and the hardware profile: " + words(pcr) + " follows, "
                        + before.map(Check::words).orElse("nothing")
                        + " stands there");
                return;
            }
        }
        findings.add(path + ": the events of " + which
                + " are not those that follow from its artifacts and the hardware profile; propose it anew");
    }

    private static String words(PredictedPcr pcr) {
        return pcr.values()
                + pcr.notEnforceable()
                        .map(reason -> " (not enforced: " + reason + ")")
                        .orElse("");
    }

    private void attempt(Runnable step) {
        try {
            step.run();
        } catch (BaselinesException | MeasuredBootException e) {
            findings.add(e.getMessage());
        }
    }
}
