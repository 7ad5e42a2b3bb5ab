package io.hallmark.baselines.rootfs;

import java.util.Comparator;

/** A folder before what is in it, and names of one folder by their bytes: the order of a walk that sorts each folder. */
enum PathOrder implements Comparator<String> {
    INSTANCE;

    @Override
    public int compare(String one, String other) {
        int length = Math.min(one.length(), other.length());
        for (int i = 0; i < length; i++) {
            char a = one.charAt(i);
            char b = other.charAt(i);
            if (a != b) {
                return a < 0x80 && b < 0x80 ? rank(a) - rank(b) : byBytes(one, other);
            }
        }
        return one.length() - other.length();
    }

    private static int byBytes(String one, String other) {
        byte[] a = FileName.toBytes(one);
        byte[] b = FileName.toBytes(other);
        for (int i = 0; i < Math.min(a.length, b.length); i++) {
            if (a[i] != b[i]) {
                return rank(a[i] & 0xFF) - rank(b[i] & 0xFF);
            }
        }
        return a.length - b.length;
    }

    /** What ends a name comes before what goes on. */
    private static int rank(int b) {
        return b == '/' ? 0 : b;
    }
}
