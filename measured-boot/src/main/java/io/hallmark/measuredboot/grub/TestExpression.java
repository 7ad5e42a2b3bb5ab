package io.hallmark.measuredboot.grub;

import io.hallmark.measuredboot.MeasuredBootException;
import java.util.List;
import java.util.Optional;

/** The expressions of {@code test} and {@code [} ({@code grub-core/commands/test.c}). */
final class TestExpression {
    private static final int DEEPEST = 100;

    private final Session session;
    private final List<String> words;
    private int at;
    private int depth;

    private TestExpression(Session session, List<String> words) {
        this.session = session;
        this.words = words;
    }

    static boolean evaluate(Session session, List<String> words) {
        boolean closed = !words.isEmpty() && words.get(words.size() - 1).equals("]");
        return new TestExpression(session, closed ? words.subList(0, words.size() - 1) : words).expression();
    }

    private boolean expression() {
        if (++depth > DEEPEST) {
            throw new MeasuredBootException(
                    "GRUB configuration: parentheses in a test nested more than " + DEEPEST + " deep");
        }
        boolean or = false;
        boolean and = true;
        boolean invert = false;
        while (at < words.size()) {
            Optional<Boolean> value = three().or(this::two);
            if (value.isEmpty()) {
                String word = words.get(at++);
                switch (word) {
                    case ")" -> {
                        depth--;
                        return or || and;
                    }
                    case "(" -> value = Optional.of(expression());
                    case "!" -> invert = !invert;
                    case "-a" -> {}
                    case "-o" -> {
                        or = or || and;
                        and = true;
                    }
                    default -> value = Optional.of(!word.isEmpty());
                }
            }
            if (value.isPresent()) {
                and = and && (invert != value.get());
                invert = false;
            }
        }
        depth--;
        return or || and;
    }

    private Optional<Boolean> three() {
        if (at + 2 >= words.size()) {
            return Optional.empty();
        }
        String left = words.get(at);
        String operator = words.get(at + 1);
        String right = words.get(at + 2);
        Optional<Boolean> value =
                switch (operator) {
                    case "=", "==" -> Optional.of(left.equals(right));
                    case "!=" -> Optional.of(!left.equals(right));
                    case "<" -> Optional.of(left.compareTo(right) < 0);
                    case "<=" -> Optional.of(left.compareTo(right) <= 0);
                    case ">" -> Optional.of(left.compareTo(right) > 0);
                    case ">=" -> Optional.of(left.compareTo(right) >= 0);
                    case "-eq" -> Optional.of(Numbers.signed(left) == Numbers.signed(right));
                    case "-ge" -> Optional.of(Numbers.signed(left) >= Numbers.signed(right));
                    case "-gt" -> Optional.of(Numbers.signed(left) > Numbers.signed(right));
                    case "-le" -> Optional.of(Numbers.signed(left) <= Numbers.signed(right));
                    case "-lt" -> Optional.of(Numbers.signed(left) < Numbers.signed(right));
                    case "-ne" -> Optional.of(Numbers.signed(left) != Numbers.signed(right));
                    case "-pgt", "-plt" -> Optional.of(afterPrefix(left, right, operator.equals("-pgt")));
                    default -> times(left, operator, right);
                };
        if (value.isPresent()) {
            at += 3;
            if (!left.equals(right) && (Session.isNodeSpecific(left) || Session.isNodeSpecific(right))) {
                session.unknown("how a node answers '" + ByteText.text(left + " " + operator + " " + right) + "'");
            }
        }
        return value;
    }

    private Optional<Boolean> times(String left, String operator, String right) {
        boolean newer = operator.startsWith("-nt");
        if (!newer && !operator.startsWith("-ot")) {
            return Optional.empty();
        }
        boolean first = exists(left);
        boolean second = exists(right);
        if (first && second) {
            session.unknown("the time stamps of '" + ByteText.text(left) + "' and '" + ByteText.text(right) + "'");
        }
        return Optional.of(newer ? first && !second : !first && second);
    }

    /** Compares the numbers after what both texts have in common. */
    private static boolean afterPrefix(String left, String right, boolean greater) {
        int common = 0;
        while (common < left.length() && common < right.length() && left.charAt(common) == right.charAt(common)) {
            common++;
        }
        int from = common - 1;
        while (from > 0 && from < left.length() && Variables.isDigit(left.charAt(from))) {
            from--;
        }
        from++;
        long a = Numbers.unsigned(left.substring(Math.min(from, left.length())));
        long b = Numbers.unsigned(right.substring(Math.min(from, right.length())));
        int order = Long.compareUnsigned(a, b);
        return greater ? order > 0 : order < 0;
    }

    private Optional<Boolean> two() {
        if (at + 1 >= words.size()) {
            return Optional.empty();
        }
        String operand = words.get(at + 1);
        Optional<Boolean> value =
                switch (words.get(at)) {
                    case "-d" -> Optional.of(isFolder(operand));
                    case "-e" -> Optional.of(exists(operand));
                    case "-f" -> Optional.of(exists(operand) && !isFolder(operand));
                    case "-s" -> Optional.of(hasContent(operand));
                    case "-n" -> Optional.of(!operand.isEmpty());
                    case "-z" -> Optional.of(operand.isEmpty());
                    default -> Optional.empty();
                };
        if (value.isPresent()) {
            at += 2;
        }
        return value;
    }

    private boolean exists(String name) {
        FileName file = bare(name);
        if (file.path().isEmpty()) {
            return isKnownDevice(file.device());
        }
        // Folders of a server can't be listed, and that is how GRUB looks.
        if (GrubDevice.isNetwork(file.device())) {
            return false;
        }
        return isFolder(name) || found(name, file);
    }

    private boolean found(String name, FileName file) {
        if (file.inMemory()) {
            return session.build.memdisk().contains(file.path());
        }
        boolean found = session.lookUp(file).isPresent();
        if (!found && Session.isNodeSpecific(name)) {
            session.unknown("whether a node has its own file '" + ByteText.text(name) + "'");
        }
        return found;
    }

    private boolean isFolder(String name) {
        FileName file = bare(name);
        if (file.path().isEmpty()) {
            return isKnownDevice(file.device());
        }
        return !GrubDevice.isNetwork(file.device()) && !session.list(file).isEmpty();
    }

    private boolean isKnownDevice(String device) {
        if (device.isEmpty()) {
            return false;
        }
        boolean known = device.equals(session.prefixDevice)
                || device.equals("memdisk")
                || session.device(device).isPresent();
        if (!known) {
            session.unknown("whether the machine has a device '" + ByteText.text(device) + "' with a file system");
        }
        return known;
    }

    private FileName bare(String name) {
        FileName file = session.name(name);
        String path = file.path();
        while (path.endsWith("/")) {
            path = path.substring(0, path.length() - 1);
        }
        return new FileName(file.device(), path);
    }

    /** Opens the file, which measures it. */
    private boolean hasContent(String name) {
        Optional<FoundFile> file = session.open(name);
        if (file.isEmpty()) {
            return false;
        }
        Optional<Boolean> empty = session.isEmpty(file.get());
        if (empty.isEmpty()) {
            session.unknown("whether '" + ByteText.text(name) + "' is empty");
        }
        return !empty.orElse(false);
    }
}
