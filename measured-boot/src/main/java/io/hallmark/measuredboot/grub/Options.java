package io.hallmark.measuredboot.grub;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Options of a command ({@code grub-core/lib/arg.c}).
 *
 * @param found values by the option's long name; an option without a value has an empty one
 * @param arguments what is left
 */
record Options(Map<String, List<Optional<String>>> found, List<String> arguments) {

    /** How an option's value is given. */
    enum Value {
        NONE,
        REQUIRED,
        OPTIONAL
    }

    /**
     * An option.
     *
     * @param letter its short form, or a blank
     */
    record Option(String name, char letter, Value value) {}

    static Option flag(String name, char letter) {
        return new Option(name, letter, Value.NONE);
    }

    static Option text(String name, char letter) {
        return new Option(name, letter, Value.REQUIRED);
    }

    static Option optional(String name, char letter) {
        return new Option(name, letter, Value.OPTIONAL);
    }

    boolean has(String name) {
        return found.containsKey(name);
    }

    /** The last value of an option. */
    Optional<String> value(String name) {
        List<Optional<String>> values = found.getOrDefault(name, List.of());
        return values.isEmpty() ? Optional.empty() : values.get(values.size() - 1);
    }

    List<String> values(String name) {
        return found.getOrDefault(name, List.of()).stream()
                .flatMap(Optional::stream)
                .toList();
    }

    /**
     * Takes the options out of arguments.
     *
     * @param acceptsDash whether what is no known option is an argument
     * @return empty when GRUB refuses the arguments
     */
    static Optional<Options> parse(List<String> call, boolean acceptsDash, Option... known) {
        Map<String, List<Optional<String>>> found = new HashMap<>();
        List<String> left = new ArrayList<>();
        for (int i = 0; i < call.size(); i++) {
            String argument = call.get(i);
            Optional<String> next = i + 1 < call.size() ? Optional.of(call.get(i + 1)) : Optional.empty();
            if (!argument.startsWith("-") || argument.length() == 1) {
                left.add(argument);
            } else if (argument.equals("--")) {
                left.addAll(call.subList(i + 1, call.size()));
                break;
            } else if (argument.startsWith("--")) {
                int equals = argument.indexOf('=');
                Optional<Option> option = byName(argument.substring(2, equals < 0 ? argument.length() : equals), known);
                if (option.isEmpty()) {
                    if (!acceptsDash) {
                        return Optional.empty();
                    }
                    left.add(argument);
                    continue;
                }
                Optional<String> value = equals < 0 ? Optional.empty() : Optional.of(argument.substring(equals + 1));
                if (value.isEmpty()
                        && option.get().value() != Value.NONE
                        && next.filter(text -> !text.startsWith("-")).isPresent()) {
                    value = next;
                    i++;
                }
                if (!add(found, option.get(), value)) {
                    return Optional.empty();
                }
            } else {
                Optional<Boolean> tookNext = letters(argument, next, acceptsDash, found, left, known);
                if (tookNext.isEmpty()) {
                    return Optional.empty();
                }
                i += tookNext.get() ? 1 : 0;
            }
        }
        return Optional.of(new Options(found, left));
    }

    /** Short options in one argument; whether the argument after it was taken as a value, empty when refused. */
    private static Optional<Boolean> letters(
            String argument,
            Optional<String> next,
            boolean acceptsDash,
            Map<String, List<Optional<String>>> found,
            List<String> left,
            Option... known) {
        for (int at = 1; at < argument.length(); at++) {
            if (byLetter(argument.charAt(at), known).isEmpty()) {
                if (acceptsDash) {
                    left.add(argument);
                    return Optional.of(false);
                }
                return Optional.empty();
            }
        }
        for (int at = 1; at < argument.length(); at++) {
            Option option = byLetter(argument.charAt(at), known).orElseThrow();
            boolean last = at == argument.length() - 1;
            if (!last || option.value() == Value.NONE) {
                if (option.value() == Value.REQUIRED || !add(found, option, Optional.empty())) {
                    return Optional.empty();
                }
                continue;
            }
            boolean takes = next.isPresent()
                    && (option.value() == Value.REQUIRED
                            || next.get().length() < 2
                            || !next.get().startsWith("-"));
            if (!add(found, option, takes ? next : Optional.empty())) {
                return Optional.empty();
            }
            return Optional.of(takes);
        }
        return Optional.of(false);
    }

    private static boolean add(Map<String, List<Optional<String>>> found, Option option, Optional<String> value) {
        if (option.value() == Value.NONE && value.isPresent() || option.value() == Value.REQUIRED && value.isEmpty()) {
            return false;
        }
        found.computeIfAbsent(option.name(), name -> new ArrayList<>()).add(value);
        return true;
    }

    private static Optional<Option> byName(String name, Option... known) {
        for (Option option : known) {
            if (option.name().equals(name)) {
                return Optional.of(option);
            }
        }
        return Optional.empty();
    }

    private static Optional<Option> byLetter(char letter, Option... known) {
        for (Option option : known) {
            if (option.letter() == letter && letter != ' ') {
                return Optional.of(option);
            }
        }
        return Optional.empty();
    }
}
