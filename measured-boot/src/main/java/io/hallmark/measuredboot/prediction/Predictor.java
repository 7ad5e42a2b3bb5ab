package io.hallmark.measuredboot.prediction;

import io.hallmark.measuredboot.artifact.ArtifactSet;
import io.hallmark.measuredboot.artifact.Content;
import io.hallmark.measuredboot.chain.BootChain;
import io.hallmark.measuredboot.chain.ChainEvents;
import io.hallmark.measuredboot.chain.PredictedEvent;
import io.hallmark.measuredboot.chain.Provenance;
import io.hallmark.measuredboot.chain.Reference;
import io.hallmark.measuredboot.chain.Surroundings;
import io.hallmark.measuredboot.chain.Unconfirmed;
import io.hallmark.measuredboot.chain.Variation;
import io.hallmark.measuredboot.digest.Bank;
import io.hallmark.measuredboot.digest.Digests;
import io.hallmark.measuredboot.eventlog.EventLog;
import io.hallmark.measuredboot.eventlog.EventType;
import io.hallmark.measuredboot.eventlog.LogEvent;
import io.hallmark.measuredboot.eventlog.content.ContentDecoder;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;

/**
 * Predicts the event log of the next boot: what firmware measures is copied from the profile's reference log, what the
 * chain measures is computed from the artifacts, and the reference log's order is kept.
 */
public final class Predictor {
    private static final int LONGEST_WORDS = 160;

    private final HardwareProfile profile;
    private final Reference reference;
    private final Template template;
    private final List<Bank> banks;
    private final Map<Integer, Variation> variations;
    private final PcrResults results;
    /** What becomes of each firmware event, by its number. */
    private final Map<Integer, List<PredictedEvent>> firmware = new HashMap<>();

    private final Splice splice;
    /** The PCRs that firmware extends, as if no chain did. */
    private final Map<Integer, PredictedPcr> firmwarePcrs;
    /** The reference log's events of partition tables. */
    private final List<LogEvent> tables;

    private final boolean isOnlyTable;

    /**
     * Reads the profile's logs once; {@link #predict} may then be called for any number of chains.
     *
     * @param copied what becomes of events that are copied: themselves, or what is known of them besides
     */
    public Predictor(HardwareProfile profile, UnaryOperator<PredictedEvent> copied) {
        EventLog log = profile.referenceLogs().get(0);
        this.profile = profile;
        this.reference = new Reference(log);
        this.template = Template.of(log);
        this.banks = profile.banks();
        this.results = new PcrResults(banks);
        this.variations = Variations.of(profile.referenceLogs());
        for (LogEvent event : template.firmwareEvents()) {
            firmware.put(event.number(), List.of(copied.apply(copy(event))));
        }
        setBootVariables();
        this.tables = template.firmwareEvents().stream()
                .filter(event -> event.type().equals(EventType.EV_EFI_GPT_EVENT)
                        || event.type().equals(EventType.EV_EFI_GPT_EVENT2))
                .toList();
        this.isOnlyTable = tables.size() == 1 && tables.get(0).type().equals(EventType.EV_EFI_GPT_EVENT);
        this.splice = new Splice(template, event -> firmware.get(event.number()));
        this.firmwarePcrs = results.of(splice.with(List.of()));
    }

    /** One that copies what firmware measures as it is. */
    public Predictor(HardwareProfile profile) {
        this(profile, UnaryOperator.identity());
    }

    /** The first event of a boot variable becomes all of them, where they are known. */
    private void setBootVariables() {
        List<LogEvent> recorded = template.firmwareEvents().stream()
                .filter(BootVariables::measures)
                .toList();
        EventType type = recorded.stream().map(LogEvent::type).findFirst().orElse(EventType.EV_EFI_VARIABLE_BOOT);
        BootVariables.events(profile.firmware(), banks, type).ifPresent(known -> {
            for (int i = 0; i < recorded.size(); i++) {
                firmware.put(recorded.get(i).number(), i == 0 ? known : List.of());
            }
        });
    }

    /**
     * The event log and PCR values of the next boot of {@code chain}.
     *
     * @throws io.hallmark.measuredboot.MeasuredBootException when an artifact is missing or is not what a stage needs
     */
    public Prediction predict(BootChain chain, ArtifactSet artifacts) {
        MeasuredChain measured =
                MeasuredChain.of(chain, artifacts, banks, new Surroundings(profile.firmware(), reference, artifacts));
        ChainEvents chains = measured.chain();
        if (chain.gpt().isEmpty()) {
            List<PredictedEvent> events = splice.with(chains.events());
            return new Prediction(banks, events, pcrs(measured, events), chains.notCovered(), chains.unconfirmed());
        }
        byte[] table = PartitionTable.measured(artifacts.get(chain.gpt().get()));
        List<PredictedEvent> events = new Splice(
                        template,
                        event -> tables.contains(event) ? List.of(table(event, table)) : firmware.get(event.number()))
                .with(chains.events());
        Set<Unconfirmed> unconfirmed = new LinkedHashSet<>(chains.unconfirmed());
        // Firmware may measure more or less of it than the specification's structure.
        unconfirmed.add(new Unconfirmed(5, "how this firmware measures the partition table that 'gpt' gives"));
        return new Prediction(
                banks, events, List.copyOf(results.of(events).values()), chains.notCovered(), unconfirmed);
    }

    /** Most PCRs are extended by firmware alone or by the chain alone. */
    private List<PredictedPcr> pcrs(MeasuredChain chain, List<PredictedEvent> events) {
        List<PredictedPcr> pcrs = new ArrayList<>();
        for (int pcr = 0; pcr <= PredictedEvent.LAST_PCR; pcr++) {
            PredictedPcr byFirmware = firmwarePcrs.get(pcr);
            PredictedPcr byChain = chain.pcrs().get(pcr);
            if (byFirmware != null && byChain != null) {
                pcrs.add(results.of(pcr, events));
            } else if (byFirmware != null || byChain != null) {
                pcrs.add(byFirmware != null ? byFirmware : byChain);
            }
        }
        return pcrs;
    }

    /** @param known what firmware measures of the table that the image makes */
    private PredictedEvent table(LogEvent event, byte[] known) {
        return isOnlyTable
                ? new PredictedEvent(
                        event.pcr(),
                        event.type(),
                        Digests.hash(banks, known),
                        new Content(known),
                        "partition table",
                        new Provenance.Computed("firmware.gpt", List.of()),
                        Optional.empty())
                : new PredictedEvent(
                        event.pcr(),
                        event.type(),
                        event.digests().only(banks),
                        event.data(),
                        "partition table",
                        new Provenance.Assumed(
                                "the reference log has the partition tables of several disks, or has them in"
                                        + " the form of EV_EFI_GPT_EVENT2, so it is not known what 'gpt' becomes of it"),
                        Optional.empty());
    }

    private PredictedEvent copy(LogEvent event) {
        return new PredictedEvent(
                event.pcr(),
                event.type(),
                event.digests().only(banks),
                event.data(),
                words(event),
                new Provenance.Copied(event.number()),
                Optional.ofNullable(variations.get(event.number())));
    }

    /** One short line: separators and blobs say nothing that the type does not. */
    private static String words(LogEvent event) {
        String words =
                ContentDecoder.decode(event).words().replaceAll("\\s+", " ").strip();
        return words.length() <= LONGEST_WORDS ? words : words.substring(0, LONGEST_WORDS - 1) + "…";
    }
}
