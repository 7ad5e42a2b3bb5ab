package io.hallmark.measuredboot.grub;

import java.util.List;

/**
 * An entry of a menu.
 *
 * @param parameters the title and whatever stands after it
 * @param body what runs when it is chosen
 * @param restricted whether someone has to log in for it when there are superusers
 */
record MenuEntry(
        String id, String title, List<String> parameters, SourceText body, boolean submenu, boolean restricted) {
    MenuEntry {
        parameters = List.copyOf(parameters);
    }
}
