package io.hallmark.measuredboot.grub;

import io.hallmark.measuredboot.grub.Commands.Call;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/** Variables, conditions and what belongs to the scripting language itself. */
final class CoreCommands {
    private static final int LONGEST_EXPRESSION = 256;

    /** Steps that matching may take at worst: the subject's length to the power of the repetitions. */
    private static final double MOST_STEPS = 100_000;

    private final Session session;
    private final Executor executor;

    CoreCommands(Session session, Executor executor) {
        this.session = session;
        this.executor = executor;
    }

    void register(Commands commands) {
        Flow flow = executor.flow;
        commands.register("set", "kernel", this::set);
        commands.register("unset", "kernel", this::unset);
        commands.register("insmod", "kernel", this::insmod);
        commands.register("ls", "kernel", call -> Status.OK);
        commands.register("export", "normal", this::export);
        commands.register("break", "normal", call -> flow.leaveLoops(call.arguments(), false));
        commands.register("continue", "normal", call -> flow.leaveLoops(call.arguments(), true));
        commands.register(
                "return", "normal", call -> flow.leaveFunction(call.arguments(), session.variables.orEmpty("?")));
        commands.register("shift", "normal", call -> flow.shift(call.arguments()));
        commands.register("setparams", "normal", this::setParameters);
        commands.register("true", "true", call -> Status.OK);
        commands.register("false", "true", call -> Status.FALSE);
        commands.register("test", "test", this::test);
        commands.register("[", "test", this::test);
        commands.register("echo", "echo", this::echo);
        commands.register("eval", "eval", this::eval);
        commands.register("regexp", "regexp", this::regexp);
        if (session.build.redHat()) {
            commands.register("increment", "increment", call -> count(call, 1));
            commands.register("decrement", "increment", call -> count(call, -1));
        }
    }

    private int set(Call call) {
        if (call.arguments().isEmpty()) {
            return Status.OK;
        }
        String assignment = call.arguments().get(0);
        int equals = assignment.indexOf('=');
        if (equals < 0) {
            return Status.BAD_ARGUMENT;
        }
        session.set(assignment.substring(0, equals), assignment.substring(equals + 1));
        return Status.OK;
    }

    private int unset(Call call) {
        if (call.arguments().isEmpty()) {
            return Status.BAD_ARGUMENT;
        }
        session.unset(call.arguments().get(0));
        return Status.OK;
    }

    private int export(Call call) {
        call.arguments().forEach(session.variables::export);
        return call.arguments().isEmpty() ? Status.BAD_ARGUMENT : Status.OK;
    }

    /** {@code grub_core_cmd_insmod} succeeds whether or not the module does. */
    private int insmod(Call call) {
        if (call.arguments().isEmpty()) {
            return Status.BAD_ARGUMENT;
        }
        String module = call.arguments().get(0);
        if (!module.isEmpty() && "/(+".indexOf(module.charAt(0)) >= 0) {
            session.modules.loadFile(module);
        } else {
            session.modules.load(module);
        }
        return Status.OK;
    }

    private int setParameters(Call call) {
        if (!executor.inScope()) {
            return Status.INVALID_COMMAND;
        }
        executor.flow.scope = Optional.of(call.arguments());
        return Status.OK;
    }

    private int test(Call call) {
        return TestExpression.evaluate(session, call.arguments()) ? Status.OK : Status.FALSE;
    }

    private int echo(Call call) {
        return Options.parse(call.arguments(), true, Options.flag("n", 'n'), Options.flag("e", 'e'))
                        .isPresent()
                ? Status.OK
                : Status.BAD_ARGUMENT;
    }

    private int eval(Call call) {
        if (call.arguments().isEmpty()) {
            return Status.BAD_ARGUMENT;
        }
        SourceText source = SourceText.body("eval", String.join(" ", call.arguments()));
        return executor.deeper(() -> executor.run(source, true));
    }

    /** GRUB's are POSIX extended expressions; those that Java reads alike are taken, and the length is bounded. */
    private int regexp(Call call) {
        Optional<Options> options = Options.parse(call.arguments(), false, Options.text("set", 's'));
        if (options.isEmpty() || options.get().arguments().size() != 2) {
            return Status.BAD_ARGUMENT;
        }
        String expression = options.get().arguments().get(0);
        String subject = options.get().arguments().get(1);
        int repetitions =
                (int) expression.chars().filter(c -> "*+{?".indexOf(c) >= 0).count();
        double steps = Math.pow(subject.length() + 1, (double) repetitions);
        if (!isPlain(expression) || steps > MOST_STEPS) {
            session.unknown("whether '" + ByteText.text(expression) + "' matches '" + ByteText.text(subject) + "'");
            return Status.FALSE;
        }
        session.spend((long) steps);
        try {
            Matcher matcher = Pattern.compile(expression, Pattern.DOTALL).matcher(subject);
            if (!matcher.find()) {
                return Status.FALSE;
            }
            return store(options.get().values("set"), matcher);
        } catch (PatternSyntaxException e) {
            return Status.FALSE;
        }
    }

    /** Expressions without alternatives and repeated groups mean the same in both languages. */
    private static boolean isPlain(String expression) {
        return expression.length() <= LONGEST_EXPRESSION
                && expression.indexOf('|') < 0
                && !expression.contains(")*")
                && !expression.contains(")+")
                && !expression.contains("){")
                && !expression.contains("(?")
                && !expression.matches("(?s).*\\\\[A-Za-z0-9].*")
                && !expression.contains("[:")
                && !expression.contains("&&")
                && !expression.matches("(?s).*[*+}?][+?].*");
    }

    private int store(List<String> names, Matcher matcher) {
        for (String name : names) {
            int colon = name.indexOf(':');
            long group = 1;
            if (colon >= 0) {
                Numbers.Prefix number = Numbers.prefix(name, 10);
                if (number.end() != colon) {
                    return Status.BAD_ARGUMENT;
                }
                group = number.value().orElse(0);
            }
            String variable = name.substring(colon + 1);
            String value = group >= 0 && group <= matcher.groupCount() ? matcher.group((int) group) : null;
            if (value == null) {
                session.unset(variable);
            } else {
                session.set(variable, value);
            }
        }
        return Status.OK;
    }

    /** {@code grub-core/commands/increment.c} of Red Hat. */
    private int count(Call call, int step) {
        if (call.arguments().size() != 1) {
            return Status.BAD_ARGUMENT;
        }
        String name = call.arguments().get(0);
        Optional<String> value = session.variables.get(name);
        if (value.isEmpty()) {
            return Status.FILE_NOT_FOUND;
        }
        boolean negative = value.get().startsWith("-");
        Numbers.Prefix number = Numbers.prefix(negative ? value.get().substring(1) : value.get(), 0);
        if (number.value().isEmpty()) {
            return Status.BAD_NUMBER;
        }
        long result = (negative ? -number.value().getAsLong() : number.value().getAsLong()) + step;
        session.set(name, Long.toString(result));
        return Status.OK;
    }
}
