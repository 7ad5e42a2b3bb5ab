package io.hallmark.baselines.propose;

import io.hallmark.baselines.BaselinesException;
import io.hallmark.baselines.document.FirmwareDumps;
import io.hallmark.baselines.document.ProfileDocument;
import io.hallmark.baselines.repository.RepositoryFiles;
import io.hallmark.baselines.secureboot.KeyUpdate;
import io.hallmark.baselines.secureboot.KeyedPredictor;
import io.hallmark.baselines.secureboot.Preflight;
import io.hallmark.baselines.source.ArtifactContents;
import io.hallmark.baselines.source.FilesAtHand;
import io.hallmark.measuredboot.artifact.ArtifactSet;
import io.hallmark.measuredboot.artifact.Content;
import io.hallmark.measuredboot.chain.BootChain;
import io.hallmark.measuredboot.chain.BootStage;
import io.hallmark.measuredboot.chain.FirmwareState;
import io.hallmark.measuredboot.digest.Bank;
import io.hallmark.measuredboot.digest.Digest;
import io.hallmark.measuredboot.eventlog.EventLog;
import io.hallmark.measuredboot.eventlog.EventLogReader;
import io.hallmark.measuredboot.eventlog.PcrValues;
import io.hallmark.measuredboot.eventlog.Replay;
import io.hallmark.measuredboot.prediction.HardwareProfile;
import io.hallmark.measuredboot.prediction.Prediction;
import io.hallmark.measuredboot.prediction.SelfTest;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.concurrent.ConcurrentHashMap;

/** A hardware profile of a baselines repository with its reference logs read, ready to predict. */
public final class LoadedProfile {
    private static final Set<Integer> SYSTEMDS = Set.of(11, 15);
    private static final String SYSTEMD =
            ", as systemd does with PCR 11 at each phase of a boot and with PCR 15 (systemd-pcrphase, systemd-pcrextend)";

    private final ProfileDocument document;
    private final HardwareProfile profile;
    private final Optional<Prediction> booted;
    /** The kinds of the stages that the reference log's node booted; empty when the profile does not say that. */
    private final List<String> bootedStages;

    private final Optional<SelfTest> selfTest;
    private final Optional<SelfTest> tpm;
    private final KeyedPredictor now;
    private final Map<KeyUpdate, KeyedPredictor> later = new ConcurrentHashMap<>();
    private final Map<String, KeyUpdate> pending;

    private LoadedProfile(
            ProfileDocument document, HardwareProfile profile, Optional<SelfTest> tpm, Map<String, KeyUpdate> pending) {
        this.document = document;
        this.profile = profile;
        this.tpm = tpm;
        this.pending = pending;
        this.now = KeyedPredictor.of(profile);
        this.booted = document.booted()
                .map(boot -> now.predict(boot.chain(), ArtifactSet.of(boot.artifacts(), boot.compositions())));
        this.selfTest = booted.map(now::selfTest);
        this.bootedStages = document.booted()
                .map(ProfileDocument.Booted::chain)
                .map(LoadedProfile::kinds)
                .orElse(List.of());
    }

    /**
     * Reads {@code hardware/<name>/}.
     *
     * @throws BaselinesException when the profile is missing or one of its files can't be used
     */
    public static LoadedProfile load(RepositoryFiles files, String name) {
        String folder = "hardware/" + name + "/";
        String path = ProfileDocument.path(name);
        byte[] bytes = files.read(path)
                .orElseThrow(() -> new BaselinesException("hardware profile '" + name + "' is not known: there is no "
                        + path + " in " + files.describe() + "; add it with 'hallmark profile add'"));
        ProfileDocument document = ProfileDocument.read(path, bytes);
        if (!document.name().equals(name)) {
            throw new BaselinesException(path + ": the profile's name is '" + document.name() + "', but its folder is '"
                    + name + "'; rename one of them");
        }
        List<EventLog> logs = new ArrayList<>();
        for (String log : document.logs()) {
            logs.add(EventLogReader.read(files.require(folder + log), folder + log));
        }
        FirmwareState firmware = FirmwareState.of(logs.get(0));
        if (document.variables().isPresent()) {
            String variables = folder + document.variables().get();
            firmware = firmware.with(FirmwareDumps.variables(variables, files.require(variables)));
        }
        Optional<SelfTest> tpm = document.pcrs().map(pcrs -> {
            String file = folder + pcrs;
            return againstTpm(logs.get(0), FirmwareDumps.pcrs(file, files.require(file)));
        });
        return new LoadedProfile(
                document, new HardwareProfile(name, logs, firmware), tpm, pending(document, folder, files));
    }

    /** The updates by the words for those that a node has taken then; each comes upon those before it. */
    private static Map<String, KeyUpdate> pending(ProfileDocument document, String folder, RepositoryFiles files) {
        Map<String, KeyUpdate> updates = new LinkedHashMap<>();
        document.afterPending().forEach((words, taken) -> {
            KeyUpdate all = KeyUpdate.NONE;
            for (ProfileDocument.Pending step : taken) {
                all = all.then(new KeyUpdate(
                        contents(step.kek(), folder, files),
                        contents(step.db(), folder, files),
                        contents(step.dbx(), folder, files),
                        contents(step.sbatLevel(), folder, files).stream().findFirst()));
            }
            updates.put(words, all);
        });
        return Collections.unmodifiableMap(updates);
    }

    private static List<Content> contents(Optional<String> file, String folder, RepositoryFiles files) {
        return file.map(name -> new Content(files.require(folder + name))).stream()
                .toList();
    }

