package io.hallmark.bootlab.guest;

import java.nio.file.Path;

/**
 * What one boot has that another has not: all else about a chain stays.
 *
 * @param tag of the initramfs; the guest reports it
 * @param arguments the kernel's command line, without what a loader puts before it
 */
public record Payload(String tag, Kernel kernel, Path initrd, String arguments) {}
