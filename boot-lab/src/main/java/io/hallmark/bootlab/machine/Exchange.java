package io.hallmark.bootlab.machine;

/**
 * Something to type on the guest's console.
 *
 * @param await text after which it is typed, looked for after the exchange before
 * @param type what is typed
 */
public record Exchange(String await, String type) {}
