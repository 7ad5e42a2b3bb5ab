package io.hallmark.baselines.propose;

import io.hallmark.baselines.BaselinesException;
import io.hallmark.baselines.document.FirmwareDumps;
import io.hallmark.baselines.document.ProfileDocument;
import io.hallmark.baselines.repository.RepositoryFiles;
import io.hallmark.baselines.secureboot.FirmwareKeys;
import io.hallmark.baselines.secureboot.Preflight;
import io.hallmark.baselines.source.ArtifactContents;
import io.hallmark.measuredboot.artifact.ArtifactSet;
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
import io.hallmark.measuredboot.prediction.Predictor;
import io.hallmark.measuredboot.prediction.SelfTest;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.function.UnaryOperator;

/** A hardware profile of a baselines repository with its reference logs read, ready to predict. */
public final class LoadedProfile {
    private final ProfileDocument document;
    private final HardwareProfile profile;
    private final Predictor predictor;
    private final Optional<SelfTest> selfTest;
    private final Optional<SelfTest> tpm;
    private final Optional<Vouching> vouching;

    private LoadedProfile(ProfileDocument document, HardwareProfile profile, Optional<SelfTest> tpm) {
        this.document = document;
        this.profile = profile;
        this.predictor = new Predictor(profile);
        this.tpm = tpm;
        EventLog log = profile.referenceLogs().get(0);
        this.vouching = profile.firmware().secureBoot()
                ? Optional.of(new Vouching(log, FirmwareKeys.of(log, profile.firmware())))
                : Optional.empty();
        this.selfTest = document.booted()
                .map(booted -> SelfTest.run(
                        profile, booted.chain(), ArtifactSet.of(booted.artifacts(), booted.compositions())));
    }

    /**
     * Reads {@code hardware/<name>/}.
     *
     * @throws BaselinesException when the profile is missing or one of its files can't be used
     */
    public static LoadedProfile load(RepositoryFiles files, String name) {
        String folder = "hardware/" + name + "/";
        String path = folder + ProfileDocument.FILE;
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
        return new LoadedProfile(document, new HardwareProfile(name, logs, firmware), tpm);
    }

    /** The values that the TPM reported, against those that its log gives; the kernel's PCR 10 is not in the log. */
    private static SelfTest againstTpm(EventLog log, Map<Bank, SortedMap<Integer, Digest>> reported) {
        PcrValues values = Replay.of(log);
        List<Integer> proven = new ArrayList<>();
        List<SelfTest.Divergence> divergences = new ArrayList<>();
        for (int pcr = 0; pcr < 24; pcr++) {
            Optional<SelfTest.Divergence> divergence = Optional.empty();
            for (Bank bank : log.banks()) {
                Optional<Digest> replayed = values.value(bank, pcr);
                Digest tpm =
                        reported.getOrDefault(bank, new java.util.TreeMap<>()).get(pcr);
                if (divergence.isEmpty() && replayed.isPresent() && tpm != null && !tpm.equals(replayed.get())) {
                    divergence = Optional.of(
                            new SelfTest.Divergence(
                                    pcr,
                                    0,
                                    replayed.get().toString(),
                                    tpm.toString(),
                                    "the TPM reported another value than its log gives: something was extended and not logged"));
                }
            }
            int index = pcr;
            divergence.ifPresentOrElse(divergences::add, () -> proven.add(index));
        }
        return new SelfTest(proven, divergences);
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

    /**
     * Predicts a chain and applies the self-test gate: with what the reference log's node booted where the profile says
     * it, else only PCRs that come out as in the reference log are proven.
     */
    public Prediction predict(BootChain chain, ArtifactSet artifacts) {
        Prediction plain = predictor.predict(chain, artifacts);
        Prediction prediction =
                vouching.map(v -> v.applied(plain, chain, artifacts)).orElse(plain);
        SelfTest test = selfTest.orElseGet(
                () -> SelfTest.compare(prediction, profile.referenceLogs().get(0)));
        Prediction gated = prediction.gated(test);
        if (tpm.isPresent()) {
            gated = gated.gated(tpm.get());
        }
        if (document.booted().isPresent()
                && !kinds(document.booted().get().chain()).equals(kinds(chain))) {
            gated = gated.chainNotEnforceable("the reference log of '" + name() + "' is of a boot through "
                    + String.join(", ", kinds(document.booted().get().chain())) + ", and this chain goes through "
                    + String.join(", ", kinds(chain))
                    + ": record a boot of this chain and make it a profile of its own");
        }
        return gated;
    }

    /**
     * What Secure Boot makes of the images of a chain.
     *
     * @param contents where the signatures in artifacts are read
     * @param pending changes the keys to those that the next boot will find
     */
    public Preflight preflight(
            BootChain chain, ArtifactSet artifacts, ArtifactContents contents, UnaryOperator<FirmwareKeys> pending) {
        return vouching.map(v -> Preflight.check(chain, artifacts, contents, pending.apply(v.keys()), true))
                .orElse(Preflight.OFF);
    }

    private static List<String> kinds(BootChain chain) {
        return chain.stages().stream()
                .map(BootStage::kind)
                .map(kind -> kind.name())
                .toList();
    }
}
