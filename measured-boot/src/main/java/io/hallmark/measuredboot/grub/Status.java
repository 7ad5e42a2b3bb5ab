package io.hallmark.measuredboot.grub;

/** What a command returns, by GRUB's numbers, since scripts can see them in {@code $?} ({@code include/grub/err.h}). */
final class Status {
    static final int OK = 0;
    static final int FALSE = 1;
    static final int BAD_MODULE = 2;
    static final int BAD_FILE_TYPE = 4;
    static final int FILE_NOT_FOUND = 5;
    static final int BAD_NUMBER = 10;
    static final int UNKNOWN_COMMAND = 16;
    static final int INVALID_COMMAND = 17;
    static final int BAD_ARGUMENT = 18;
    static final int BAD_FONT = 23;
    static final int MENU = 27;
    static final int ACCESS_DENIED = 30;

    private Status() {}
}
