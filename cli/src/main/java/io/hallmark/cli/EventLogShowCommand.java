package io.hallmark.cli;

import io.hallmark.baselines.document.CanonicalJson;
import io.hallmark.measuredboot.digest.Bank;
import io.hallmark.measuredboot.digest.Digest;
import io.hallmark.measuredboot.eventlog.EventLog;
import io.hallmark.measuredboot.eventlog.EventLogReader;
import io.hallmark.measuredboot.eventlog.Finding;
import io.hallmark.measuredboot.eventlog.LogEvent;
import io.hallmark.measuredboot.eventlog.content.ContentDecoder;
import io.hallmark.measuredboot.eventlog.content.Inspection;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Shows the events of a log. */
@Command(
        name = "show",
        mixinStandardHelpOptions = true,
        description = "Show the events of a log in words, and what is odd about it.")
final class EventLogShowCommand implements Callable<Integer> {
    private final Console console;

    @Parameters(paramLabel = "LOG", description = "The event log (binary_bios_measurements).")
    private Path file;

    @Option(names = "--json", description = "Show the log as JSON.")
    private boolean json;

    EventLogShowCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        EventLog log = EventLogReader.read(file);
        List<Finding> findings = Inspection.findings(log);
        console.data(json ? json(log, findings) : text(log, findings));
        return ExitCode.OK;
    }

    private static String text(EventLog log, List<Finding> findings) {
        Table table = new Table().row("event", "PCR", "type", "digest", "what");
        for (LogEvent event : log.events()) {
            table.row(
                    String.valueOf(event.number()),
                    pcr(event),
                    event.type().name(),
                    event.digests()
                            .in(Bank.SHA256)
                            .or(() -> event.digests().all().stream().findFirst())
                            .map(Digest::toString)
                            .orElse("-"),
                    PredictionView.line(ContentDecoder.decode(event).words()));
        }
        StringBuilder text = new StringBuilder(table.render());
        findings.forEach(finding -> text.append(finding.severity().name().toLowerCase(java.util.Locale.ROOT))
                .append(": ")
                .append(finding.code())
                .append(": ")
                .append(PredictionView.line(finding.message()))
                .append('\n'));
        return text.toString();
    }

    static String pcr(LogEvent event) {
        return event.pcr() == LogEvent.NO_PCR ? "none" : String.valueOf(event.pcr());
    }

    private static String json(EventLog log, List<Finding> findings) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("schema", "hallmark/eventlog/v1");
        document.put("format", log.format() == EventLog.Format.SHA1 ? "sha1" : "crypto-agile");
        document.put("banks", log.banks().stream().map(Bank::label).toList());
        document.put(
                "events", log.events().stream().map(EventLogShowCommand::json).toList());
        document.put(
                "findings",
                findings.stream()
                        .map(finding -> {
                            Map<String, Object> entry = new LinkedHashMap<>();
                            entry.put("event", finding.event());
                            entry.put("severity", finding.severity().name().toLowerCase(java.util.Locale.ROOT));
                            entry.put("code", finding.code());
                            entry.put("message", finding.message());
                            return entry;
                        })
                        .toList());
        return CanonicalJson.write(document);
    }

    private static Map<String, Object> json(LogEvent event) {
        Map<String, Object> entry = new LinkedHashMap<>();
        entry.put("number", event.number());
        entry.put("offset", event.offset());
        entry.put("pcr", event.pcr());
        entry.put("type", event.type().name());
        entry.put("digests", PredictionView.digests(event.digests()));
        entry.put("what", ContentDecoder.decode(event).words());
        entry.put(
                "data",
                java.util.Base64.getEncoder().encodeToString(event.data().bytes()));
        return entry;
    }
}
