package io.hallmark.measuredboot.grub;

import java.util.List;
import java.util.Optional;

/** Finds the entry that a variable such as {@code default} names ({@code grub-core/normal/menu.c}). */
final class MenuChoice {
    private MenuChoice() {}

    /** The index of the entry that {@code value} names: by number, title or id; of a path, its first step. */
    static Optional<Integer> index(List<MenuEntry> menu, String value, boolean redHat) {
        return redHat ? byIdFirst(menu, value) : byNumberFirst(menu, value);
    }

    private static Optional<Integer> byNumberFirst(List<MenuEntry> menu, String value) {
        Numbers.Prefix number = Numbers.prefix(value, 0);
        if (number.value().isPresent()) {
            return Optional.of((int) number.value().getAsLong());
        }
        for (int i = 0; i < menu.size(); i++) {
            if (names(value, menu.get(i).title()) || names(value, menu.get(i).id())) {
                return Optional.of(i);
            }
        }
        return Optional.empty();
    }

    /** Red Hat's order; a value that begins with a digit can be an id there. */
    private static Optional<Integer> byIdFirst(List<MenuEntry> menu, String value) {
        for (int i = 0; i < menu.size(); i++) {
            if (names(value, menu.get(i).id())) {
                return Optional.of(i);
            }
        }
        for (int i = 0; i < menu.size(); i++) {
            if (names(value, menu.get(i).title())) {
                return Optional.of(i);
            }
        }
        Numbers.Prefix number = Numbers.prefix(value, 0);
        return number.value().isPresent() && number.end() == value.length()
                ? Optional.of((int) number.value().getAsLong())
                : Optional.empty();
    }

    /** Whether the first step of a path is {@code name}; {@code >} separates steps, {@code >>} is one in a name. */
    private static boolean names(String path, String name) {
        int end = separator(path);
        return path.substring(0, end).replace(">>", ">").equals(name);
    }

    /** What is left of a path after its first step; empty when nothing is. */
    static Optional<String> rest(String path) {
        int end = separator(path);
        return end + 1 < path.length() ? Optional.of(path.substring(end + 1)) : Optional.empty();
    }

    private static int separator(String path) {
        for (int at = 0; at < path.length(); at++) {
            if (path.charAt(at) == '>') {
                if (at + 1 < path.length() && path.charAt(at + 1) == '>') {
                    at++;
                } else {
                    return at;
                }
            }
        }
        return path.length();
    }
}
