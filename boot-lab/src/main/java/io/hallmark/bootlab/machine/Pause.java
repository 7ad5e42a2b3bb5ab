package io.hallmark.bootlab.machine;

import io.hallmark.bootlab.host.BootLabException;

/** Waiting that an interrupt ends. */
final class Pause {
    private Pause() {}

    static void milliseconds(long time) {
        try {
            Thread.sleep(time);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new BootLabException("interrupted while waiting for a virtual machine", e);
        }
    }
}
