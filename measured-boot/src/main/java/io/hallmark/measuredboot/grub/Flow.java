package io.hallmark.measuredboot.grub;

import java.util.List;
import java.util.Optional;

/** Where a script is about to go: its loops and scopes, and what leaves them ({@code grub-core/script/execute.c}). */
final class Flow {
    /** The parameters of the function or menu entry that runs. */
    Optional<List<String>> scope = Optional.empty();

    /** How many loops run. */
    int loops;

    /** How many of them are being left. */
    long breaks;

    /** Whether the innermost of them goes on with its next round. */
    boolean continues;

    /** Whether the function is being left. */
    boolean returns;

    /** {@code break} and {@code continue}. */
    int leaveLoops(List<String> arguments, boolean toContinue) {
        if (arguments.size() > 1) {
            return Status.BAD_ARGUMENT;
        }
        long count = 1;
        if (arguments.size() == 1) {
            Numbers.Prefix number = Numbers.prefix(arguments.get(0), 10);
            if (number.value().isEmpty() || number.end() < arguments.get(0).length()) {
                return Status.BAD_ARGUMENT;
            }
            count = number.value().getAsLong();
            if (count == 0) {
                return Status.BAD_ARGUMENT;
            }
        }
        continues = toContinue;
        breaks = count < 0 || count > loops ? loops : count;
        return Status.OK;
    }

    /** {@code return}. */
    int leaveFunction(List<String> arguments, String lastStatus) {
        if (scope.isEmpty() || arguments.size() > 1) {
            return Status.BAD_ARGUMENT;
        }
        String value = arguments.isEmpty() ? lastStatus : arguments.get(0);
        Numbers.Prefix number = Numbers.prefix(value, 10);
        if (!arguments.isEmpty() && (number.value().isEmpty() || number.end() < value.length())) {
            return number.value().isEmpty() ? Status.BAD_NUMBER : Status.BAD_ARGUMENT;
        }
        returns = true;
        return (int) number.value().orElse(0);
    }

    /** {@code shift}. */
    int shift(List<String> arguments) {
        if (scope.isEmpty()) {
            return Status.OK;
        }
        if (arguments.size() > 1) {
            return Status.BAD_ARGUMENT;
        }
        long count = 1;
        if (arguments.size() == 1) {
            Numbers.Prefix number = Numbers.prefix(arguments.get(0), 10);
            if (number.end() < arguments.get(0).length()) {
                return Status.BAD_ARGUMENT;
            }
            count = number.value().orElse(0);
        }
        List<String> parameters = scope.get();
        if (count < 0 || count > parameters.size()) {
            return Status.BAD_ARGUMENT;
        }
        scope = Optional.of(parameters.subList((int) count, parameters.size()));
        return Status.OK;
    }
}
