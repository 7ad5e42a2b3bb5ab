package io.hallmark.measuredboot.grub;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/** The menus of the open contexts; a context has none until it reads a configuration. */
final class Menus {
    private final Deque<Optional<List<MenuEntry>>> stack = new ArrayDeque<>(List.of(Optional.empty()));

    Optional<List<MenuEntry>> current() {
        return stack.element();
    }

    /** Makes sure that the current context has a menu. */
    List<MenuEntry> orNew() {
        if (current().isEmpty()) {
            clear();
        }
        return current().orElseThrow();
    }

    /** Gives the current context an empty menu. */
    void clear() {
        stack.pop();
        stack.push(Optional.of(new ArrayList<>()));
    }

    void open() {
        stack.push(Optional.empty());
    }

    void close() {
        stack.pop();
    }
}
