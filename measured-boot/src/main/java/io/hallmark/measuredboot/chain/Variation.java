package io.hallmark.measuredboot.chain;

import java.util.Optional;

/**
 * Why an event differs from node to node or from boot to boot.
 *
 * @param reason in words
 * @param template the measured text with per-node variables in it ({@code ip=${ip} BOOTIF=${mac}}), for verifiers that
 *     judge event by event
 */
public record Variation(String reason, Optional<String> template) {}
