package io.hallmark.cli;

import io.hallmark.baselines.BaselinesException;
import io.hallmark.baselines.document.CanonicalJson;
import io.hallmark.puppetbridge.puppet.NodeRun;
import io.hallmark.puppetbridge.puppet.PuppetDb;
import io.hallmark.puppetbridge.puppet.RoleTable;
import io.hallmark.puppetbridge.puppet.RunReport;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Reads back what nodes applied. */
@Command(
        name = "status",
        mixinStandardHelpOptions = true,
        description =
                "What nodes applied in their last runs of Puppet, from PuppetDB or from reports: role, node, baseline, what is"
                        + " pending and what failed.")
final class HardenStatusCommand implements Callable<Integer> {
    private static final String NONE = "-";
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final Console console;

    @Parameters(
            paramLabel = "REPORT",
            arity = "0..*",
            description = "Reports of runs: last_run_report.yaml, or the files in a Puppet Server's reports folder.")
    private List<Path> reports = List.of();

    @Option(
            names = "--puppetdb",
            paramLabel = "URL",
            description = "Ask this PuppetDB (https://HOST:PORT) for the last run of each node.")
    private URI puppetDb;

    @Option(
            names = "--credential",
            paramLabel = "ID",
            description = "The credential for PuppetDB: cert.pem, key.pem and ca.pem.")
    private String credential;

    @Mixin
    private CredentialsOption credentials;

    @Option(
            names = "--baseline",
            paramLabel = "ID",
            description = "What every node should have applied (hallmark-COMMIT); one that has not is a finding.")
    private String baseline;

    @Option(names = "--json", description = "Show the table as JSON.")
    private boolean json;

    HardenStatusCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        RoleTable nodes = RoleTable.of(runs());
        if (json) {
            List<Object> rows = new ArrayList<>();
            nodes.roles().forEach((role, runs) -> runs.forEach(run -> rows.add(row(role, run))));
            Map<String, Object> document = new LinkedHashMap<>();
            document.put("schema", "hallmark/hardening-status/v1");
            document.put("nodes", rows);
            console.data(CanonicalJson.write(document));
        } else {
            Table table = new Table().row("role", "node", "state", "pending", "failed", "baseline");
            nodes.roles()
                    .forEach((role, runs) -> runs.forEach(run -> table.row(
                            role.isEmpty() ? NONE : role,
                            run.node(),
                            run.state().label(),
                            String.valueOf(run.pending().size()),
                            String.valueOf(run.failed().size()),
                            run.baseline().orElse(NONE))));
            console.data(table.render());
        }
        if (baseline == null) {
            return ExitCode.OK;
        }
        List<NodeRun> behind = nodes.behind(baseline);
        behind.forEach(run -> console.message(run.node() + " has not applied " + baseline));
        return behind.isEmpty() ? ExitCode.OK : ExitCode.FINDING;
    }

    private List<NodeRun> runs() {
        if ((puppetDb == null) != (credential == null) || (puppetDb == null && reports.isEmpty())) {
            throw new BaselinesException("give reports, or --puppetdb with --credential; or both");
        }
        List<NodeRun> runs =
                new ArrayList<>(reports.stream().map(HardenStatusCommand::read).toList());
        if (puppetDb != null) {
            runs.addAll(PuppetDb.of(puppetDb, credentials.secrets(), credential, PATIENCE)
                    .runs());
        }
        return runs;
    }

    private static NodeRun read(Path report) {
        try {
            return RunReport.read(report.toString(), Files.readAllBytes(report));
        } catch (IOException e) {
            throw new BaselinesException(report + " can't be read: " + e, e);
        }
    }

    private static Map<String, Object> row(String role, NodeRun run) {
        Map<String, Object> row = new LinkedHashMap<>();
        row.put("role", role);
        row.put("node", run.node());
        row.put("state", run.state().name().toLowerCase(java.util.Locale.ROOT));
        row.put("noop", run.noop());
        row.put("time", run.time());
        row.put("baseline", run.baseline().orElse(""));
        row.put("changed", run.changed());
        row.put("pending", run.pending());
        row.put("failed", run.failed());
        return row;
    }
}
