package io.hallmark.cli;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;

/** Failed input and output in words: the machine's file systems are the user's to mend, so they are no defect. */
final class FileFailures {
    private FileFailures() {}

    /** One line: which file, what is wrong with it, what to do. */
    static String words(IOException failure) {
        return failure instanceof FileSystemException file && file.getFile() != null
                ? file.getFile() + ": " + reason(failure)
                        + "; check the path, its permissions and the space on its disk"
                : "reading or writing failed: " + reason(failure) + "; check permissions and the space on the disk";
    }

    /** What is wrong, without the file. */
    static String reason(IOException failure) {
        if (failure instanceof NoSuchFileException) {
            return "there is no such file or folder";
        }
        if (failure instanceof AccessDeniedException) {
            return "permission is denied";
        }
        if (failure instanceof FileAlreadyExistsException || failure instanceof NotDirectoryException) {
            return "a file of that name stands where a folder is needed";
        }
        String reason = failure instanceof FileSystemException file && file.getReason() != null
                ? file.getReason()
                : failure.getMessage();
        return reason == null ? failure.getClass().getSimpleName() : reason;
    }
}
