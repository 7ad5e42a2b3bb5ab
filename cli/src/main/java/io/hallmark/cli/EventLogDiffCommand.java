package io.hallmark.cli;

import io.hallmark.baselines.diff.LogDiff;
import io.hallmark.baselines.document.CanonicalJson;
import io.hallmark.measuredboot.eventlog.EventLogReader;
import io.hallmark.measuredboot.eventlog.LogEvent;
import io.hallmark.measuredboot.eventlog.content.ContentDecoder;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Compares two logs. */
@Command(
        name = "diff",
        mixinStandardHelpOptions = true,
        description = "Compare two logs event by event within each PCR; exits with 1 when they differ.")
final class EventLogDiffCommand implements Callable<Integer> {
    private final Console console;

    @Parameters(index = "0", paramLabel = "LOG", description = "The one log.")
    private Path first;

    @Parameters(index = "1", paramLabel = "LOG", description = "The other log.")
    private Path second;

    @Option(names = "--json", description = "Show the differences as JSON.")
    private boolean json;

    EventLogDiffCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        List<LogDiff.Difference> differences = LogDiff.between(EventLogReader.read(first), EventLogReader.read(second));
        if (json) {
            Map<String, Object> document = new LinkedHashMap<>();
            document.put("schema", "hallmark/eventlog-diff/v1");
            document.put(
                    "differences",
                    differences.stream().map(EventLogDiffCommand::json).toList());
            console.data(CanonicalJson.write(document));
        } else {
            for (LogDiff.Difference difference : differences) {
                difference.first().ifPresent(event -> console.data(line("-", event)));
                difference.second().ifPresent(event -> console.data(line("+", event)));
            }
        }
        return differences.isEmpty() ? ExitCode.OK : ExitCode.FINDING;
    }

    private static String line(String sign, LogEvent event) {
        return sign + " PCR " + EventLogShowCommand.pcr(event) + " event " + event.number() + " " + event.type() + " "
                + PredictionView.line(ContentDecoder.decode(event).words()) + "\n";
    }

    private static Map<String, Object> json(LogDiff.Difference difference) {
        Map<String, Object> entry = new LinkedHashMap<>();
        entry.put("pcr", difference.pcr());
        entry.put("first", difference.first().map(EventLogDiffCommand::json));
        entry.put("second", difference.second().map(EventLogDiffCommand::json));
        return entry;
    }

    private static Map<String, Object> json(LogEvent event) {
        Map<String, Object> entry = new LinkedHashMap<>();
        entry.put("event", event.number());
        entry.put("type", event.type().name());
        entry.put("digests", PredictionView.digests(event.digests()));
        entry.put("what", ContentDecoder.decode(event).words());
        return entry;
    }
}
