package io.hallmark.cli;

import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;

/**
 * The mode that files and folders of a user have: what the umask leaves. Java's temporary ones are for their owner alone,
 * and keep that mode when they are moved to their place.
 */
final class UsualMode {
    private UsualMode() {}

    static FileAttribute<?>[] ofFile(Path beside) {
        return of(beside, "rw-rw-rw-");
    }

    static FileAttribute<?>[] ofFolder(Path beside) {
        return of(beside, "rwxrwxrwx");
    }

    /** Empty where the file system knows no modes. */
    private static FileAttribute<?>[] of(Path beside, String mode) {
        return beside.getFileSystem().supportedFileAttributeViews().contains("posix")
                ? new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(mode))}
                : new FileAttribute<?>[0];
    }
}
