package io.hallmark.puppetbridge.process;

import java.util.Optional;

/** A folder of one run, with secrets in it: files have mode 0600, folders 0700. */
public interface PrivateFolder extends AutoCloseable {
    /** Its absolute path on the machine. */
    String path();

    /**
     * Writes a file, and makes the folders above it.
     *
     * @param path relative, with slashes
     */
    void write(String path, byte[] content);

    /**
     * The content of a file that a program left there, if it did.
     *
     * @param most bytes that it may have
     * @throws io.hallmark.baselines.BaselinesException when it has more
     */
    Optional<byte[]> read(String path, int most);

    /** Deletes it with all that is in it. What can't be deleted is an error: there may be secrets in it. */
    @Override
    void close();
}
