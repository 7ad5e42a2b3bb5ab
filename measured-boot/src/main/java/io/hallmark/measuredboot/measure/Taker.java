package io.hallmark.measuredboot.measure;

/** Takes what it needs from a file that is read once, from its start to its end. */
interface Taker {

    /**
     * Takes from a part of the file.
     *
     * @param buffer reused for the next part
     * @param length of the part, from the buffer's start
     * @param offset of the part in the file
     */
    void take(byte[] buffer, int length, long offset);
}
