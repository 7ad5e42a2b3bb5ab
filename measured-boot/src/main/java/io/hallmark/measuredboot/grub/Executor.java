package io.hallmark.measuredboot.grub;

import io.hallmark.measuredboot.MeasuredBootException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Runs parsed script ({@code grub-core/script/execute.c}). */
final class Executor {
    /** Functions and files that call each other; GRUB 2.14 gives up at 64, older ones run into their heap. */
    private static final int DEEPEST_CALLS = 64;

    /** Commands within commands, of all functions and files that are under way. */
    private static final int DEEPEST_NESTING = 500;

    final Flow flow = new Flow();

    private final Session session;
    private final Commands commands;
    private final Expansion expansion;
    private int calls;
    private int nesting;

    Executor(Session session) {
        this.session = session;
        this.commands = new Commands(session, this);
        this.expansion = new Expansion(session, this);
    }

    /** The parameters {@code $1}, {@code $2} … of the function or menu entry that runs. */
    List<String> parameters() {
        return flow.scope.orElse(List.of());
    }

    boolean inScope() {
        return flow.scope.isPresent();
    }

    /** Runs a script, unit by unit; what GRUB can't parse it reports and leaves out. */
    int run(SourceText source, boolean stopsAtErrors) {
        int status = Status.OK;
        int at = 0;
        while (at < source.text().length()) {
            session.step();
            try {
                Parser.Unit unit = Parser.unit(source, at);
                at = unit.end();
                // GRUB knows the functions of a line before it runs any command of it.
                for (Node node : unit.nodes()) {
                    if (node instanceof Node.Function function) {
                        session.functions.put(function.name(), function.body());
                    }
                }
                status = run(new Node.Sequence(unit.nodes().stream()
                        .filter(node -> !(node instanceof Node.Function))
                        .toList()));
            } catch (ScriptSyntaxException e) {
                session.unknown("GRUB can't parse " + e.getMessage());
                status = Status.INVALID_COMMAND;
                at = e.resume();
                if (stopsAtErrors) {
                    return status;
                }
            }
        }
        return status;
    }

    /** Runs the body of a menu entry in a scope of its own. */
    int runInScope(SourceText source, List<String> parameters) {
        Optional<List<String>> outer = flow.scope;
        flow.scope = Optional.of(parameters);
        int status = deeper(() -> run(source, true));
        flow.scope = outer;
        return status;
    }

    /** Runs something that may come back here, and refuses to go too deep. */
    int deeper(java.util.function.IntSupplier action) {
        if (++calls > DEEPEST_CALLS) {
            throw new MeasuredBootException("GRUB configuration: functions or files call each other more than "
                    + DEEPEST_CALLS + " deep: look for a recursion in it");
        }
        try {
            return action.getAsInt();
        } finally {
            calls--;
        }
    }

    private int run(Node node) {
        session.step();
        if (++nesting > DEEPEST_NESTING) {
            throw new MeasuredBootException("GRUB configuration: commands run more than " + DEEPEST_NESTING
                    + " deep within each other: look for a recursion in it");
        }
        int status;
        if (node instanceof Node.Command command) {
            status = command(command);
        } else if (node instanceof Node.Sequence sequence) {
            status = sequence(sequence);
        } else if (node instanceof Node.Condition condition) {
            status = condition(condition);
        } else if (node instanceof Node.For loop) {
            status = forLoop(loop);
        } else if (node instanceof Node.While loop) {
            status = whileLoop(loop);
        } else {
            throw new IllegalStateException("functions are not run where they are defined");
        }
        nesting--;
        result(status);
        return status;
    }

    private void result(int status) {
        session.variables.set("?", Integer.toString(status));
    }

    private int sequence(Node.Sequence sequence) {
        int status = Status.OK;
        for (Node node : sequence.nodes()) {
            if (flow.breaks > 0) {
                break;
            }
            status = run(node);
            if (flow.returns) {
                break;
            }
        }
        return status;
    }

    private int condition(Node.Condition condition) {
        int status = run(condition.test());
        if (flow.returns) {
            return status;
        }
        if (session.variables.orEmpty("?").equals("0")) {
            return run(condition.then());
        }
        return condition.otherwise().map(this::run).orElse(Status.OK);
    }

    private int forLoop(Node.For loop) {
        if (loop.words().isEmpty()) {
            return Status.OK;
        }
        flow.loops++;
        int status = Status.OK;
        for (String value : expansion.expand(loop.words())) {
            if (flow.continues && flow.breaks == 1) {
                flow.breaks = 0;
            }
            if (flow.breaks == 0) {
                session.step();
                session.set(loop.name(), value);
                status = run(loop.body());
                if (flow.returns) {
                    break;
                }
            }
        }
        endOfLoop();
        return status;
    }

    private int whileLoop(Node.While loop) {
        flow.loops++;
        int status;
        while (true) {
            status = run(loop.test());
            boolean failed = status != Status.OK;
            if (flow.returns || failed != loop.until()) {
                break;
            }
            status = run(loop.body());
            if (flow.returns) {
                break;
            }
            if (flow.breaks == 1 && flow.continues) {
                flow.breaks = 0;
            }
            if (flow.breaks > 0) {
                break;
            }
        }
        endOfLoop();
        return status;
    }

    private void endOfLoop() {
        if (flow.breaks > 0) {
            flow.breaks--;
        }
        flow.loops--;
    }

    private int command(Node.Command command) {
        List<String> arguments = expansion.expand(command.words());
        if (arguments.isEmpty()) {
            return Status.OK;
        }
        session.command(String.join(" ", arguments));
        boolean inverted = arguments.get(0).equals("!");
        if (inverted && arguments.size() < 2) {
            return Status.BAD_ARGUMENT;
        }
        List<String> call = inverted ? arguments.subList(1, arguments.size()) : arguments;
        String name = call.get(0);
        boolean block = command.words().get(command.words().size() - 1).isBlock();
        Optional<Commands.Action> action = commands.find(name);
        int status;
        if (action.isPresent()) {
            status = action.get().run(new Commands.Call(name, call.subList(1, call.size()), block));
        } else if (session.functions.containsKey(name)) {
            status = function(session.functions.get(name), call.subList(1, call.size()));
        } else {
            assign(name);
            return Status.OK;
        }
        if (inverted) {
            status = status == Status.OK ? Status.FALSE : Status.OK;
        }
        result(status);
        return status;
    }

    /** The last resort for a word that is no command: an assignment; if it is none, GRUB says so and goes on. */
    private void assign(String word) {
        int equals = word.indexOf('=');
        if (equals < 0) {
            commands.missing(word);
        } else if (!Variables.isSpecial(word.substring(0, equals))) {
            session.set(word.substring(0, equals), word.substring(equals + 1));
        }
    }

    private int function(Node body, List<String> parameters) {
        Optional<List<String>> outerScope = flow.scope;
        int outerLoops = flow.loops;
        flow.loops = 0;
        flow.scope = Optional.of(new ArrayList<>(parameters));
        int status = deeper(() -> run(body));
        flow.returns = false;
        flow.loops = outerLoops;
        flow.scope = outerScope;
        return status;
    }
}
