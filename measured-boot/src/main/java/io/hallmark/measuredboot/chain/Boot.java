package io.hallmark.measuredboot.chain;

import io.hallmark.measuredboot.artifact.Artifact;
import io.hallmark.measuredboot.artifact.ArtifactSet;
import io.hallmark.measuredboot.artifact.Composition;
import io.hallmark.measuredboot.artifact.Content;
import io.hallmark.measuredboot.digest.Bank;
import io.hallmark.measuredboot.digest.Digests;
import io.hallmark.measuredboot.eventlog.EventType;
import io.hallmark.measuredboot.io.Questions;
import io.hallmark.measuredboot.io.Remembered;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** A boot as it is being predicted: stages add their measurements to it in order. */
public final class Boot {
    private static final Content NO_DATA = new Content(new byte[0]);

    /** Boots have most of what is measured as text in common: section names, command lines, shim's variables. */
    private static final Remembered<Measured, Digests> DIGESTS = new Remembered<>(4096);

    private final Questions<Surroundings> surroundings;
    private final ArtifactSet artifacts;
    private final List<Bank> banks;
    private final List<BootStage> stages;
    private final List<PredictedEvent> events = new ArrayList<>();
    private final List<String> notCovered = new ArrayList<>();
    private final Set<Unconfirmed> unconfirmed = new LinkedHashSet<>();
    private int next;

    private Boot(BootChain chain, ArtifactSet artifacts, Collection<Bank> banks, Questions<Surroundings> surroundings) {
        this.surroundings = surroundings;
        this.artifacts = artifacts;
        this.banks = List.copyOf(banks);
        this.stages = chain.stages();
    }

    /** Bytes that are measured, and the banks that they are measured in. */
    private record Measured(List<Bank> banks, Content data) {
        Digests digests() {
            return Digests.hash(banks, data.bytes());
        }
    }

    /**
     * Runs a chain from the firmware's start of its first stage on. What it measures follows from the chain, the artifacts'
     * facts, the banks, and what is asked of the surroundings.
     *
     * @throws io.hallmark.measuredboot.MeasuredBootException when an artifact is missing or is not what a stage needs
     */
    public static ChainEvents run(
            BootChain chain, ArtifactSet artifacts, Collection<Bank> banks, Questions<Surroundings> surroundings) {
        Boot boot = new Boot(chain, artifacts, banks, surroundings);
        boot.startNext(Handover.byFirmware());
        return new ChainEvents(boot.events, boot.notCovered, boot.unconfirmed);
    }

    /** The answer of the surroundings to a question, which must follow from them and from answers before alone. */
    <T> T ask(Function<Surroundings, T> question) {
        return surroundings.ask(question);
    }

    Artifact artifact(String name) {
        return artifacts.get(name);
    }

    boolean hasArtifact(String name) {
        return artifacts.has(name);
    }

    /** The digests of a composition in every bank, unless a file that it needs is not at hand. */
    Optional<Digests> digests(Composition composition) {
        return ask(on -> on.artifacts().digests(composition)).map(digests -> digests.only(banks));
    }

    List<Bank> banks() {
        return banks;
    }

    /** The digests of what is measured, in every bank. */
    Digests digests(byte[] data) {
        return DIGESTS.of(new Measured(banks, new Content(data)), Measured::digests);
    }

    /** The stage that {@link #startNext} would start. */
    Optional<BootStage> nextStage() {
        return next < stages.size() ? Optional.of(stages.get(next)) : Optional.empty();
    }

    /** Whether shim was started, which then verifies what loaders start. */
    boolean startedByShim() {
        return stages.subList(0, next).stream().anyMatch(Shim.class::isInstance);
    }

    /** Starts the next stage, if there is one. */
    void startNext(Handover handover) {
        if (next < stages.size()) {
            stages.get(next++).measure(this, handover);
        }
    }

    /** Starts {@code stage} in place of the next one: the same with what its loader adds. */
    void startNextAs(BootStage stage, Handover handover) {
        next++;
        stage.measure(this, handover);
    }

    void notCovered(String line) {
        notCovered.add(line);
    }

    /** Says that what goes into PCRs follows a rule that no recording confirms. */
    void unconfirmed(String rule, int... pcrs) {
        for (int pcr : pcrs) {
            unconfirmed.add(new Unconfirmed(pcr, rule));
        }
    }

    /**
     * A build in words; one that names no version is that very image alone.
     *
     * @param image name of the artifact, if it is one
     */
    String build(String program, Optional<String> version, Optional<String> image) {
        return version.map(name -> program + " " + name)
                .orElseGet(() -> image.map(this::artifact)
                        .flatMap(artifact -> artifact.facts().digests().in(Bank.SHA256))
                        .map(digest -> "the " + program + " that names no version (" + digest + ")")
                        .orElse(program + " of unknown version"));
    }

