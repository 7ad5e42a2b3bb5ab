package io.hallmark.cli;

import io.hallmark.baselines.document.CanonicalJson;
import io.hallmark.baselines.propose.Check;
import io.hallmark.baselines.repository.BaselinesRepository;
import io.hallmark.baselines.repository.Credentials;
import io.hallmark.baselines.repository.FolderFiles;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
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
                "Check a baselines repository: documents, canonical form, replay of every event list, and that every"
                        + " newest set follows from its artifacts and hardware profile.")
final class CheckCommand implements Callable<Integer> {
    private final Console console;

    @Parameters(paramLabel = "BASELINES", description = "A folder with a working tree, or the URL of the repository.")
    private String baselines;

    @Option(names = "--json", description = "Show the result as JSON.")
    private boolean json;

    @Mixin
    private CacheOption cache;

    CheckCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        Check.Result result = check();
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
        if (Files.isDirectory(Path.of(baselines, "hardware"))) {
            return Check.run(FolderFiles.open(Path.of(baselines)));
        }
        try (BaselinesRepository repository =
                BaselinesRepository.open(baselines, cache.folder().resolve("repositories"), Credentials.usersOwn())) {
            return Check.run(repository.head(repository.defaultBranch()));
        }
    }
}
