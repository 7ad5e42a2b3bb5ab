package io.hallmark.cli;

import io.hallmark.baselines.repository.BaselinesRepository;
import io.hallmark.baselines.repository.Credentials;
import io.hallmark.baselines.repository.Snapshot;
import io.hallmark.puppetbridge.Hardening;
import io.hallmark.puppetbridge.Renderings;
import io.hallmark.puppetbridge.puppet.OsHardeningKeys;
import io.hallmark.puppetbridge.render.Origin;
import io.hallmark.puppetbridge.render.RenderedFiles;
import io.hallmark.puppetbridge.render.Rendering;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Renders profiles. */
@Command(
        name = "render",
        mixinStandardHelpOptions = true,
        description =
                "Write the hardening profiles of a commit as a tool of configuration management takes them. A profile in"
                        + " which lint finds an error is not rendered.")
final class HardenRenderCommand implements Callable<Integer> {
    private final Console console;

    @Parameters(paramLabel = "BASELINES", description = "Path or URL of the baselines repository.")
    private String baselines;

    @Option(
            names = "--target",
            paramLabel = "TOOL",
            required = true,
            completionCandidates = HardenRenderCommand.Targets.class,
            description = "One of ${COMPLETION-CANDIDATES}.")
    private String target;

    @Option(names = "--output", paramLabel = "FOLDER", required = true, description = "Where to write.")
    private Path output;

    @Option(names = "--role", paramLabel = "ROLE", description = "Only this role; may be given several times.")
    private List<String> roles = List.of();

    @Option(
            names = "--commit",
            paramLabel = "COMMIT",
            description = "What was approved: an id or branch (default: the default branch).")
    private String commit;

    @Option(
            names = "--module",
            description =
                    "Also write what applies the profiles: the module of Puppet to modules/, the role of Ansible to roles/, the"
                            + " cookbook of Chef to cookbooks/.")
    private boolean module;

    @Option(
            names = "--os-hardening",
            description =
                    "With puppet: also write the parameters of the module os_hardening that follow, to data/os_hardening/.")
    private boolean osHardening;

    @Mixin
    private CacheOption cache;

    HardenRenderCommand(Console console) {
        this.console = console;
    }

    /** Names of tools, for help and completion. */
    static final class Targets implements Iterable<String> {
        @Override
        public Iterator<String> iterator() {
            return Renderings.targets().iterator();
        }
    }

    @Override
    public Integer call() {
        try (BaselinesRepository repository =
                BaselinesRepository.open(baselines, cache.folder().resolve("repositories"), Credentials.usersOwn())) {
            Snapshot state = commit == null ? repository.head(repository.defaultBranch()) : repository.named(commit);
            Hardening hardening = Hardening.of(state);
            Rendering rendering = Renderings.of(target);
            Origin origin = new Origin(state.commit());
            write(hardening.render(rendering, origin, roles));
            write(rendering.shared(state));
            if (osHardening) {
                for (String role : roles.isEmpty() ? hardening.roles() : roles) {
                    write(OsHardeningKeys.render(hardening.profile(role).profile(), origin));
                }
            }
            if (module) {
                write(rendering.module());
            }
        }
        return ExitCode.OK;
    }

    private void write(RenderedFiles rendered) {
        rendered.writeTo(output).forEach(path -> console.message("wrote " + path));
    }
}
