package io.hallmark.measuredboot.prediction;

import io.hallmark.measuredboot.artifact.ArtifactSet;
import io.hallmark.measuredboot.artifact.Content;
import io.hallmark.measuredboot.chain.Boot;
import io.hallmark.measuredboot.chain.BootChain;
import io.hallmark.measuredboot.chain.PredictedEvent;
import io.hallmark.measuredboot.chain.Provenance;
import io.hallmark.measuredboot.chain.Reference;
import io.hallmark.measuredboot.chain.Unconfirmed;
import io.hallmark.measuredboot.chain.Variation;
import io.hallmark.measuredboot.digest.Bank;
import io.hallmark.measuredboot.digest.Digests;
import io.hallmark.measuredboot.eventlog.EventLog;
import io.hallmark.measuredboot.eventlog.EventType;
import io.hallmark.measuredboot.eventlog.LogEvent;
import io.hallmark.measuredboot.eventlog.content.ContentDecoder;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Predicts the event log of the next boot: what firmware measures is copied from the profile's reference log, what the
 * chain measures is computed from the artifacts, and the reference log's order is kept.
 */
public final class Predictor {
    private static final int LONGEST_WORDS = 160;

    private final HardwareProfile profile;
    private final EventLog log;
    private final Reference reference;
    private final Template template;
    private final List<Bank> banks;
    private final Map<Integer, Variation> variations;
    private final Optional<List<PredictedEvent>> bootVariables;
    private final Map<Integer, List<PredictedEvent>> copies = new HashMap<>();
    private final PcrResults results;
    /** The reference log's events of partition tables. */
    private final List<LogEvent> tables;

    private final boolean isOnlyTable;

    /** Reads the profile's logs once; {@link #predict} may then be called for any number of chains. */
    public Predictor(HardwareProfile profile) {
        this.profile = profile;
        this.log = profile.referenceLogs().get(0);
        this.reference = new Reference(log);
        this.template = Template.of(log);
        this.banks = profile.banks();
        this.tables = template.firmwareEvents().stream()
                .filter(event -> event.type().equals(EventType.EV_EFI_GPT_EVENT)
                        || event.type().equals(EventType.EV_EFI_GPT_EVENT2))
                .toList();
        this.isOnlyTable = tables.size() == 1 && tables.get(0).type().equals(EventType.EV_EFI_GPT_EVENT);
        this.variations = Variations.of(profile.referenceLogs());
        this.bootVariables = BootVariables.events(profile.firmware(), banks, bootVariableType());
        template.firmwareEvents().forEach(event -> copies.put(event.number(), copy(event)));
        this.results = new PcrResults(banks);
    }

    /**
     * The event log and PCR values of the next boot of {@code chain}.
     *
     * @throws io.hallmark.measuredboot.MeasuredBootException when an artifact is missing or is not what a stage needs
     */
    public Prediction predict(BootChain chain, ArtifactSet artifacts) {
        Boot boot = Boot.run(profile.firmware(), artifacts, reference, banks, chain);
        FirmwareEvents firmware =
                new FirmwareEvents(chain.gpt().map(artifacts::get).map(PartitionTable::measured));
        List<PredictedEvent> events = new Splice(template, firmware::next).with(boot.events());
        Set<Unconfirmed> unconfirmed = new LinkedHashSet<>(boot.unconfirmed());
        if (chain.gpt().isPresent()) {
            // Firmware may measure more or less of it than the specification's structure.
            unconfirmed.add(new Unconfirmed(5, "how this firmware measures the partition table that 'gpt' gives"));
        }
        return new Prediction(banks, events, results.of(events), boot.notCovered(), unconfirmed);
    }

    private List<PredictedEvent> copy(LogEvent event) {
        return List.of(new PredictedEvent(
                event.pcr(),
                event.type(),
                event.digests().only(banks),
                event.data(),
                words(event),
                new Provenance.Copied(event.number()),
                Optional.ofNullable(variations.get(event.number()))));
    }

    /** One short line: separators and blobs say nothing that the type does not. */
    private static String words(LogEvent event) {
        String words =
                ContentDecoder.decode(event).words().replaceAll("\\s+", " ").strip();
        return words.length() <= LONGEST_WORDS ? words : words.substring(0, LONGEST_WORDS - 1) + "…";
    }

    private EventType bootVariableType() {
        return log.events().stream()
                .filter(BootVariables::measures)
                .map(LogEvent::type)
                .findFirst()
                .orElse(EventType.EV_EFI_VARIABLE_BOOT);
    }

    /** What becomes of each firmware event of the template; used for one prediction. */
    private final class FirmwareEvents {
        private final Optional<byte[]> partitionTable;
        private boolean variablesDone;

        FirmwareEvents(Optional<byte[]> partitionTable) {
            this.partitionTable = partitionTable;
        }

        List<PredictedEvent> next(LogEvent event) {
            if (bootVariables.isPresent() && BootVariables.measures(event)) {
                boolean first = !variablesDone;
                variablesDone = true;
                return first ? bootVariables.get() : List.of();
            }
            if (partitionTable.isPresent() && tables.contains(event) && !isOnlyTable) {
                return List.of(new PredictedEvent(
                        event.pcr(),
                        event.type(),
                        event.digests().only(banks),
                        event.data(),
                        "partition table",
                        new Provenance.Assumed(
                                "the reference log has the partition tables of several disks, or has them in"
                                        + " the form of EV_EFI_GPT_EVENT2, so it is not known what 'gpt' becomes of it"),
                        Optional.empty()));
            }
            if (partitionTable.isPresent() && tables.contains(event)) {
                return List.of(new PredictedEvent(
                        event.pcr(),
                        event.type(),
                        Digests.hash(banks, partitionTable.get()),
                        new Content(partitionTable.get()),
                        "partition table",
                        new Provenance.Computed("firmware.gpt", List.of()),
                        Optional.empty()));
            }
            return copies.get(event.number());
        }
    }
}
