package io.hallmark.measuredboot.grub;

final class BootEntries {
    BootEntries(Session session) {}

    void register(Commands commands) {}
}
