package io.hallmark.cli;

import io.hallmark.baselines.document.CanonicalJson;
import io.hallmark.baselines.repository.BaselinesRepository;
import io.hallmark.baselines.repository.Credentials;
import io.hallmark.baselines.repository.FolderFiles;
import io.hallmark.baselines.repository.RepositoryFiles;
import io.hallmark.puppetbridge.Hardening;
import io.hallmark.puppetbridge.RoleProfile;
import io.hallmark.puppetbridge.node.NodeCheck;
import io.hallmark.puppetbridge.node.NodeInspection;
import io.hallmark.puppetbridge.node.NodeInspection.Outcome;
import io.hallmark.puppetbridge.node.NodeInspection.Verdict;
import io.hallmark.puppetbridge.node.NodeState;
import io.hallmark.puppetbridge.node.ShellScript;
import io.hallmark.puppetbridge.profile.HardeningProfile;
import io.hallmark.puppetbridge.profile.Measure;
import io.hallmark.puppetbridge.rules.Rule;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Checks a node, or the tree of an image, against the profile of its role. */
@Command(
        name = "check",
        mixinStandardHelpOptions = true,
        description =
                "Check this node, or the tree of an image, against the hardening profile of a role. Nothing is changed. Run it"
                        + " as root: some of what it reads, nobody else may.")
final class HardenCheckCommand implements Callable<Integer> {
    private final Console console;

    @Parameters(paramLabel = "BASELINES", description = "A folder with a working tree, or the URL of the repository.")
    private String baselines;

    @Option(names = "--role", paramLabel = "ROLE", required = true, description = "The role.")
    private String role;

    @Option(
            names = "--root",
            paramLabel = "FOLDER",
            description = "Check this tree instead of the running system; what only a kernel can say is not judged.")
    private Path root;

    @Option(names = "--script", description = "Print a shell script that makes the same checks, and check nothing.")
    private boolean script;

    @Option(names = "--json", description = "Show the result as JSON, with the rules that each measure serves.")
    private boolean json;

    @Mixin
    private CacheOption cache;

    HardenCheckCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        RoleProfile profile = profile();
        profile.findings().forEach(finding -> console.message(finding.toString()));
        if (script) {
            console.data(ShellScript.of(role, profile.profile().checks()));
            return ExitCode.OK;
        }
        NodeInspection inspection = root == null ? NodeInspection.ofThisNode() : NodeInspection.ofTree(root);
        boolean failed = !profile.errors().isEmpty();
        List<Object> results = new ArrayList<>();
        Table table = new Table();
        for (Looked looked : looked(profile.profile(), inspection)) {
            Outcome outcome = looked.outcome();
            failed |= outcome.verdict() == Verdict.FAILED;
            results.add(result(looked));
            table.row(
                    words(outcome.verdict()),
                    looked.measure(),
                    outcome.check().what() + ": "
                            + outcome.check().expectation().words()
                            + (outcome.found().isEmpty() ? "" : " (" + outcome.found() + ")"));
        }
        if (json) {
            Map<String, Object> document = new LinkedHashMap<>();
            document.put("schema", "hallmark/node-check/v1");
            document.put("role", role);
            document.put("checks", results);
            console.data(CanonicalJson.write(document));
        } else {
            console.data(table.render());
        }
        return failed ? ExitCode.FINDING : ExitCode.OK;
    }

    /** What came of a check, and what it is of. */
    private record Looked(String measure, List<Rule> rules, Outcome outcome) {}

    private static List<Looked> looked(HardeningProfile profile, NodeInspection inspection) {
        List<Looked> looked = new ArrayList<>();
        for (Measure measure : profile.measures()) {
            inspection
                    .judge(measure.checks(profile.node()))
                    .forEach(outcome -> looked.add(new Looked(measure.name(), measure.rules(), outcome)));
        }
        for (NodeState left : profile.leftovers()) {
            inspection
                    .judge(left.checks(profile.node().platform()))
                    .forEach(outcome -> looked.add(new Looked("nothing of earlier profiles", List.of(), outcome)));
        }
        return looked;
    }

    private RoleProfile profile() {
        if (Files.isDirectory(Path.of(baselines, "hardening"))) {
            return profile(FolderFiles.open(Path.of(baselines)));
        }
        try (BaselinesRepository repository =
                BaselinesRepository.open(baselines, cache.folder().resolve("repositories"), Credentials.usersOwn())) {
            return profile(repository.head(repository.defaultBranch()));
        }
    }

    private RoleProfile profile(RepositoryFiles files) {
        return Hardening.of(files).profile(role);
    }

    private static Map<String, Object> result(Looked looked) {
        Outcome outcome = looked.outcome();
        NodeCheck check = outcome.check();
        Map<String, Object> result = new LinkedHashMap<>();
        result.put("measure", looked.measure());
        result.put("check", check.what());
        result.put("looksAt", check.probe().words());
        result.put("expected", check.expectation().words());
        result.put("verdict", outcome.verdict().name().toLowerCase(Locale.ROOT).replace('_', '-'));
        result.put("found", outcome.found());
        Map<String, Object> rules = new LinkedHashMap<>();
        for (Rule rule : looked.rules()) {
            rules.put(rule.name(), rule.references());
        }
        result.put("rules", rules);
        return result;
    }

    private static String words(Verdict verdict) {
        return switch (verdict) {
            case PASSED -> "ok";
            case FAILED -> "FAIL";
            case NOT_JUDGED -> "-";
        };
    }
}
