package io.hallmark.bootlab.machine;

import java.time.Duration;
import java.util.Optional;

/**
 * A boot that has ended.
 *
 * @param report of the guest; absent when firmware refused to boot
 * @param eventLog the firmware's event log; absent likewise
 * @param console all that stood on the serial console
 * @param time from switching on to the end
 */
public record BootResult(Optional<GuestReport> report, Optional<byte[]> eventLog, String console, Duration time) {
    /** The console without what paints the screen. */
    public String screen() {
        return Console.plain(console);
    }
}
