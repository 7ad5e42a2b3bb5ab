package io.hallmark.bootlab;

import io.hallmark.bootlab.host.BootLabException;
import io.hallmark.bootlab.machine.BootResult;
import java.util.Arrays;
import java.util.regex.Pattern;

/**
 * An image that a machine did not start, as the run saw it.
 *
 * @param title what was booted, in words
 * @param foretold who would refuse it and why, as the Secure Boot check said
 * @param console the line by which the machine said so
 */
record SeenRefusal(String title, String foretold, String console) {
    /** shim draws a box around what it says, in characters of code page 437. */
    private static final Pattern FRAMES = Pattern.compile("[^ -~]+");

    /**
     * Of a boot that has ended.
     *
     * @param words by which the machine says that it refuses
     * @throws BootLabException when its console does not have them
     */
    static SeenRefusal of(String title, String foretold, BootResult boot, String words) {
        String line = boot.screen()
                .lines()
                .flatMap(text -> Arrays.stream(FRAMES.split(text)))
                .filter(text -> text.contains(words))
                .findFirst()
                .orElseThrow(() -> new BootLabException("the console of '" + title + "' does not say '" + words + "'"));
        return new SeenRefusal(title, foretold, line.strip());
    }
}
