package io.hallmark.cli;

import io.hallmark.baselines.document.CanonicalJson;
import io.hallmark.measuredboot.digest.Bank;
import io.hallmark.measuredboot.eventlog.EventLog;
import io.hallmark.measuredboot.eventlog.EventLogReader;
import io.hallmark.measuredboot.eventlog.PcrValues;
import io.hallmark.measuredboot.eventlog.Replay;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Replays a log into PCR values. */
@Command(
        name = "replay",
        mixinStandardHelpOptions = true,
        description = "Replay a log into PCR values; of a bank that it does not carry completely, the reason is shown.")
final class EventLogReplayCommand implements Callable<Integer> {
    private final Console console;

    @Parameters(paramLabel = "LOG", description = "The event log (binary_bios_measurements).")
    private Path file;

    @Option(names = "--json", description = "Show the values as JSON.")
    private boolean json;

    EventLogReplayCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        EventLog log = EventLogReader.read(file);
        PcrValues values = Replay.of(log);
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("schema", "hallmark/pcrs/v1");
        StringBuilder text = new StringBuilder();
        for (Bank bank : log.banks()) {
            Map<String, Object> byPcr = new LinkedHashMap<>();
            values.of(bank).forEach((pcr, digest) -> byPcr.put(pcr.toString(), digest.hex()));
            Map<String, Object> missing = new LinkedHashMap<>();
            values.incomplete(bank).forEach((pcr, reason) -> missing.put(pcr.toString(), reason));
            document.put(bank.label(), Map.of("values", byPcr, "incomplete", missing));
            text.append(bank.label()).append('\n');
            Table table = new Table();
            byPcr.forEach((pcr, hex) -> table.row("  " + pcr, hex.toString()));
            missing.forEach((pcr, reason) -> table.row("  " + pcr, "incomplete: " + reason));
            text.append(table.render());
        }
        console.data(json ? CanonicalJson.write(document) : text.toString());
        return ExitCode.OK;
    }
}
