package io.hallmark.measuredboot.grub;

import java.util.ArrayList;
import java.util.List;

/**
 * Words to arguments: variables, quotes, file name patterns ({@code grub_script_arglist_to_argv} in {@code
 * grub-core/script/execute.c}).
 */
final class Expansion {
    private final Session session;
    private final Executor executor;

    Expansion(Session session, Executor executor) {
        this.session = session;
        this.executor = executor;
    }

    List<String> expand(List<Word> words) {
        Arguments arguments = new Arguments();
        for (Word word : words) {
            arguments.next();
            for (Word.Part part : word.parts()) {
                append(part, arguments);
            }
        }
        List<String> expanded = new ArrayList<>();
        for (String argument : arguments.finish()) {
            session.spend(argument.length());
            expanded.addAll(Wildcards.expand(argument, session));
        }
        return expanded;
    }

    private void append(Word.Part part, Arguments arguments) {
        if (part instanceof Word.Bare bare) {
            arguments.append(bare.text());
        } else if (part instanceof Word.Quoted quoted) {
            arguments.append(escape(quoted.text()));
        } else if (part instanceof Word.Block block) {
            arguments.append("{" + escape(block.source()) + "}");
        } else if (part instanceof Word.Translated translated) {
            arguments.append(escape(translated(translated.text())));
        } else if (part instanceof Word.Variable variable) {
            List<String> values = values(variable);
            for (int i = 0; i < values.size(); i++) {
                if (i > 0) {
                    arguments.next();
                }
                arguments.append(variable.quoted() ? escape(values.get(i)) : protect(values.get(i)));
            }
        }
    }

    /** The values of a variable, each an argument of its own; unquoted they are split at white space. */
    private List<String> values(Word.Variable variable) {
        List<String> parameters = executor.parameters();
        boolean quoted = variable.quoted();
        String name = variable.name();
        if (name.equals("#")) {
            return executor.inScope() ? List.of(Integer.toString(parameters.size())) : List.of();
        }
        if (name.equals("@") || name.equals("*") && !quoted) {
            List<String> all = new ArrayList<>();
            parameters.forEach(value -> all.addAll(quoted ? List.of(value) : split(value)));
            return all;
        }
        if (name.equals("*")) {
            return executor.inScope() && !parameters.isEmpty() ? List.of(String.join(" ", parameters)) : List.of();
        }
        if (Variables.isDigit(name.charAt(0))) {
            long number = Numbers.prefix(name, 10).value().orElse(0);
            if (number < 1 || number > parameters.size()) {
                return List.of();
            }
            String value = parameters.get((int) number - 1);
            return quoted ? List.of(value) : split(value);
        }
        String value = value(name);
        if (value.isEmpty()) {
            return List.of();
        }
        return quoted ? List.of(value) : split(value);
    }

    private String value(String name) {
        if (name.equals("cmdpath") && session.variables.orEmpty(name).isEmpty()) {
            session.unknown("the folder that GRUB's image was started from ($cmdpath): name it in the configuration");
        }
        boolean network = name.startsWith("net_") || name.startsWith("pxe_");
        if (network && session.variables.get(name).isEmpty() && GrubDevice.isNetwork(session.prefixDevice)) {
            session.unknown("the value that network boot gives the variable '" + name + "'");
        }
        return session.variables.orEmpty(name);
    }

    private static List<String> split(String value) {
        List<String> words = new ArrayList<>();
        int at = 0;
        while (at < value.length()) {
            int end = at;
            while (end < value.length() && !ByteText.isSpace(value.charAt(end))) {
                end++;
            }
            if (end > at) {
                words.add(value.substring(at, end));
            }
            at = end + 1;
        }
        return words;
    }

    /** Text for people; GRUB translates it when it has a catalog, and puts variables in after that. */
    private String translated(String text) {
        if (session.modules.translates()) {
            session.unknown("the translation of '" + ByteText.text(text) + "'");
        }
        StringBuilder result = new StringBuilder();
        boolean escaped = false;
        for (int at = 0; at < text.length(); at++) {
            char c = text.charAt(at);
            if (c == '\\') {
                escaped = !escaped;
                if (!escaped) {
                    result.append('\\');
                }
            } else if (c == '$' && !escaped) {
                int end = Variables.endOfReference(text, at);
                if (end == at) {
                    result.append('$');
                } else {
                    String name = text.substring(at + 1, end).replace("{", "").replace("}", "");
                    result.append(name.equals("#") ? executor.parameters().size() + "" : value(name));
                    at = end - 1;
                }
            } else {
                if (escaped && c != '$') {
                    result.append('\\');
                }
                escaped = false;
                result.append(c);
            }
        }
        return result.toString();
    }

    /** Keeps pattern characters and backslashes from being taken for what they are outside quotes. */
    private String escape(String text) {
        StringBuilder escaped = new StringBuilder(text.length() + 8);
        for (int at = 0; at < text.length(); at++) {
            char c = text.charAt(at);
            if (c == '\\' && session.build.redHat() && isHexEscape(text, at)) {
                escaped.append(text, at, at + 4);
                at += 3;
            } else {
                if (c == '*' || c == '\\' || c == '?') {
                    escaped.append('\\');
                }
                escaped.append(c);
            }
        }
        return escaped.toString();
    }

    /** Keeps backslashes of an unquoted variable's value; its pattern characters are patterns. */
    private static String protect(String value) {
        StringBuilder result = new StringBuilder(value.length() + 8);
        for (int at = 0; at < value.length(); at++) {
            char c = value.charAt(at);
            if (c == '\\') {
                result.append('\\');
                if (at + 1 < value.length() && (value.charAt(at + 1) == '?' || value.charAt(at + 1) == '*')) {
                    result.append('\\');
                }
            }
            result.append(c);
        }
        return result.toString();
    }

    /** Whether {@code \xNN} stands at an offset; Red Hat's GRUB passes it through. */
    static boolean isHexEscape(String text, int at) {
        return at + 3 < text.length()
                && text.charAt(at) == '\\'
                && text.charAt(at + 1) == 'x'
                && isHex(text.charAt(at + 2))
                && isHex(text.charAt(at + 3));
    }

    private static boolean isHex(char c) {
        return c < 128 && Character.digit(c, 16) >= 0;
    }
}
