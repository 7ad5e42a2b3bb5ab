package io.hallmark.cli;

import io.hallmark.baselines.BaselinesException;
import io.hallmark.baselines.approval.ApprovalCheck;
import io.hallmark.baselines.approval.ApprovalResult;
import io.hallmark.baselines.document.CanonicalJson;
import io.hallmark.baselines.propose.Check;
import io.hallmark.baselines.repository.BaselinesRepository;
import io.hallmark.baselines.repository.CommitId;
import io.hallmark.baselines.repository.Credentials;
import io.hallmark.baselines.repository.FolderFiles;
import io.hallmark.baselines.repository.LocalCommit;
import io.hallmark.baselines.repository.RepositoryFiles;
import io.hallmark.baselines.repository.Snapshot;
import io.hallmark.puppetbridge.Hardening;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** For the pull request's own CI. */
@Command(
        name = "check",
        mixinStandardHelpOptions = true,
        description =
                "Check a baselines repository: documents, canonical form, replay of every event list, that every accepted"
                        + " set follows from its artifacts and hardware profile or was accepted before, that what is"
                        + " enforced is what the settings say, and that hardening profiles break nothing and agree with"
                        + " what their nodes boot.")
final class CheckCommand implements Callable<Integer> {
    private final Console console;

    @Parameters(paramLabel = "BASELINES", description = "A folder with a working tree, or the URL of the repository.")
    private String baselines;

    @Option(names = "--json", description = "Show the result as JSON.")
    private boolean json;

    @Option(
            names = "--approvals-since",
            paramLabel = "ID",
            description = "Also check that all that changed since this published or trusted commit was approved: all 40"
                    + " hex digits of its id.")
    private String approvalsSince;

    @Option(
            names = "--commit",
            paramLabel = "COMMIT",
            description = "What --approvals-since looks at: an id or branch (default: the default branch).")
    private String commit;

    @Option(
            names = "--base",
            paramLabel = "ID",
            description =
                    "The reviewed commit that this state changes, all 40 hex digits of its id. What it accepts may be"
                            + " of older hardware profiles; what nothing explains, and what holds nodes to less, is a finding.")
    private String base;

    @Option(
            names = "--allow-weaker",
            description =
                    "With --base: that verifiers would hold nodes to less than before, or accept a set that was not"
                            + " accepted before, is only noted.")
    private boolean allowWeaker;

    @Mixin
    private CacheOption cache;

    CheckCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        Check.Result result = approvalsSince == null ? check() : approvals(check());
        if (json) {
            Map<String, Object> document = new LinkedHashMap<>();
            document.put("schema", "hallmark/check/v1");
            document.put("baselines", result.baselines());
            document.put("findings", result.findings());
            document.put("notes", result.notes());
            console.data(CanonicalJson.write(document));
        } else {
            result.findings().forEach(finding -> console.data("wrong: " + finding + "\n"));
            result.notes().forEach(note -> console.data("note: " + note + "\n"));
            console.data(result.baselines() + " baselines checked, "
                    + result.findings().size() + " findings\n");
        }
        return result.findings().isEmpty() ? ExitCode.OK : ExitCode.FINDING;
    }

    private Check.Result check() {
        Path folder = Path.of(baselines);
        if (Files.isDirectory(folder.resolve("hardware"))) {
            FolderFiles files = FolderFiles.open(folder);
            if (base == null) {
                return check(files, Optional.empty());
            }
            try (LocalCommit reviewed = LocalCommit.open(folder, base)) {
                return check(files, Optional.of(reviewed.snapshot()));
            }
        }
        try (BaselinesRepository repository =
                BaselinesRepository.open(baselines, cache.folder().resolve("repositories"), Credentials.usersOwn())) {
            return check(
                    repository.head(repository.defaultBranch()),
                    Optional.ofNullable(base).map(id -> repository.snapshot(id)));
        }
    }

    private Check.Result check(RepositoryFiles files, Optional<RepositoryFiles> reviewed) {
        Check.Result documents = Check.run(files, reviewed, allowWeaker);
        List<String> notes = new ArrayList<>(documents.notes());
        List<String> findings = new ArrayList<>(documents.findings());
        findings.addAll(Hardening.of(files).check(notes));
        return new Check.Result(documents.baselines(), findings, notes);
    }

    private Check.Result approvals(Check.Result documents) {
        List<String> findings = new ArrayList<>(documents.findings());
        List<String> notes = new ArrayList<>(documents.notes());
        if (!CommitId.isFull(approvalsSince)) {
            throw new BaselinesException("--approvals-since '" + approvalsSince + "' is no commit id: whoever may push"
                    + " can make a branch or the beginning of an id mean another commit; give all 40 hex digits");
        }
        try (BaselinesRepository repository =
                BaselinesRepository.open(baselines, cache.folder().resolve("repositories"), Credentials.usersOwn())) {
            Snapshot head = commit == null ? repository.head(repository.defaultBranch()) : repository.named(commit);
            ApprovalResult result = ApprovalCheck.since(repository, approvalsSince, head.commit(), Instant.now());
            if (result instanceof ApprovalResult.Refused refused) {
                refused.refusals().forEach(refusal -> findings.add(refusal.words()));
            } else if (result instanceof ApprovalResult.Approved approved) {
                approved.approvals()
                        .forEach(approval ->
                                notes.add("commit " + approval.commit().substring(0, 10) + " was approved by "
                                        + approval.person() + " (" + approval.how() + ")"));
            }
        }
        return new Check.Result(documents.baselines(), findings, notes);
    }
}