    /** An event whose digest is of {@code data}, which is the event's data too. */
    void text(int pcr, EventType type, byte[] data, String description, String rule, String... from) {
        computed(pcr, type, digests(data), data, description, rule, from);
    }

    void computed(
            int pcr, EventType type, Digests digests, byte[] data, String description, String rule, String... from) {
        add(pcr, type, digests, data, description, new Provenance.Computed(rule, List.of(from)), Optional.empty());
    }

    void assumed(int pcr, EventType type, byte[] data, String description, String reason) {
        add(pcr, type, Digests.none(), data, description, new Provenance.Assumed(reason), Optional.empty());
    }

    /** An event that differs from node to node, since variables of the node are in the text. */
    void varying(int pcr, EventType type, byte[] data, String description, String rule, String template) {
        add(
                pcr,
                type,
                Digests.none(),
                data,
                description,
                new Provenance.Computed(rule, List.of()),
                Optional.of(
                        new Variation("the text has variables of the node in it: " + template, Optional.of(template))));
    }

    /** An event of the reference log that may not hold any more. */
    void doubtful(Reference.Event event, String description, String reason) {
        add(
                event.log().pcr(),
                event.log().type(),
                event.log().digests().only(banks),
                event.log().data().bytes(),
                description,
                new Provenance.Assumed(reason),
                Optional.empty());
    }

    /** An event taken over from the reference log. */
    void copied(Reference.Event event, String description) {
        add(
                event.log().pcr(),
                event.log().type(),
                event.log().digests().only(banks),
                event.log().data().bytes(),
                description,
                new Provenance.Copied(event.log().number()),
                Optional.empty());
    }

    /**
     * What is measured when the stage before has loaded this stage's image and starts it: the image into PCR 4, and
     * load options that the loader measures into PCR 12.
     */
    void started(Handover handover, String rule, String name) {
        image(handover.imageEvents(), rule, name);
        loadOptions(handover.measuredOptions(), "systemd-boot.options");
    }

    /** Load options in PCR 12, if there are any; assumed when they are not known. */
    void loadOptions(CommandLine options, String rule) {
        options.text().ifPresent(text -> loadOptions(text, rule));
        options.unknown().ifPresent(reason -> assumed(12, EventType.EV_IPL, NO_DATA.bytes(), "load options", reason));
    }

    /** Load options in PCR 12, as systemd-boot and systemd-stub measure them: UTF-16 with NUL, which is the data too. */
    void loadOptions(String options, String rule) {
        byte[] data = Utf16.terminated(options);
        if (NodeVariables.in(options)) {
            varying(12, EventType.EV_IPL, data, options, rule, options);
        } else {
            text(12, EventType.EV_IPL, data, options, rule);
        }
    }

    /** The PCR 4 events of an image that firmware's LoadImage, or shim in its place, measures. */
    void image(int times, String rule, String name) {
        Artifact artifact = artifact(name);
        Optional<Digests> authenticode =
                artifact.facts().pe().map(pe -> pe.authenticode().only(banks));
        for (int i = 0; i < times; i++) {
            if (authenticode.isPresent()) {
                computed(
                        4,
                        EventType.EV_EFI_BOOT_SERVICES_APPLICATION,
                        authenticode.get(),
                        NO_DATA.bytes(),
                        artifact.name() + " (" + artifact.origin() + ")",
                        rule,
                        name);
            } else {
                assumed(
                        4,
                        EventType.EV_EFI_BOOT_SERVICES_APPLICATION,
                        NO_DATA.bytes(),
                        artifact.name() + " (" + artifact.origin() + ")",
                        "artifact '" + name + "' is not known as a PE file: give the file itself, or a digest file"
                                + " that 'hallmark digest' wrote of it");
            }
        }
    }

    /** An EV_IPL event of a file, as GRUB logs it: digest of the content, name with NUL as data. */
    void file(int pcr, String path, String name, String rule) {
        Artifact artifact = artifact(name);
        computed(
                pcr,
                EventType.EV_IPL,
                artifact.facts().digests().only(banks),
                (path + "\0").getBytes(StandardCharsets.UTF_8),
                path,
                rule,
                name);
    }

    /** The same, when it is not certain that the file is opened just then. */
    void doubtfulFile(int pcr, String path, String name, String reason) {
        Artifact artifact = artifact(name);
        add(
                pcr,
                EventType.EV_IPL,
                artifact.facts().digests().only(banks),
                (path + "\0").getBytes(StandardCharsets.UTF_8),
                path,
                new Provenance.Assumed(reason),
                Optional.empty());
    }

    /** An event as it was computed for a boot before, in the same banks. */
    void add(PredictedEvent event) {
        events.add(event);
    }

    private void add(
            int pcr,
            EventType type,
            Digests digests,
            byte[] data,
            String description,
            Provenance provenance,
            Optional<Variation> variation) {
        events.add(new PredictedEvent(pcr, type, digests, new Content(data), description, provenance, variation));
    }
}