    /**
     * The values that the TPM reported, against those that its log gives in the banks that it carries. Of PCRs 0 to 15,
     * which a boot is measured into (PFP, "PCR Usage"), each must have been reported, and one that no event extends must be
     * as it was before the boot: zero. What is not reported proves nothing. PCR 10 is the kernel's, which extends it when
     * the log has ended; those from 16 on are for debugging, late launches and applications.
     */
    private static SelfTest againstTpm(EventLog log, Map<Bank, SortedMap<Integer, Digest>> reported) {
        PcrValues values = Replay.of(log);
        List<Bank> banks = log.banks().stream()
                .filter(bank ->
                        bank.computable() && Replay.incomplete(log, bank).isEmpty())
                .toList();
        List<Integer> proven = new ArrayList<>();
        List<SelfTest.Divergence> divergences = new ArrayList<>();
        for (int pcr = 0; pcr < 24; pcr++) {
            int index = pcr;
            banks.stream()
                    .flatMap(bank -> againstTpm(
                            index,
                            bank,
                            values.value(bank, index),
                            Optional.ofNullable(reported.getOrDefault(bank, Collections.emptySortedMap())
                                    .get(index)))
                            .stream())
                    .findFirst()
                    .ifPresentOrElse(divergences::add, () -> proven.add(index));
        }
        return new SelfTest(proven, divergences);
    }

    private static Optional<SelfTest.Divergence> againstTpm(
            int pcr, Bank bank, Optional<Digest> replayed, Optional<Digest> tpm) {
        boolean ofBoot = pcr < 16 && pcr != 10;
        if (!ofBoot && (replayed.isEmpty() || tpm.isEmpty())) {
            return Optional.empty();
        }
        Digest expected = replayed.orElseGet(bank::zero);
        if (tpm.isEmpty()) {
            return Optional.of(new SelfTest.Divergence(
                    pcr,
                    0,
                    expected.toString(),
                    "no " + bank.label() + " value of PCR " + pcr,
                    "the profile's PCR values lack it, so nothing is known of this PCR: read PCRs 0 to 15 of every bank on"
                            + " the node"));
        }
        if (tpm.get().equals(expected)) {
            return Optional.empty();
        }
        return Optional.of(new SelfTest.Divergence(
                pcr,
                0,
                expected.toString(),
                tpm.get().toString(),
                replayed.isPresent()
                        ? "the TPM reported another value than its log gives: something was extended and not logged"
                                + (SYSTEMDS.contains(pcr) ? SYSTEMD : "")
                        : "the TPM reported a value though the log has no event of this PCR: something was extended and"
                                + " not logged"
                                + (SYSTEMDS.contains(pcr) ? SYSTEMD : "")));
    }

    public String name() {
        return document.name();
    }

    public ProfileDocument document() {
        return document;
    }

    public HardwareProfile profile() {
        return profile;
    }

    /** The self-test with what the reference log's node booted; empty when the profile does not say that. */
    public Optional<SelfTest> selfTest() {
        return selfTest;
    }

    /** How the first log compares with the values that its TPM reported; empty when the profile has none. */
    public Optional<SelfTest> tpm() {
        return tpm;
    }

    /**
     * Predicts a chain and applies the self-test gate: with what the reference log's node booted where the profile says
     * it, else only PCRs that come out as in the reference log are proven.
     */
    public Prediction predict(BootChain chain, ArtifactSet artifacts) {
        return predict(chain, artifacts, KeyUpdate.NONE);
    }

    /** The same for nodes that have taken an update of the firmware's keys. */
    public Prediction predict(BootChain chain, ArtifactSet artifacts, KeyUpdate update) {
        Prediction present = now.predict(chain, artifacts);
        return update.equals(KeyUpdate.NONE)
                ? gated(present, present, chain)
                : gated(after(update).predict(chain, artifacts), present, chain);
    }

    /** Whether no image of a chain is refused once an update has been taken, as far as digests and names tell. */
    public boolean starts(BootChain chain, ArtifactSet artifacts, KeyUpdate update) {
        return preflight(chain, artifacts, FilesAtHand.NONE, update).refusals().isEmpty();
    }

    /** @param present the prediction for the keys of the reference log, which alone can be held against that log */
    private Prediction gated(Prediction prediction, Prediction present, BootChain chain) {
        SelfTest test = selfTest.orElseGet(() -> now.gate().test(present));
        Prediction gated = prediction.gated(test).confirmedBy(booted.orElse(present));
        if (tpm.isPresent()) {
            gated = gated.gated(tpm.get());
        }
        if (document.booted().isPresent() && !bootedStages.equals(kinds(chain))) {
            gated = gated.chainNotEnforceable("the reference log of '" + name() + "' is of a boot through "
                    + String.join(", ", bootedStages) + ", and this chain goes through "
                    + String.join(", ", kinds(chain))
                    + ": record a boot of this chain and make it a profile of its own");
        }
        return gated;
    }

    /**
     * The updates of the firmware's keys that are pending, in order: all that a node has taken by then, by words that name
     * the last of them.
     */
    public Map<String, KeyUpdate> pending() {
        return pending;
    }

    /**
     * What Secure Boot makes of the images of a chain.
     *
     * @param contents where the signatures in artifacts are read
     * @param update what the next boot finds besides the keys of the reference log
     */
    public Preflight preflight(BootChain chain, ArtifactSet artifacts, ArtifactContents contents, KeyUpdate update) {
        return after(update).preflight(chain, artifacts, contents);
    }

    private KeyedPredictor after(KeyUpdate update) {
        return later.computeIfAbsent(update, now::after);
    }

    private static List<String> kinds(BootChain chain) {
        return chain.stages().stream()
                .map(BootStage::kind)
                .map(kind -> kind.name())
                .toList();
    }
}
