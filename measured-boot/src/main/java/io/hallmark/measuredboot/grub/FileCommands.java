package io.hallmark.measuredboot.grub;

import io.hallmark.measuredboot.grub.Commands.Call;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Environment blocks ({@code grub-core/commands/loadenv.c}), searches, and commands that read files. */
final class FileCommands {
    private static final Options.Option FILE = Options.text("file", 'f');
    private static final Options.Option SKIP_SIGNATURE = Options.flag("skip-sig", 's');

    private final Session session;
    private final Search search;

    FileCommands(Session session) {
        this.session = session;
        this.search = new Search(session);
    }

    void register(Commands commands) {
        commands.register("load_env", "loadenv", this::loadEnvironment);
        commands.register("list_env", "loadenv", this::listEnvironment);
        commands.register("save_env", "loadenv", this::saveEnvironment);
        commands.register("search", "search", search::command);
        commands.register("search.file", "search_fs_file", call -> search.shortForm(Search.Kind.FILE, call));
        commands.register("search.fs_label", "search_label", call -> search.shortForm(Search.Kind.LABEL, call));
        commands.register("search.fs_uuid", "search_fs_uuid", call -> search.shortForm(Search.Kind.UUID, call));
        commands.register("cat", "minicmd", this::openOne);
        commands.register("acpi", "acpi", this::openTables);
    }

    private String blockName(Options options) {
        return options.value("file").orElseGet(() -> session.variables.orEmpty("prefix") + "/grubenv");
    }

    private int loadEnvironment(Call call) {
        Optional<Options> options = Options.parse(call.arguments(), false, FILE, SKIP_SIGNATURE);
        if (options.isEmpty()) {
            return Status.BAD_ARGUMENT;
        }
        String name = blockName(options.get());
        session.dependsOn(name);
        Optional<FoundFile> file = session.open(name, !options.get().has("skip-sig"));
        if (file.isEmpty()) {
            return Status.FILE_NOT_FOUND;
        }
        Optional<String> content = session.content(name, file.get());
        if (content.isEmpty()) {
            return Status.OK;
        }
        Optional<Map<String, String>> block = EnvironmentBlock.parse(content.get());
        List<String> wanted = options.get().arguments();
        block.ifPresent(variables -> variables.forEach((variable, value) -> {
            if (wanted.isEmpty() || wanted.contains(variable)) {
                session.set(variable, value);
            }
        }));
        return block.isPresent() ? Status.OK : Status.BAD_FILE_TYPE;
    }

    private int listEnvironment(Call call) {
        return Options.parse(call.arguments(), false, FILE, SKIP_SIGNATURE)
                .map(options -> session.open(blockName(options), !options.has("skip-sig"))
                                .isPresent()
                        ? Status.OK
                        : Status.FILE_NOT_FOUND)
                .orElse(Status.BAD_ARGUMENT);
    }

    /**
     * Opens the file without its being measured, since its signature is never looked at; only disks are written to. What is
     * written is not there any more for the next boot to read.
     */
    private int saveEnvironment(Call call) {
        Optional<Options> options = Options.parse(call.arguments(), false, FILE, SKIP_SIGNATURE);
        if (options.isEmpty() || options.get().arguments().isEmpty()) {
            return Status.BAD_ARGUMENT;
        }
        String name = blockName(options.get());
        Optional<FoundFile> file = session.open(name, false);
        if (file.isEmpty()) {
            return Status.FILE_NOT_FOUND;
        }
        if (!GrubDevice.isNetwork(session.name(name).device())) {
            saved(name, file.get(), options.get().arguments());
        }
        return Status.OK;
    }

    /** What is as it stands in the block already leaves its bytes as they are ({@code grub_envblk_set}). */
    private void saved(String name, FoundFile file, List<String> names) {
        Optional<Map<String, String>> block = session.content(file).flatMap(EnvironmentBlock::parse);
        List<String> changed = names.stream()
                .filter(variable -> block.isEmpty()
                        || !Optional.ofNullable(block.get().get(variable)).equals(session.variables.get(variable)))
                .toList();
        if (!changed.isEmpty()) {
            session.wrote(name, changed);
        }
    }

    private int openOne(Call call) {
        if (call.arguments().isEmpty()) {
            return Status.BAD_ARGUMENT;
        }
        String name = call.arguments().get(call.arguments().size() - 1);
        return session.open(name).isPresent() ? Status.OK : Status.FILE_NOT_FOUND;
    }

    private int openTables(Call call) {
        if (session.secureBoot) {
            return Status.ACCESS_DENIED;
        }
        for (String argument : call.arguments()) {
            if (!argument.startsWith("-") && session.open(argument).isEmpty()) {
                return Status.FILE_NOT_FOUND;
            }
        }
        return Status.OK;
    }
}
