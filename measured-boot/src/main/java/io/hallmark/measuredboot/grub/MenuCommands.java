package io.hallmark.measuredboot.grub;

import io.hallmark.measuredboot.grub.Commands.Call;
import java.util.List;
import java.util.Optional;

/**
 * Configuration files and menu entries ({@code configfile.c}, {@code menuentry.c}, {@code grub-core/normal/main.c}).
 */
final class MenuCommands {
    private final Session session;
    private final Executor executor;
    private final NormalMode normal;

    MenuCommands(Session session, Executor executor) {
        this.session = session;
        this.executor = executor;
        this.normal = new NormalMode(session, executor);
    }

    void register(Commands commands) {
        commands.register("menuentry", "normal", this::entry);
        commands.register("submenu", "normal", this::entry);
        commands.register("normal", "normal", this::normal);
        commands.register("normal_exit", "normal", call -> {
            throw Finished.nothing("GRUB leaves its normal mode for the rescue shell");
        });
        commands.register("source", "configfile", this::source);
        commands.register(".", "configfile", this::source);
        commands.register("configfile", "configfile", this::configuration);
        for (String name : List.of("extract_entries_source", "extract_entries_configfile")) {
            commands.register(name, "configfile", call -> {
                session.unknown("the menu entries that '" + name + "' takes over");
                return Status.OK;
            });
        }
    }

    private int entry(Call call) {
        Options.Option users = session.build.redHat() ? Options.optional("users", ' ') : Options.text("users", ' ');
        Optional<Options> parsed = Options.parse(
                call.arguments(),
                true,
                Options.text("class", ' '),
                users,
                Options.text("hotkey", ' '),
                Options.text("source", ' '),
                Options.text("id", ' '),
                Options.flag("unrestricted", ' '));
        if (parsed.isEmpty() || parsed.get().arguments().isEmpty()) {
            return Status.BAD_ARGUMENT;
        }
        Options options = parsed.get();
        if (options.has("source") == call.block()) {
            return Status.BAD_ARGUMENT;
        }
        List<String> arguments = options.arguments();
        List<String> parameters = call.block() ? arguments.subList(0, arguments.size() - 1) : arguments;
        if (session.menus.current().isEmpty() || parameters.isEmpty()) {
            return Status.MENU;
        }
        String body;
        if (call.block()) {
            String block = arguments.get(arguments.size() - 1);
            body = setParameters(parameters) + block.substring(1, block.length() - 1);
        } else {
            body = options.value("source").orElse("");
        }
        String title = parameters.get(0);
        session.menus
                .current()
                .orElseThrow()
                .add(new MenuEntry(
                        options.value("id").orElse(title),
                        title,
                        parameters,
                        SourceText.body("menu entry '" + ByteText.text(title) + "'", body),
                        call.name().equals("submenu"),
                        options.value("users").isPresent() || !options.has("unrestricted")));
        return Status.OK;
    }

    /** The command that an entry begins with, and that is measured when the entry is started. */
    private static String setParameters(List<String> parameters) {
        StringBuilder command = new StringBuilder("setparams");
        parameters.forEach(parameter ->
                command.append(" '").append(parameter.replace("'", "'\\''")).append('\''));
        return command.append('\n').toString();
    }

    private int source(Call call) {
        if (call.arguments().size() != 1) {
            return Status.BAD_ARGUMENT;
        }
        return executor.deeper(() -> {
            normal.read(call.arguments().get(0));
            return Status.OK;
        });
    }

    private int configuration(Call call) {
        if (call.arguments().size() != 1) {
            return Status.BAD_ARGUMENT;
        }
        return executor.deeper(() -> {
            normal.openContext();
            normal.read(call.arguments().get(0));
            normal.showMenu(true, false);
            normal.closeContext();
            return Status.OK;
        });
    }

    private int normal(Call call) {
        return executor.deeper(() -> {
            String prefix = session.variables.orEmpty("prefix");
            normal.enter(
                    call.arguments().isEmpty()
                            ? prefix + "/grub.cfg"
                            : call.arguments().get(0));
            return Status.OK;
        });
    }
}
